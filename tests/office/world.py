"""People, cards and asks for the tests of the office, and the fence around the tables, which a test may lower."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from tests.examples.places import BANKS, OUTLETS
from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.evolve import after
from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.cards.person import Person
from yikatong.cards.pin import Pin
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.scenario import HOLDER
from yikatong.office import counter, deployment, ledger
from yikatong.office.ask import Ask, Outcome
from yikatong.office.wire import reading, writing
from yikatong.records import models

LONG_AGO = datetime.fromisoformat("2026-01-05T10:00:00+08:00")
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # a Monday
PIN, OTHER_PIN = Pin.read("470916"), Pin.read("305817")
SHAANXI, BEIJING = "610104", "110101"
NAME, MOBILE, ADDRESS = HOLDER["name"], HOLDER["mobile"], "雁塔区小寨西路88号"
OFFICER = Asker(AskerKind.OFFICER, "officer1")


def number(serial: int = 0) -> IdNumber:
    """An invented identity number with a valid check digit (GB 11643); ``serial`` up to 11,999."""
    body = f"6101041970{1 + serial // 1000:02}01{serial % 1000:03}"
    total = sum(int(digit) * (1 << (17 - place)) for place, digit in enumerate(body))
    return read_id_number(body + "10X98765432"[total % 11], date(2026, 1, 1))


def open_city() -> None:
    deployment.publish_directory(OUTLETS, BANKS)
    deployment.start_afresh()


def registered(about: IdNumber) -> e.PersonRegistered:
    return e.PersonRegistered(
        id_kind=about.kind, name=NAME, id_number=about.number, mobile=MOBILE, address=ADDRESS,
        born_on=about.born_on.isoformat() if about.born_on else "",
    )  # fmt: skip


def applied(card_id: str, region: str = SHAANXI, **changes: Any) -> e.ApplicationSubmitted:
    place = {"bank": "CAB", "outlet": "XA-YT-01"} if region[:2] == "61" else {"bank": "BJB", "outlet": "BJ-01"}
    facts = {"region": region, "reason": Reason.FIRST, "photo": "d" * 64, **place, **changes}
    return e.ApplicationSubmitted(card_id=card_id, **facts)


def made(card_id: str, card_no: str, stage: Stage = Stage.READY) -> tuple[e.Event, ...]:
    card = e.CardMade(card_id=card_id, card_no=card_no, issued_on=date(2026, 1, 5), valid_until=date(2036, 1, 4))
    return (card, e.StageReached(card_id=card_id, stage=stage))


def in_use(card_id: str) -> tuple[e.Event, ...]:
    return (
        e.FunctionEnabled(card_id=card_id), e.PinChanged(card_id=card_id), e.AccountActivated(card_id=card_id),
    )  # fmt: skip


def act_of(
    about: IdNumber, before: Person, head: bytes, *events: e.Event, at: datetime = LONG_AGO, **columns: Any
) -> ledger.Act:
    """An act as if some service had granted it. A PIN that changes becomes PIN."""
    reference = f"R-{uuid.uuid4().hex[:12]}"
    row = {
        "reference": reference, "client": "seed", "case_number": reference, "body": b"body", "service": "apply",
        "channel": "desk", "assurance": 4, "asker": "holder", "actor": "seed", "region": SHAANXI, "rulings": "[]",
        "answer": '{"next":[],"region":"610104","words":"已办理"}', "at": at, **columns,
    }  # fmt: skip
    pins = {x.card_id: deployment.vault().pin_digest(PIN, x.card_id) for x in events if isinstance(x, e.PinChanged)}
    number_index = counter.index_of(about)
    return ledger.Act(before, after(before, events, at), head, number_index, events, row, pin_digests=pins)


def enter(about: IdNumber, *events: e.Event, at: datetime = LONG_AGO, **columns: Any) -> str:
    """Write such an act, and return the person's id."""
    with writing() as wire:
        found = ledger.find(wire, counter.key_of(about), case=("seed", ""))
        before = found.person if found.person.known else Person(uuid.uuid4().hex)
        ledger.append(wire, act_of(about, before, found.head, *events, at=at, **columns))
    return before.person_id


def enrol(serial: int = 0, region: str = SHAANXI, card_id: str | None = None) -> IdNumber:
    """A person with one card in use, in two entries."""
    about, card_id = number(serial), card_id or f"C{serial}"
    enter(about, registered(about), applied(card_id, region))
    enter(about, *made(card_id, f"A{serial:08}", Stage.COLLECTED), *in_use(card_id), at=LONG_AGO + timedelta(days=9))
    return about


def waiting(serial: int = 0, stage: Stage = Stage.READY, region: str = SHAANXI) -> IdNumber:
    """A person whose first card is on its way."""
    about, card_id = number(serial), f"C{serial}"
    enter(about, registered(about), applied(card_id, region), *made(card_id, f"A{serial:08}", stage))
    return about


def ask(service: str, about: IdNumber | str | None, channel: Channel = Channel.DESK, **rest: Any) -> Ask:
    """An ask; keywords are the answers, but those that :class:`Ask` itself has."""
    own = {name: rest.pop(name) for name in tuple(rest) if name in Ask.__dataclass_fields__}
    answers = {**own.pop("answers", {}), **rest}
    base = {"assurance": Assurance.PRESENT, "client": "test", "region": SHAANXI, "actor": "clerk1", **own}
    return Ask(service, answers, channel, about=about, **base)


def serve(*args: Any, **rest: Any) -> Outcome:
    return counter.serve(ask(*args, **rest))


def person_of(about: IdNumber) -> Person:
    with reading() as wire:
        return ledger.find(wire, counter.key_of(about)).person


def codes(outcome: Outcome) -> list[str]:
    """The codes of an outcome's refusals."""
    return [] if outcome.granted else [refusal.code for refusal in outcome.decision.refusals]


KINDS = (models.Dossier, models.Entry, models.Holding, models.Message, models.Personal, models.Seat, models.PinDigest)


def rows() -> list[int]:
    """How many rows an act may have added, table by table."""
    return [kind.objects.count() for kind in KINDS]


def lose(about: IdNumber, **rest: Any) -> Outcome:
    return serve("report_loss", about, Channel.HOTLINE, function="social", **rest)


SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def fence_lowered() -> Iterator[None]:
    """As one who can pass the triggers (and foreign keys) would work: a superuser, or whoever holds SQLite's file."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute(SQLITE_TRIGGERS)
        triggers = cursor.fetchall()
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            yield
        finally:
            for _, text in triggers:
                cursor.execute(text)
            cursor.execute("PRAGMA foreign_keys = ON")
