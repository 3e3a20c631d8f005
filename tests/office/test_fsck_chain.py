"""Edited, removed, swapped and inserted entries are named."""

import pytest
from django.db import connection

from tests.office.plants import busy_city, do, entry, found, person_id
from yikatong.office.chain import CHAINED, link
from yikatong.office.fsck import check
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_an_edited_entry_is_named():
    busy_city()
    for column, value in {"actor": "x", "answer": "{}", "region": "110000", "at": "2026-01-01 00:00:00+00:00"}.items():
        models_before = entry(3).reference
        do(f"UPDATE records_entry SET {column} = '{value}' WHERE reference = '{models_before}'")()
        assert ("entry_altered", models_before) in found()
        assert {flaw.person_id for flaw in check().findings} == {person_id(0)}


def test_an_edit_with_its_hash_made_anew_breaks_the_chain():
    busy_city()
    row = entry(2)
    columns = {name: getattr(row, name) for name in CHAINED} | {"actor": "x"}
    forged = link(bytes(row.previous), columns).hex()
    blob = f"'\\x{forged}'::bytea" if connection.vendor == "postgresql" else f"x'{forged}'"
    do(f"UPDATE records_entry SET actor = 'x', hash = {blob} WHERE reference = '{row.reference}'")()
    assert found() == {("chain_broken", entry(3).reference)}


def test_a_removed_entry_leaves_a_gap():
    busy_city()
    do(f"DELETE FROM records_entry WHERE reference = '{entry(3).reference}'")()
    assert {("version_gap", entry(4).reference), ("chain_broken", entry(4).reference)} <= found()


def test_a_removed_last_entry_is_missed():
    busy_city()
    do(f"DELETE FROM records_entry WHERE reference = '{entry(4).reference}'")()
    assert {("head_differs", entry(3).reference), ("facts_differ", "")} & found()
    assert ("holding_differs", "C0") in found()


def test_swapped_entries_are_named():
    busy_city()
    one, two = entry(3).reference, entry(4).reference
    do(
        f"UPDATE records_entry SET version = 99 WHERE reference = '{one}'",
        f"UPDATE records_entry SET version = 3 WHERE reference = '{two}'",
        f"UPDATE records_entry SET version = 4 WHERE reference = '{one}'",
    )()
    assert {("entry_altered", one), ("entry_altered", two), ("chain_broken", two)} <= found()


def test_an_inserted_entry_is_named():
    busy_city()
    copied = ", ".join(
        c.column
        for c in models.Entry._meta.local_fields
        if c.column not in ("id", "reference", "version", "case_number")
    )
    do(
        f"INSERT INTO records_entry (reference, version, case_number, {copied}) SELECT 'forged', 5, 'forged', {copied}"
        f" FROM records_entry WHERE reference = '{entry(4).reference}'"
    )()
    assert {("entry_altered", "forged"), ("chain_broken", "forged"), ("head_differs", "forged")} <= found()
