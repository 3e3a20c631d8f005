"""Makes the files for trying out batch applications: ``python -m examples.make [FOLDER]``.

The people are the invented ones of the demonstration city, numbers 500 to 540, the faces are drawn. With the same
versions of Pillow, numpy, openpyxl and zlib the same bytes come out.
"""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook

from yikatong.adapters.demo.portraits import portrait
from yikatong.channels.cli.city.people import citizen

HEADER = ("姓名", "证件号码", "手机号码", "地址", "银行", "网点")
BANK, OUTLET = "CAB", "XA-102-01"
IN_CSV, IN_XLSX, IN_FAULTY = range(500, 520), range(520, 535), range(535, 541)
WITHOUT_PHOTO, IN_WHITE = 540, 539
MOMENT = (2026, 11, 21, 9, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

Row = tuple[object, ...]


def row(n: int) -> Row:
    person = citizen(n)
    return person.name, person.number, person.mobile, person.address, BANK, OUTLET


def faulty_rows() -> list[Row]:
    """A good row; the same person again, a wrong check digit, a number that a spreadsheet has spoilt, a mobile number
    that is too short, a white shirt, no photo."""
    good, wrong, spoilt, short, white, bare = (row(n) for n in IN_FAULTY)
    digit = "0" if str(wrong[1])[-1] != "0" else "1"
    return [
        good, good,
        (wrong[0], str(wrong[1])[:-1] + digit, *wrong[2:]),
        (spoilt[0], "6.10113E+17", *spoilt[2:]),
        (*short[:2], "1380000", *short[3:]),
        white, bare,
    ]  # fmt: skip


def csv_bytes(header: Sequence[object], rows: Iterable[Row], encoding: str = "utf-8-sig") -> bytes:
    sink = StringIO()
    csv.writer(sink).writerows([header, *rows])
    return sink.getvalue().encode(encoding)


def xlsx_bytes(header: Sequence[object], rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("申领名单")
    for cells in (header, *rows):
        sheet.append(cells)
    sink = BytesIO()
    book.save(sink)
    return _undated(sink.getvalue())


def _undated(xlsx: bytes) -> bytes:
    """The same workbook, its moments replaced by a fixed one."""
    with ZipFile(BytesIO(xlsx)) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>2026-11-21T01:00:00Z", parts["docProps/core.xml"])
    return zip_bytes(parts.items(), ZIP_DEFLATED)


def zip_bytes(files: Iterable[tuple[str, bytes]], method: int = ZIP_STORED) -> bytes:
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for name, content in files:
            entry = ZipInfo(name, MOMENT)
            entry.external_attr, entry.compress_type = 0o100644 << 16, method
            archive.writestr(entry, content)
    return sink.getvalue()


def photos() -> Iterable[tuple[str, bytes]]:
    for n in (*IN_CSV, *IN_XLSX, *IN_FAULTY):
        person = citizen(n)
        if n != WITHOUT_PHOTO:
            clothes = (248, 248, 248) if n == IN_WHITE else None
            yield f"{person.name}{person.number}.jpg", portrait(n, clothes=clothes)


def files() -> dict[str, bytes]:
    """Every example file by its path."""
    faulty = faulty_rows()
    return {
        "employees.csv": csv_bytes(HEADER, map(row, IN_CSV)),
        "employees.xlsx": xlsx_bytes(HEADER, map(row, IN_XLSX)),
        "photos.zip": zip_bytes(photos()),
        "faulty/rows.csv": csv_bytes(HEADER, faulty),
        "faulty/rows.xlsx": xlsx_bytes(HEADER, [(r[0], _number(r[1]), *r[2:]) for r in faulty]),
        "faulty/unknown_column.csv": csv_bytes((*HEADER, "工资"), [(*row(535), "5000")]),
        "faulty/missing_column.csv": csv_bytes(HEADER[:2], [row(535)[:2]]),
        "faulty/empty.csv": csv_bytes(HEADER, []),
    }


def _number(written: object) -> object:
    return float(str(written)) if "E+" in str(written) else written


def main(folder: Path) -> None:
    for name, content in files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
