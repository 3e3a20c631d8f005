"""Small pages and rulings for the policy tests."""

from datetime import date
from pathlib import Path
from typing import Any

from yikatong.policies.policy import Confidence, Document, Parameter, Ruling, Source

NOTICE = Document("notice", "某地通知", "某局", date(2020, 1, 1), "notice")
FIRST_OF_2021 = date(2021, 1, 1)
TODAY = date(2026, 11, 22)

DOCUMENTS = """
notice: {title: 某地通知, publisher: 某局, published_on: 2020-01-01, kind: notice}
"""
RULING = """{value: 7, source: {document: notice, clause: 第一条, quote: ""}, \
confidence: explicit, recorded_on: 2021-01-05}"""


def ruled(
    parameter: Parameter[Any],
    region: str,
    value: object,
    in_force_on: date = FIRST_OF_2021,
    recorded_on: date = FIRST_OF_2021,
) -> Ruling[Any]:
    source = Source(NOTICE, "第一条")
    return Ruling(parameter, region, value, in_force_on, recorded_on, source, Confidence.EXPLICIT)


def folder_with(folder: Path, page: str, name: str = "61_shaanxi.yaml", documents: str = DOCUMENTS) -> Path:
    """A values folder of one documents page and one region page."""
    (folder / "documents.yaml").write_text(documents, encoding="utf-8")
    (folder / name).write_text(page, encoding="utf-8")
    return folder


def page_of(rulings: str, region: str = "61") -> str:
    return f'region: "{region}"\nrulings:\n' + "\n".join(f"  {line}" for line in rulings.splitlines())
