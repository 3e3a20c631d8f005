"""A city for the benchmarks: people with a card in use, in a database that is filled for this run."""

import uuid
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command
from django.db import connection

from tests.examples.places import BANKS, OUTLETS
from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.evolve import after
from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.office import counter, deployment, ledger
from yikatong.office.ask import Ask
from yikatong.office.wire import writing

REGION = "610104"
LONG_AGO = datetime(2026, 1, 5, 2, tzinfo=UTC)


def number(serial: int) -> IdNumber:
    """An invented identity number with a valid check digit (GB 11643); ``serial`` up to 11,999."""
    body = f"6101041970{1 + serial // 1000:02}01{serial % 1000:03}"
    total = sum(int(digit) * (1 << (17 - place)) for place, digit in enumerate(body))
    return read_id_number(body + "10X98765432"[total % 11], date(2026, 1, 1))


def build(people: int) -> None:
    call_command("migrate", verbosity=0)
    deployment.publish_directory(OUTLETS, BANKS)
    for serial in range(people):
        _enrol(serial)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _events(about: IdNumber, card_id: str, serial: int) -> tuple[e.Event, ...]:
    return (
        e.PersonRegistered(id_kind=about.kind, name="赵一宁", id_number=about.number, mobile="13800000000",
                           address="雁塔区小寨西路88号", born_on="1970-01-01"),
        e.ApplicationSubmitted(card_id=card_id, region=REGION, bank="CAB", outlet="XA-YT-01", reason=Reason.FIRST),
        e.CardMade(card_id=card_id, card_no=f"A{serial:08}", issued_on=date(2026, 1, 5), valid_until=date(2036, 1, 4)),
        e.StageReached(card_id=card_id, stage=Stage.COLLECTED),
        e.FunctionEnabled(card_id=card_id), e.AccountActivated(card_id=card_id),
    )  # fmt: skip


def _enrol(serial: int) -> None:
    about, card_id, before = number(serial), f"C{serial}", Person(uuid.uuid4().hex)
    events = _events(about, card_id, serial)
    row = {
        "reference": card_id, "client": "bench", "case_number": card_id, "body": b"", "service": "apply",
        "channel": "desk", "assurance": 4, "asker": "holder", "actor": "bench", "region": REGION, "rulings": "[]",
        "answer": '{"next":[],"region":"610104","words":""}', "at": LONG_AGO + timedelta(seconds=serial),
    }  # fmt: skip
    with writing() as wire:
        head = ledger.find(wire, counter.key_of(about), case=("bench", card_id)).head
        folded = after(before, events, row["at"])
        ledger.append(wire, ledger.Act(before, folded, head, counter.index_of(about), events, row))


def report(serial: int) -> Ask:
    return Ask("report_loss", {"function": "social"}, Channel.HOTLINE, Assurance.CLAIMED, "bench", number(serial),
               region=REGION, actor="bench")  # fmt: skip


def lift(serial: int) -> Ask:
    return Ask("lift_loss", {"function": "social"}, Channel.DESK, Assurance.PRESENT, "bench", number(serial),
               region=REGION, actor="bench")  # fmt: skip


def status(serial: int) -> Ask:
    return Ask("card_status", {}, Channel.PORTAL, Assurance.CODE, "bench", number(serial), region=REGION)
