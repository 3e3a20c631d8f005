"""One receipt as PDF. What is said is handed in; here it only gets its place on the page."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"


@dataclass(frozen=True, slots=True)
class SheetReason:
    """What the answer rests on, as one line, and where it is written."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a receipt, masked by whoever hands it in. ``lines``: label and words, top to bottom.

    ``labels``: the fixed words in the reader's language (next, why, note).
    """

    language: str
    bureau: str
    title: str
    words: str
    lines: tuple[tuple[str, str], ...]
    next: tuple[str, ...]
    why: tuple[SheetReason, ...]
    labels: dict[str, str]


def receipt_pdf(sheet: Sheet) -> bytes:
    """The receipt on A5, tagged for screen readers (PDF/UA-1). Errors: typst.TypstError, which would be a bug here.

    The words go in as JSON, never as markup: nothing that anybody typed can be understood as Typst.
    """
    inputs = {"sheet": json.dumps(asdict(sheet), ensure_ascii=False)}
    page = (HERE / "receipt.typ").read_bytes()
    return typst.compile(page, font_paths=_fonts(), sys_inputs=inputs, pdf_standards="ua-1")


@cache
def _fonts() -> typst.Fonts:
    """Our own typeface holds GB 2312; a rarer character of a name is taken from the machine's, where it has one."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[FONTS])
