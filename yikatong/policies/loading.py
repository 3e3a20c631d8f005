"""From the pages of ``values/`` to rulings: every key known, typed, dated and sourced, or refused."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources.abc import Traversable

from yikatong.policies import regions
from yikatong.policies.documents import FILE as DOCUMENTS_FILE
from yikatong.policies.documents import read_documents
from yikatong.policies.page import PageInvalid, mapping, only, read_page
from yikatong.policies.parameter import Parameter
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.ruling import Confidence, Document, Ruling, Source

PAGE_FIELDS = ("region", "rulings")
RULING_FIELDS = ("value", "source", "confidence", "recorded_on")
SOURCE_FIELDS = ("document", "clause", "quote")


def read_rulings(folder: Traversable) -> Iterator[Ruling[object]]:
    """Every ruling of every region page in ``folder``. Raises PageInvalid naming file and key."""
    documents = read_documents(folder)
    pages = (file for file in folder.iterdir() if file.name.endswith(".yaml") and file.name != DOCUMENTS_FILE)
    for file in sorted(pages, key=lambda page: page.name):
        yield from _region_page(file, documents)


def _region_page(file: Traversable, documents: Mapping[str, Document]) -> Iterator[Ruling[object]]:
    page = read_page(file)
    only(page, PAGE_FIELDS, file.name, "全文")
    region = _region(file.name, page["region"])
    for code, dated in mapping(page["rulings"], file.name, "rulings").items():
        if code not in PARAMETERS:
            raise PageInvalid(file.name, code, "不认识的参数名")
        for start, raw in mapping(dated, file.name, code).items():
            in_force_on = _date(start, file.name, f"{code} {start}")
            yield from _rulings(PARAMETERS[code], region, in_force_on, raw, file.name, documents)


def _region(file: str, raw: object) -> str:
    """The level a page speaks for; the file is named after it, so two pages cannot speak for one level."""
    try:
        level = regions.levels(str(raw))[0]
    except ValueError as fault:
        raise PageInvalid(file, "region", str(fault)) from fault
    if level != raw or file.split("_", maxsplit=1)[0] != level:
        raise PageInvalid(file, "region", f"应与文件名开头一致，并写成{level!r}")
    return level


def _rulings(
    parameter: Parameter[object],
    region: str,
    in_force_on: date,
    raw: object,
    file: str,
    documents: Mapping[str, Document],
) -> Iterator[Ruling[object]]:
    """One ruling for a date, or a list of them: the first entry and its corrections, each on its own day."""
    key = f"{parameter.code} {in_force_on}"
    recorded: set[date] = set()
    for entry in raw if isinstance(raw, list) and raw else [raw]:
        ruling = _ruling(parameter, region, in_force_on, mapping(entry, file, key), file, documents)
        if ruling.recorded_on in recorded:
            raise PageInvalid(file, key, f"同一天（{ruling.recorded_on}）录入了两次")
        recorded.add(ruling.recorded_on)
        yield ruling


def _ruling(
    parameter: Parameter[object],
    region: str,
    in_force_on: date,
    fields: Mapping[str, object],
    file: str,
    documents: Mapping[str, Document],
) -> Ruling[object]:
    key = f"{parameter.code} {in_force_on}"
    only(fields, RULING_FIELDS, file, key)
    try:
        value = parameter.parse(fields["value"])
        confidence = Confidence(str(fields["confidence"]))
    except ValueError as fault:
        raise PageInvalid(file, key, str(fault)) from fault
    recorded_on = _date(fields["recorded_on"], file, key)
    source = _source(mapping(fields["source"], file, key), file, key, documents)
    return Ruling(parameter, region, value, in_force_on, recorded_on, source, confidence)


def _source(fields: Mapping[str, object], file: str, key: str, documents: Mapping[str, Document]) -> Source:
    only(fields, SOURCE_FIELDS, file, key)
    code, clause, quote = (fields[name] for name in SOURCE_FIELDS)
    if not isinstance(code, str) or code not in documents:
        raise PageInvalid(file, key, f"文件{code}未在{DOCUMENTS_FILE}登记")
    if not isinstance(clause, str) or not clause or not isinstance(quote, str):
        raise PageInvalid(file, key, "clause应为文字且不为空，quote应为文字")
    return Source(documents[code], clause, quote)


def _date(raw: object, file: str, key: str) -> date:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise PageInvalid(file, key, f"应为日期，如2021-01-01，写的是{raw}") from None
