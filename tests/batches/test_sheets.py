"""Reading a roll: every way employers write it, and every way a file can be wrong."""

import pytest

from tests.batches.files import book, people, short
from tests.batches.reading import ONE, PERSON, READ, read, refused
from yikatong.adapters.sheets.cells import ROLL_BYTES_MAX, ROWS_MAX
from yikatong.adapters.sheets.fault import SheetRefused
from yikatong.adapters.sheets.roll import CELL_CHARACTERS_MAX


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
