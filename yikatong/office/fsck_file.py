"""What fsck reads: one dossier with all rows that hang on it, and what may be wrong with them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from yikatong.records import models

BATCH = 200

WORDS = {
    "version_gap": "这位参保人的账目序号不连续，有账目缺失或被插入。",
    "chain_broken": "这笔账与前一笔账的哈希不衔接。",
    "entry_altered": "这笔账的内容与它的哈希不符，被改动过。",
    "head_differs": "档案记载的链尾或版本与最后一笔账不符，末尾的账目缺失或多出。",
    "events_unfoldable": "账目无法从头重算，未能继续核对这份档案。",
    "personal_altered": "个人信息与账目中的承诺值不符。",
    "personal_unreadable": "个人信息无法解密。",
    "personal_without_entry": "个人信息没有对应的账目。",
    "facts_differ": "档案内容与账目重算的结果不符。",
    "words_differ": "档案中的个人信息与账目重算的结果不符。",
    "words_unreadable": "档案中的个人信息无法解密或读取。",
    "number_index_differs": "证件号码索引与证件号码不符。",
    "search_index_differs": "姓名或手机号码的索引与个人信息不符。",
    "not_indexed": "还没有建立姓名和手机号码的索引，请运行 yikatong index-people。",
    "holding_without_event": "社保卡记录没有对应的账目。",
    "holding_missing": "账目中的社保卡没有记录。",
    "holding_differs": "社保卡记录与账目重算的结果不符。",
    "current_cards_two": "同一省内有不止一张现用卡。",
    "coming_cards_two": "同一省内有不止一张办理中的卡。",
    "successors_two": "一张卡有不止一张接替的卡。",
    "pin_without_event": "密码摘要没有对应的改密账目。",
    "pin_missing": "已改过密码的卡没有密码摘要。",
    "seat_differs": "预约席位与账目重算的结果不符。",
    "visit_differs": "上门任务与账目重算的结果不符。",
    "seat_without_appointment": "预约席位没有对应的账目。",
    "seat_repeated": "同一席位约给了不止一人。",
    "entry_without_dossier": "账目没有对应的档案。",
    "holding_without_dossier": "社保卡记录没有对应的档案。",
    "personal_without_dossier": "个人信息没有对应的档案。",
    "pin_without_dossier": "密码摘要没有对应的档案。",
    "reference_repeated": "回执编号重复。",
    "case_number_repeated": "同一客户端的业务流水号重复。",
    "card_no_repeated": "同一省内卡号重复。",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is not as the ledger says. Names the person by id and the entry by reference, nothing personal."""

    code: str
    person_id: str
    reference: str

    @property
    def words(self) -> str:
        return WORDS[self.code]


@dataclass(frozen=True, slots=True)
class File:
    """One dossier's row and all rows that hang on it."""

    row: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    personal: Mapping[str, Mapping[str, Any]]
    holdings: tuple[Mapping[str, Any], ...]
    pins: frozenset[str]
    seats: Mapping[str, Mapping[str, Any]]
    visits: tuple[Mapping[str, Any], ...] = ()

    def flaw(self, code: str, reference: str = "") -> Flaw:
        return Flaw(code, self.row["person_id"], reference)


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of a database that others go on writing to."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield
    else:  # not atomic(), which would take SQLite's one write lock
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def files(last: str) -> list[File]:
    """The next dossiers after ``last``, in the order of their ids, each batch read at one moment."""
    with snapshot():
        rows = list(models.Dossier.objects.filter(person_id__gt=last).order_by("person_id").values()[:BATCH])
        ids = [row["person_id"] for row in rows]
        entries = _by_dossier(models.Entry, ids, "version", "id")
        personal, holdings = _by_dossier(models.Personal, ids), _by_dossier(models.Holding, ids, "number", "card_id")
        pins, visits = _by_dossier(models.PinDigest, ids), _by_dossier(models.Visit, ids)
        named = [entry["reference"] for own in entries.values() for entry in own]
        seats = {seat["appointment_id"]: seat for seat in models.Seat.objects.filter(pk__in=named).values()}
    return [
        File(
            row, entries.get(key, ()), {p["reference"]: p for p in personal.get(key, ())}, holdings.get(key, ()),
            frozenset(pin["card_id"] for pin in pins.get(key, ())),
            {e["reference"]: seats[e["reference"]] for e in entries.get(key, ()) if e["reference"] in seats},
            visits.get(key, ()),
        )
        for key, row in zip(ids, rows, strict=True)
    ]  # fmt: skip


def _by_dossier(model: Any, ids: list[str], *order: str) -> dict[str, tuple[Mapping[str, Any], ...]]:
    rows = model.objects.filter(dossier_id__in=ids).order_by("dossier_id", *order).values()
    return {key: tuple(own) for key, own in groupby(rows.iterator(), key=lambda row: row["dossier_id"])}
