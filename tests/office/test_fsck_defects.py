"""Each planted defect of a fold, a seal or a column is named."""

import json

import pytest

from tests.office.plants import Plant, busy_city, do, entry, found, person_id
from tests.office.world import (
    MOBILE,
)
from yikatong.office import deployment
from yikatong.office.canonical import canonical
from yikatong.office.ledger import words_place
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("social", "'normal2'"), ("financial", "'closed'"), ("tenure", "'gone'"), ("region", "'610113'"),
        ("province", "'11'"), ("bank", "'BJB'"), ("outlet", "'BJ-01'"), ("employer", "'E1'"), ("stage", "'ready'"),
        ("stage_at", "'2020-01-01 00:00:00+00:00'"), ("card_no", "'A99999999'"), ("valid_until", "'2099-01-01'"),
        ("predecessor", "'C9'"), ("number", "7"), ("facts", "'{}'"),
    ],
)  # fmt: skip
def test_every_column_of_a_holding_is_compared(column, value):
    busy_city()
    value = value.replace("normal2", "sealed")
    do(f"UPDATE records_holding SET {column} = {value} WHERE card_id = 'C0'")()
    assert found() == {("holding_differs", "C0")}


def test_a_holdings_facts_are_compared_too():
    busy_city()
    facts = json.loads(models.Holding.objects.get(card_id="C0").facts) | {"wrong_pins": 5}
    models.Holding.objects.filter(card_id="C0").update(facts=canonical(facts))
    assert found() == {("holding_differs", "C0")}


def words_changed() -> None:
    dossier = models.Dossier.objects.get(pk=person_id(0))
    vault, place = deployment.vault(), words_place(dossier.person_id)
    words = json.loads(vault.open(bytes(dossier.words), place)) | {"mobile": "13911112222"}
    models.Dossier.objects.filter(pk=dossier.pk).update(words=vault.seal(canonical(words).encode(), place))


def personal_changed() -> None:
    row = models.Personal.objects.get(reference=entry(1).reference)
    vault, place = deployment.vault(), f"records_personal|sealed|{row.reference}"
    words = vault.open(bytes(row.sealed), place).decode().replace(MOBILE, "13911112222")
    models.Personal.objects.filter(pk=row.pk).update(sealed=vault.seal(words.encode(), place))


def personal_moved() -> None:
    other = models.Personal.objects.get(reference=entry(1, 1).reference)
    models.Personal.objects.filter(reference=entry(1).reference).update(sealed=other.sealed)


def personal_beside() -> None:
    models.Personal.objects.create(reference="nothing", dossier_id=person_id(0), salt=b"", sealed=b"x")


def index_changed() -> None:
    models.Dossier.objects.filter(pk=person_id(0)).update(number_index=b"i" * 32)


def facts_changed() -> None:
    models.Dossier.objects.filter(pk=person_id(0)).update(facts='{"id_kind":"foreign_permanent"}')


def words_spoilt() -> None:
    models.Dossier.objects.filter(pk=person_id(0)).update(words=b"x")


def events_unreadable() -> None:
    do(f"UPDATE records_entry SET events = '{{' WHERE reference = '{entry(4).reference}'")()


DEFECTS: list[tuple[Plant, set[tuple[str, str | None]]]] = [
    (words_changed, {("words_differ", "")}),
    (words_spoilt, {("words_unreadable", "")}),
    (personal_changed, {("personal_altered", None), ("words_differ", "")}),
    (personal_moved, {("personal_unreadable", None), ("events_unfoldable", "")}),
    (personal_beside, {("personal_without_entry", "nothing")}),
    (index_changed, {("number_index_differs", "")}),
    (events_unreadable, {("entry_altered", None), ("events_unfoldable", "")}),
    (do("UPDATE records_dossier SET version = 9 WHERE version = 4"), {("head_differs", None)}),
    (facts_changed, {("facts_differ", "")}),
    (do("UPDATE records_holding SET card_id = 'C8' WHERE card_id = 'C0'"),
     {("holding_without_event", "C8"), ("holding_missing", "C0")}),
    (do("DELETE FROM records_holding WHERE card_id = 'C0'"), {("holding_missing", "C0")}),
    (do("DELETE FROM records_pindigest WHERE card_id = 'C0'"), {("pin_missing", "C0")}),
    (do("UPDATE records_pindigest SET card_id = 'C8' WHERE card_id = 'C0'"),
     {("pin_without_event", "C8"), ("pin_missing", "C0")}),
    (do("UPDATE records_seat SET outlet = 'BJ-01' WHERE seat = 0"), {("seat_differs", None)}),
    (do("UPDATE records_seat SET released = (1 = 1) WHERE seat = 0"), {("seat_differs", None)}),
    (do("UPDATE records_seat SET appointment_id = 'nobody' WHERE seat = 0"),
     {("seat_differs", None), ("seat_without_appointment", "nobody")}),
]  # fmt: skip


@pytest.mark.parametrize(("plant", "expected"), DEFECTS, ids=[str(sorted(c for c, _ in codes)) for _, codes in DEFECTS])
def test_each_planted_defect_is_named(plant, expected):
    busy_city()
    plant()
    seen = found()
    assert {code for code, _ in seen} == {code for code, _ in expected}
    assert {pair for pair in expected if pair[1] is not None} <= seen
