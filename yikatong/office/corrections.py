"""Corrections that wait for a second officer: which, and what each would change. Read-only."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yikatong.cards.person import Correctable, Proposal
from yikatong.catalogue.channels import Channel
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import Visitor, open_dossier
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

PROPOSING = "propose_correction"
LATEST = 200
UNSETTLED = '"settled":false'  # as facts are spelt (office.canonical)


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """One correction of the queue, without the person's name and without its value."""

    person_id: str
    proposal_id: str
    part: Correctable
    reason: str
    proposer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """What is on record and what is proposed, in full: it cannot be judged masked, and the look is noted."""

    proposal: Proposal
    old: str
    new: str


def waiting(posting: Posting) -> tuple[WaitingCorrection, ...]:
    """What waits within the post's reach, the oldest first, of the 200 latest proposals about people with any that
    waits: settled ones never push it off the list. Two statements."""
    entries = models.Entry.objects.filter(service=PROPOSING, dossier__facts__contains=UNSETTLED)
    own = regions.levels(posting.region)[0]
    if own != regions.NATION_LEVEL:
        here = Q(region__startswith=own)  # where it was proposed: the person may have no card at all
        entries = entries.filter(here | Q(dossier__holding__region__startswith=own)).distinct()
    ids = list(entries.order_by("-id").values_list("dossier_id", flat=True)[:LATEST])
    dossiers = models.Dossier.objects.filter(person_id__in=set(ids)).values_list("person_id", "facts")
    found = [line for person_id, facts in dossiers for line in _unsettled(person_id, json.loads(facts))]
    return tuple(sorted(found, key=lambda line: line.at))


def correction(person_id: str, proposal_id: str, visitor: Visitor) -> Correction:
    """Errors: OutOfScope, also for what is settled or was never proposed."""
    if visitor.channel is not Channel.OFFICER:
        raise OutOfScope
    person = open_dossier(person_id, visitor, "correction").person
    found = next((p for p in person.proposals if p.proposal_id == proposal_id and not p.settled), None)
    proposed = person.words.proposed.get(proposal_id) if person.words else None
    if found is None or person.words is None or proposed is None:
        raise OutOfScope
    return Correction(found, getattr(person.words, found.part.value), proposed)


def _unsettled(person_id: str, facts: dict) -> list[WaitingCorrection]:  # type: ignore[type-arg]
    return [
        WaitingCorrection(
            person_id, p["proposal_id"], Correctable(p["part"]), p["reason"], p["proposer"],
            datetime.fromisoformat(p["proposed_at"]),
        )
        for p in facts.get("proposals", ())
        if not p["settled"]
    ]  # fmt: skip
