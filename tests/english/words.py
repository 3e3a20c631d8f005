"""Which fixed words the pages say, and which of them each catalogue has in English."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yikatong"
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "noop"))


def catalogues(language: str = "en") -> dict[Path, Catalog]:
    """Every ``.po`` of a language by its path."""
    found = sorted(PACKAGE.glob(f"**/locale/{language}/LC_MESSAGES/django.po"))
    return {path: read_po(path.read_bytes().splitlines(keepends=True), locale=language) for path in found}


def said_in(text: str) -> Iterator[str]:
    """The words that this Python source marks as to be translated."""
    for _, message, _, _ in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        yield message if isinstance(message, str) else message[0]


def fixed_words() -> dict[str, list[str]]:
    """Each fixed word of templates and views, with the files that say it."""
    found: dict[str, list[str]] = {}
    pages = [(path, templatize(path.read_text())) for path in sorted(PACKAGE.glob("channels/**/templates/**/*.html"))]
    modules = [(path, path.read_text()) for path in sorted(PACKAGE.glob("channels/**/*.py"))]
    for path, text in [*pages, *modules]:
        for message in said_in(text):
            found.setdefault(message, []).append(str(path.relative_to(ROOT)))
    return found
