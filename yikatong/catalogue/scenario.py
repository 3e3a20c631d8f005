"""A case written down as JSON or YAML: how examples are told, and how others try our decisions.

Only what matters is written; the rest is an everyday card: collected, enabled, its account active. See
``docs/integrate.md`` for the format.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from yikatong.cards.card import Reason
from yikatong.cards.codec import CodecFault, plain, read
from yikatong.cards.directory import Directory
from yikatong.cards.identity import read_id_number
from yikatong.cards.person import Person
from yikatong.cards.photo import Photo
from yikatong.cards.stages import MADE, Stage
from yikatong.cards.states import State
from yikatong.catalogue.answers import read_answers
from yikatong.catalogue.card_kinds import FIT_PHOTO, PHOTO, ROLL, Roll, RollRow
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.common import choose_card, governing_region
from yikatong.catalogue.kinds import Kind, fields_of
from yikatong.catalogue.service import Service
from yikatong.policies import regions
from yikatong.policies.policy import Policies

HOLDER = {"name": "赵一宁", "id_number": "610113196501010011", "born_on": "1965-01-01", "mobile": "13800000000"}


def read_person(state: Mapping[str, Any], now: datetime) -> Person:
    """The person of a written state. ``null`` or ``{"known": false}`` is a person unknown so far.

    Errors: CodecFault naming what does not fit.
    """
    if state.get("known") is False:
        return Person("unknown")
    cards = [_card(number, card, now) for number, card in enumerate(state.get("cards", []), 1)]
    rest = {name: value for name, value in state.items() if name not in ("cards", "known")}
    words = {**HOLDER, **rest.pop("words", {})}
    return read(Person, {"person_id": "P1", "version": 1, **rest, "words": words, "cards": cards})


def _card(number: int, card: Any, now: datetime) -> dict[str, Any]:
    if not isinstance(card, Mapping):
        raise CodecFault(f"cards[{number - 1}]: expected an object")
    long_ago = (now - timedelta(days=400)).isoformat()
    everyday = {
        "card_id": f"C{number}", "region": "610100", "bank": "CAB", "outlet": "XA-YT-01",
        "reason": Reason.FIRST, "stage": Stage.COLLECTED, "stage_at": long_ago, "applied_at": long_ago,
        "social": State.NORMAL, "financial": State.ACTIVE, "pin_initial": False,
    }  # fmt: skip
    full = {**everyday, **card}
    made = {
        "card_no": f"A{number:08}", "issued_on": long_ago[:10],
        "valid_until": (now.date() + timedelta(days=3000)).isoformat(),
    }  # fmt: skip
    if full["stage"] in set(MADE):
        full = {**made, **full}
    if full["stage"] == Stage.COLLECTED:
        full.setdefault("collected_at", long_ago)
    for function, before in (("social", State.NORMAL), ("financial", State.ACTIVE)):
        full[function] = _standing(full[function], long_ago, before)
    return full


def _standing(standing: Any, since: str, before: State) -> dict[str, Any]:
    if isinstance(standing, str):
        standing = {"state": standing}
    if not isinstance(standing, Mapping):
        raise CodecFault("a standing is a state or an object with state, since, until, before")
    lost = standing.get("state") in (State.TEMP_LOST, State.LOST)
    return {"since": since, **({"before": before} if lost else {}), **standing}


def read_case(
    service: Service[Any],
    written: Mapping[str, Any],
    *,
    policies: Policies,
    directory: Directory,
) -> Case[Any]:
    """A case from its written form: state, asked, channel, assurance, asker, region, now, card, outside.

    Errors: CodecFault, NotUnderstood (answers), ValueError for an unknown channel or assurance.
    """
    now = datetime.fromisoformat(str(written["now"]))
    if now.tzinfo is None:
        raise CodecFault("now: a moment needs its offset, e.g. 2026-11-21T10:00:00+08:00")
    person = read_person(written.get("state") or {"known": False}, now)
    region = regions.region(str(written.get("region") or "610100"))
    card = choose_card(service, person, written.get("card"), region)
    channel = Channel(written.get("channel") or next(iter(service.channels)))
    asked = read_answers(service, _prepared(service, written.get("asked") or {}), now.date())
    return Case(
        asked=asked,
        person=person, channel=channel, assurance=_assurance(service, written, channel),
        asker=_asker(service, written.get("asker")), region=governing_region(card, region, asked), now=now,
        policies=policies, directory=directory, chosen=card, outside=_outside(written.get("outside") or {}, now),
        actor=str(written.get("actor", "actor")),
    )  # fmt: skip


def _prepared(service: Service[Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Photos and rolls as the office would hand them over.

    Of a photo only what is unfit is written; a roll is a list of rows, or the number of rows that it has.
    """
    kinds = {f.name: f.kind for f in fields_of(service.asks)}
    return {name: _upload(kinds.get(name), raw) for name, raw in written.items()}


def _upload(kind: Kind | None, raw: Any) -> Any:
    if kind is PHOTO and isinstance(raw, Mapping):
        fit = plain(FIT_PHOTO)
        tones = {name: float(measure) for name, measure in {**fit["tones"], **raw.get("tones", {})}.items()}
        return read(Photo, {**fit, **raw, "tones": tones})
    if kind is ROLL and isinstance(raw, int):
        raw = [{"answers": {"id_number": str(number)}} for number in range(raw)]
    if kind is ROLL and isinstance(raw, list):
        rows = (RollRow(n, row.get("answers", {}), tuple(row.get("faults", ()))) for n, row in enumerate(raw, 1))
        return Roll("0" * 64, tuple(rows))
    return raw


def _assurance(service: Service[Any], written: Mapping[str, Any], channel: Channel) -> Assurance:
    named = written.get("assurance")
    return Assurance[str(named).upper()] if named else service.channels.get(channel, Assurance.PRESENT)


def _asker(service: Service[Any], asker: Any) -> Asker:
    if isinstance(asker, str):
        return Asker(AskerKind(asker))
    if isinstance(asker, Mapping):
        return Asker(AskerKind(asker["kind"]), str(asker.get("code", "")))
    return Asker(AskerKind.HOLDER if AskerKind.HOLDER in service.askers else min(service.askers))


def _outside(written: Mapping[str, Any], now: datetime) -> Outside:
    number = written.get("id_number", HOLDER["id_number"])
    return Outside(
        id_number=read_id_number(str(number), now.date()) if number else None,
        reference=str(written.get("reference", "R1")),
        pin_right=written.get("pin_right"),
        seats_taken=frozenset(written.get("seats_taken", ())),
        indexes=dict(written.get("indexes", {})),
    )
