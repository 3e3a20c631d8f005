"""Reading a roll: every way employers write it, and every way a file can be wrong."""

import io
import tracemalloc
import zipfile
from datetime import date

import openpyxl
import pytest

from tests.batches.files import DEFAULTS, book, encrypted, people, repacked, short
from yikatong.adapters.sheets.fault import SheetRefused
from yikatong.adapters.sheets.roll import CELL_CHARACTERS_MAX, ROLL_BYTES_MAX, ROWS_MAX, rows
from yikatong.channels.cli.city.people import citizen

ONE = citizen(500)
PERSON = (ONE.name, ONE.number, ONE.mobile)
READ = {"name": ONE.name, "id_number": ONE.number, "mobile": ONE.mobile}


def read(raw: bytes, given=DEFAULTS) -> list:
    return list(rows(raw, given))


def refused(raw: bytes, given=DEFAULTS) -> list[str]:
    with pytest.raises(SheetRefused) as caught:
        read(raw, given)
    for fault in caught.value.faults:
        assert fault.words.endswith("。")
        assert fault.cure.endswith("。")
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_csv_is_read_in_every_common_spelling(encoding, sign, end):
    text = end.join(sign.join(cells) for cells in (("姓名", "证件号码", "手机号码"), PERSON)) + end
    found = read(text.encode(encoding))
    assert [(r.number, r.values, r.faults) for r in found] == [(2, READ, ())]


@pytest.mark.parametrize("header", [
    ("name", "id_number", "mobile"), ("Name", "ID Number", "Mobile"), ("姓名", "身份证号码", "手机"),
    ("＊姓名（必填）", "公民身份号码", " 联系电话："),
])  # fmt: skip
@pytest.mark.parametrize("write", [short, book])
def test_columns_are_known_by_several_names(write, header):
    assert read(write(PERSON, header=header))[0].values == READ


def test_columns_may_stand_in_any_order_and_blank_rows_keep_the_count():
    raw = short((ONE.mobile, "1", ONE.number, ONE.name), ("", "", "", ""), (ONE.mobile, "2", ONE.number, "乙"),
                header=("手机", "序号", "证件号码", "姓名"))  # fmt: skip
    assert [(r.number, r.values["name"]) for r in read(raw)] == [(2, ONE.name), (4, "乙")]
    assert read(raw)[0].values == READ


def test_a_workbook_is_read_whatever_it_says_of_its_own_size():
    wrong = {"xl/worksheets/sheet1.xml": None}
    raw = book(PERSON, PERSON)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    wrong["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    assert wrong["xl/worksheets/sheet1.xml"] != sheet
    assert len(read(repacked(raw, wrong))) == 2


@pytest.mark.parametrize("value", [6.10113196501010e17, 610113196501010000, "6.10113E+17", "６.１０１１３Ｅ＋１７"])
def test_a_number_spoilt_by_the_spreadsheet_is_told_from_a_wrong_one(value):
    for raw in (book((ONE.name, value, ONE.mobile)), short((ONE.name, value, ONE.mobile))):
        if isinstance(value, int) and raw[:2] != b"PK":
            continue  # in a text file it is an ordinary number with a wrong check digit
        fault = read(raw)[0].faults[0]
        assert (fault.code, fault.row, fault.column) == ("id_number_scientific", 2, "证件号码")
        assert "文本" in fault.cure
        assert "id_number" not in read(raw)[0].values


def test_a_mobile_number_stored_as_a_number_is_read():
    assert read(book((ONE.name, ONE.number, int(ONE.mobile))))[0].values == READ
    assert read(book((ONE.name, ONE.number, float(ONE.mobile))))[0].values == READ
    assert read(short((ONE.name, ONE.number, "1.38E+10")))[0].faults[0].code == "mobile_scientific"


def test_digits_that_were_kept_by_a_trick_are_read_and_formulas_stay_text():
    kept = (f"'{ONE.name}", f'="{ONE.number}"', f"\t{ONE.mobile}")
    assert read(short(kept))[0].values == READ
    assert read(short(("=1+1", ONE.number, ONE.mobile)))[0].values["name"] == "=1+1"


@pytest.mark.parametrize(("header", "codes"), [
    (("姓名", "证件号码", "手机号码", "工资"), ["column_unknown"]),
    (("姓名", "手机号码"), ["column_missing"]),
    (("姓名", "证件号码", "身份证号", "手机"), ["column_repeated"]),
    (("甲", "乙"), ["column_unknown", "column_unknown"] + ["column_missing"] * 3),
])  # fmt: skip
def test_a_header_is_refused_for_all_its_faults_at_once(header, codes):
    assert refused(short(("x",) * len(header), header=header)) == codes


def test_a_bank_is_needed_from_the_file_or_for_all():
    assert refused(short(PERSON), given={}) == ["column_missing", "column_missing"]
    assert read(people([500]), given={})[0].values["bank"] == "CAB"


def test_the_unknown_column_is_named():
    with pytest.raises(SheetRefused, match="工资"):
        read(short((*PERSON, "1"), header=("姓名", "证件号码", "手机号码", "工资")))


def test_what_stands_under_no_column_is_a_fault_of_its_row():
    assert [f.code for f in read(short((*PERSON, "x")))[0].faults] == ["column_unnamed"]
    assert [f.code for f in read(short(("长" * (CELL_CHARACTERS_MAX + 1), *PERSON[1:])))[0].faults] == ["cell_too_long"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BROKEN = {
    "roll_empty": [b"", b"\n\n", book(header=())],
    "roll_encoding": [b"\xff\xfe\x53\x4f", b"\x81\xff,x", b"a\0b"],
    "roll_broken": ['姓名,证件号码,手机号码\n"甲,1,2'.encode(), b'"', b"x" * 200_000],
    "roll_bytes": [b"x" * (ROLL_BYTES_MAX + 1)],
    "roll_old_xls": [OLE],
    "roll_encrypted": [OLE + "EncryptedPackage".encode("utf-16-le")],
    "roll_columns": [short(("x",) * 60)],
}


@pytest.mark.parametrize(("code", "raw"), [(code, raw) for code, many in BROKEN.items() for raw in many])
def test_a_file_that_cannot_be_read_says_why(code, raw):
    assert refused(raw) == [code]


def test_a_header_alone_is_no_fault_of_the_file():
    assert read(short()) == []  # the service says that the roll is empty


def test_too_many_rows_are_not_read_to_the_end():
    assert refused(short(*[PERSON] * ROWS_MAX)) == ["roll_rows"]


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
