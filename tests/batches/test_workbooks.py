"""Workbooks: read as a stream, and none that is active, damaged, or larger within than without."""

import io
import tracemalloc
import zipfile
from datetime import date

import openpyxl

from tests.batches.files import book, encrypted, repacked
from tests.batches.reading import ONE, PERSON, READ, read, refused


def test_a_workbook_is_read_whatever_it_says_of_its_own_size():
    raw = book(PERSON, PERSON)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    wrong = sheet.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    assert wrong != sheet
    assert len(read(repacked(raw, {"xl/worksheets/sheet1.xml": wrong}))) == 2


def test_a_row_that_claims_to_be_far_below_ends_the_reading():
    raw = book(PERSON)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = repacked(raw, {"xl/worksheets/sheet1.xml": sheet.replace(b'<row r="2"', b'<row r="999999999999"')})
    assert far != raw
    assert refused(far) == ["roll_rows"]


def test_active_workbooks_are_refused():
    raw = book(PERSON)
    types = zipfile.ZipFile(io.BytesIO(raw)).read("[Content_Types].xml")
    macro_types = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    assert macro_types != types
    assert refused(repacked(raw, {"xl/vbaProject.bin": b"x"})) == ["roll_macros"]
    assert refused(repacked(raw, {"[Content_Types].xml": macro_types})) == ["roll_macros"]
    assert refused(repacked(raw, {"xl/activeX/activeX1.xml": b"x"})) == ["roll_macros"]
    assert refused(repacked(raw, {"xl/externalLinks/externalLink1.xml": b"x"})) == ["roll_external_links"]
    assert refused(repacked(raw, {"xl/embeddings/oleObject1.bin": b"x"})) == ["roll_external_links"]


def test_damaged_workbooks_are_refused():
    raw = book(PERSON)
    assert refused(encrypted(raw)) == ["zip_encrypted"]
    assert refused(raw[: len(raw) // 2]) == ["zip_unreadable"]
    assert refused(repacked(raw, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})) == ["roll_broken"]
    with zipfile.ZipFile(sink := io.BytesIO(), "w") as archive:
        archive.writestr("x.txt", "x")
    assert refused(sink.getvalue()) == ["roll_not_xlsx"]


def test_entities_are_not_expanded():
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    outside = laughs.replace(b'"ha"', b'SYSTEM "file:///etc/hostname"')
    for xml in (laughs, outside):
        assert refused(repacked(book(PERSON), {"xl/worksheets/sheet1.xml": xml})) == ["roll_broken"]


def test_a_bomb_is_told_by_its_directory_and_not_unpacked():
    bomb = repacked(book(PERSON), {"xl/worksheets/sheet1.xml": bytes(200 * 1024 * 1024)})
    assert 190 * 1024 < len(bomb) < 215 * 1024
    many = repacked(book(PERSON), {f"xl/x{n}.xml": bytes(90_000) for n in range(450)})
    slow = repacked(book(PERSON), {"xl/worksheets/sheet1.xml": bytes(20_000_000)})
    crowd = repacked(book(PERSON), {f"x{n}": b"" for n in range(600)})
    tracemalloc.start()
    try:
        assert [refused(raw) for raw in (bomb, many, slow, crowd)] == [
            ["zip_size"], ["zip_size"], ["zip_ratio"], ["zip_entries"]
        ]  # fmt: skip
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_two_filled_sheets_are_refused_and_empty_or_hidden_ones_are_passed_over():
    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("Sheet2")
    first.append(["姓名", "证件号码", "手机号码"])
    first.append(list(PERSON))

    def written() -> bytes:
        workbook.save(sink := io.BytesIO())
        return sink.getvalue()

    assert read(written())[0].values == READ
    second.append(["代码表"])
    assert refused(written()) == ["roll_sheets"]
    second.sheet_state = "hidden"
    assert read(written())[0].values == READ


def test_a_date_cell_is_text():
    raw = book((ONE.name, ONE.number, date(2026, 11, 21)))
    assert read(raw)[0].values["mobile"].startswith("2026-11-21")
