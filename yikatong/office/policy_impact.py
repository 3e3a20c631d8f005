"""How many people a proposed ruling concerns: counted page by page by the worker, so that nobody waits for it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from yikatong.cards.masking import mask_name
from yikatong.cards.person import Person
from yikatong.cards.states import REPORTED_LOST, Function
from yikatong.office import deployment, ledger
from yikatong.office.cases import key_of
from yikatong.office.people_index import words_place
from yikatong.office.policy_compare import Sample, changes_for
from yikatong.office.policy_rows import Proposal, proposal_of, rows
from yikatong.office.staff import Posting
from yikatong.office.wire import reading
from yikatong.policies import regions
from yikatong.records import models

PAGE = 50
PEOPLE_MAX = 20_000
SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Impact:
    """How far the count is. Of ``total`` people each ``step``-th was decided twice; ``counts`` by change code.

    ``people``: those with any change; ``open_cases``: of them, those with a card in the making or reported lost.
    """

    total: int
    step: int
    seen: int
    people: int
    open_cases: int
    counts: dict[str, int]
    samples: tuple[Sample, ...]
    finished_at: datetime | None


def begin(proposal_id: str) -> None:
    """Put the count on the worker's list. A second call changes nothing."""
    row = models.PolicyProposal.objects.get(pk=proposal_id)
    total = _concerned(row.region).aggregate(n=Count("dossier_id", distinct=True))["n"]
    fresh = {"total": total, "step": max(1, -(-total // PEOPLE_MAX)), "started_at": deployment.now()}
    models.PolicyImpact.objects.get_or_create(proposal=row, defaults=fresh)


def impact_of(proposal_id: str) -> Impact | None:
    row = models.PolicyImpact.objects.filter(proposal_id=proposal_id).first()
    if row is None:
        return None
    counts = json.loads(row.counts)
    samples = tuple(Sample(**page) for page in json.loads(row.samples))
    people, cases = counts.pop("people", 0), counts.pop("open_cases", 0)
    return Impact(row.total, row.step, row.seen, people, cases, counts, samples, row.finished_at)


def drop_samples(proposal_id: str) -> None:
    """Nobody needs them once it is decided."""
    models.PolicyImpact.objects.filter(proposal_id=proposal_id).update(samples="[]")


def named(samples: Sequence[Sample], posting: Posting) -> tuple[tuple[Sample, str], ...]:
    """Each with the person's masked name, opened now and kept nowhere. The look at each is noted."""
    found = models.Dossier.objects.filter(pk__in={sample.person_id for sample in samples}).values_list("pk", "words")
    names = {person_id: _masked(person_id, sealed) for person_id, sealed in found}
    with reading() as wire:
        ledger.note_looks(wire, names, posting.actor, posting.channel, "impact", deployment.now())
    return tuple((sample, names.get(sample.person_id, "")) for sample in samples)


def _masked(person_id: str, sealed: bytes) -> str:
    return mask_name(json.loads(deployment.vault().open(bytes(sealed), words_place(person_id)))["name"])


def waiting() -> list[str]:
    """The proposals whose count is not finished, in their order."""
    unfinished = models.PolicyImpact.objects.filter(finished_at__isnull=True).order_by("pk")
    return list(unfinished.values_list("proposal_id", flat=True))


@transaction.atomic
def count_page(proposal_id: str) -> bool:
    """Decide the next page of people twice; whether there is more. Two workers take turns, none counts twice."""
    row = models.PolicyImpact.objects.select_for_update().get(proposal_id=proposal_id)
    if row.finished_at:
        return False
    found = proposal_of(rows().get(pk=proposal_id))
    people = _page(found.ruling.region, row.after)
    counts, samples = Counter(json.loads(row.counts)), json.loads(row.samples)
    for number, person_id in enumerate(people, row.seen):
        if number % row.step == 0:
            _compare_person(person_id, found, counts, samples)
    row.seen, row.after = row.seen + len(people), people[-1] if people else row.after
    decided = models.PolicyVerdict.objects.filter(proposal_id=proposal_id).exists()
    row.counts, row.samples = json.dumps(counts), json.dumps([] if decided else samples, ensure_ascii=False)
    row.finished_at = None if len(people) == PAGE else deployment.now()
    row.save()
    return row.finished_at is None


def _concerned(region: str) -> Any:
    held = models.Holding.objects.all()
    return held if region == regions.NATION_LEVEL else held.filter(region__startswith=region)


def _page(region: str, after: str) -> list[str]:
    ids = _concerned(region).filter(dossier_id__gt=after).order_by("dossier_id").values_list("dossier_id", flat=True)
    return list(ids.distinct()[:PAGE])


def _compare_person(person_id: str, found: Proposal, counts: Counter, samples: list[dict[str, Any]]) -> None:
    with reading() as wire:
        person = ledger.find(wire, key_of(person_id)).person
    changes = list(changes_for(person, found.ruling, deployment.policies(), deployment.directory(), deployment.now()))
    for change in {c.change for c in changes}:
        counts[change] += 1
    if not changes:
        return
    counts["people"] += 1
    counts["open_cases"] += _has_open_case(person)
    if len(samples) < SAMPLES:
        samples.append(asdict(changes[0]))


def _has_open_case(person: Person) -> bool:
    now = deployment.now()
    return any(
        card.in_making or any(card.standing(f, now).state in REPORTED_LOST for f in Function) for card in person.cards
    )
