"""The one door. Every channel knocks here: lock the person, decide, append to the ledger, commit."""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yikatong.cards.evolve import after
from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.cards.pin import Pin
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Granted, decide
from yikatong.catalogue.kinds import Kind, fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.office import deployment, ledger
from yikatong.office.ask import (
    Ask,
    Busy,
    CaseNumberReused,
    ConfirmationMissing,
    Outcome,
    ServiceUnknown,
    Stale,
    Taken,
)
from yikatong.office.canonical import canonical
from yikatong.office.cases import case_of, half_hour, index_of, key_of
from yikatong.office.prepare import Prepared, prepare
from yikatong.office.rulings import read_ruling, rulings_page
from yikatong.office.wire import Collided, reading, writing
from yikatong.services import catalogue

log = logging.getLogger("yikatong.counter")

TRIES = 4
NOBODY = Person("")


def service_of(code: str) -> Service[Any]:
    """Errors: ServiceUnknown."""
    if code not in catalogue():
        raise ServiceUnknown
    return catalogue()[code]


def serve(ask: Ask) -> Outcome:
    """Decide one ask and, when it is granted, make it so. Acknowledged means committed.

    Errors: NotUnderstood (answers), CounterFault (see :mod:`yikatong.office.ask`).
    """
    service, now = service_of(ask.service), deployment.now()
    prepared = prepare(service, ask.answers, ask.region, day_of(now))
    ask = ask if ask.case_number else replace(ask, case_number=uuid.uuid4().hex)
    for _ in range(TRIES):
        try:
            return _serve(service, ask, prepared, now)
        except Collided as collided:
            if "one_card_a_number" in collided.constraint or "card_no" in collided.constraint:
                raise Taken from collided
            log.info("collided on %s, trying again", collided.constraint)
    raise Busy


def _serve(service: Service[Any], ask: Ask, prepared: Prepared, now: datetime) -> Outcome:
    if not service.about_person:
        return _answer_about_nobody(service, ask, prepared, now)
    if service.act is None:
        return _answer(service, ask, prepared, now)
    with writing() as wire:
        found = ledger.find(
            wire, key_of(ask.about), case=(ask.client, ask.case_number or ""),
            pins=prepared.current_pin is not None, seats_at=half_hour(prepared),
        )  # fmt: skip
        if found.replayed:
            return _again(service, ask, found.replayed, now)
        now = deployment.now()  # the lock may have been waited for: an act is never dated before the one it waited for
        case = case_of(service, ask, prepared, found, now)
        decision = decide(service, case)
        if not isinstance(decision, Granted):
            return Outcome(decision, now, case.region, person=found.person)
        _check_version(ask, found.person)
        _check_confirmed(service, ask, case)
        act = act_of(service, ask, prepared, found, case, decision)
        ledger.append(wire, act)
    return Outcome(decision, now, case.region, case.outside.reference, person=act.after)


def _check_version(ask: Ask, person: Person) -> None:
    """Only of what is granted (RFC 9110, 13.2.1): else a stranger could learn the version of anybody's record."""
    if ask.version is not None and ask.version != person.version:
        raise Stale


def _check_confirmed(service: Service[Any], ask: Ask, case: Case[Any]) -> None:
    warning = service.irrevocable(case) if service.irrevocable and not ask.confirmed else None
    if warning:
        raise ConfirmationMissing(warning)


def _answer(service: Service[Any], ask: Ask, prepared: Prepared, now: datetime) -> Outcome:
    """An answer changes nothing, but a look at another's record is noted before it is given."""
    with reading() as wire:
        found = ledger.find(wire, key_of(ask.about))
        case = case_of(service, ask, prepared, found, now)
        if ask.scope is not None and found.person.known:
            ledger.note_look(wire, found.person.person_id, ask.actor, ask.channel, service.code, now)
    decision = decide(service, case)
    if isinstance(decision, Granted):
        _check_version(ask, found.person)
    return Outcome(decision, now, case.region, person=found.person)


def _answer_about_nobody(service: Service[Any], ask: Ask, prepared: Prepared, now: datetime) -> Outcome:
    case = case_of(service, ask, prepared, ledger.Found(NOBODY, b""), now)
    return Outcome(decide(service, case), now, case.region)


def _again(service: Service[Any], ask: Ask, replayed: ledger.Replayed, now: datetime) -> Outcome:
    """The same ask again gets the same answer; another ask under the same number is told so."""
    if replayed.service != service.code or replayed.body != body_of(service, ask):
        raise CaseNumberReused
    answer = replayed.answer
    granted = Granted(answer["words"], tuple(answer["next"]), tuple(read_ruling(page) for page in replayed.rulings))
    return Outcome(granted, replayed.at, answer["region"], replayed.reference, replayed=True)


def body_of(service: Service[Any], ask: Ask) -> bytes:
    """A keyed digest of what is asked: equal for equal asks, and of no use to whoever steals the table."""
    about = ask.about.number if isinstance(ask.about, IdNumber) else ask.about
    answers = {f.name: _told(f.kind, ask.answers.get(f.name)) for f in fields_of(service.asks)}
    told = [service.code, about, ask.card_id, ask.asker.kind, ask.asker.code, ask.channel, ask.region, answers]
    return deployment.vault().blind_index("body", canonical(told))


def _told(kind: Kind, raw: Any) -> Any:
    if kind.secret and raw:  # under a pepper of its own: the one of indexes alone must not open a PIN
        return deployment.vault().peppered(raw if isinstance(raw, Pin) else Pin.read(raw), "body").hex()
    if isinstance(raw, bytes):
        return deployment.vault().blind_index("file", raw.hex()).hex()
    return raw if isinstance(raw, (str, int, bool, type(None))) else str(raw)


def act_of(
    service: Service[Any], ask: Ask, prepared: Prepared, found: ledger.Found, case: Case[Any], granted: Granted
) -> ledger.Act:
    before = found.person if found.person.known else replace(found.person, person_id=uuid.uuid4().hex)
    answer = {"words": granted.words, "next": list(granted.next), "region": case.region}
    columns: Mapping[str, Any] = {
        "reference": case.outside.reference, "client": ask.client, "case_number": ask.case_number,
        "body": body_of(service, ask), "service": service.code, "channel": ask.channel.value,
        "assurance": int(ask.assurance), "asker": ask.asker.kind.value, "actor": ask.actor,
        "region": case.region, "rulings": rulings_page(granted.rulings),
        "answer": canonical(answer), "at": case.now,
    }  # fmt: skip
    return ledger.Act(
        before=before, after=after(before, granted.events, case.now), head=found.head,
        number_index=index_of(ask.about) if isinstance(ask.about, IdNumber) else b"",
        events=granted.events, columns=columns, pictures=prepared.pictures,
        pin_digests=_pin_digests(prepared, granted),
    )  # fmt: skip


def _pin_digests(prepared: Prepared, granted: Granted) -> dict[str, str]:
    if prepared.new_pin is None:
        return {}
    changed = {getattr(e, "card_id", "") for e in granted.events if type(e).__name__ == "PinChanged"}
    return {card_id: deployment.vault().pin_digest(prepared.new_pin, card_id) for card_id in changed}
