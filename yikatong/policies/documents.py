"""The documents that rulings and refusals cite, from ``values/documents.yaml``."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from yikatong.policies.page import PageInvalid, mapping, only, read_page
from yikatong.policies.ruling import KINDS, Document

FILE = "documents.yaml"
FIELDS = ("title", "publisher", "published_on", "kind")


def values_folder() -> Traversable:
    """Where this package keeps its pages."""
    return files("yikatong.policies").joinpath("values")


@cache
def published_documents() -> Mapping[str, Document]:
    """The documents that come with this package, by code."""
    return read_documents(values_folder())


def document(code: str) -> Document:
    """The document ``code``. Raises KeyError."""
    return published_documents()[code]


def read_documents(folder: Traversable) -> dict[str, Document]:
    """The documents of ``folder``, by code. Raises PageInvalid."""
    page = read_page(folder.joinpath(FILE))
    return {code: _document(code, raw) for code, raw in page.items()}


def _document(code: str, raw: object) -> Document:
    fields = mapping(raw, FILE, code)
    only(fields, FIELDS, FILE, code)
    title, publisher, published_on, kind = (fields[name] for name in FIELDS)
    if not isinstance(title, str) or not isinstance(publisher, str):
        raise PageInvalid(FILE, code, "title与publisher应为文字")
    if not isinstance(kind, str) or kind not in KINDS:
        raise PageInvalid(FILE, code, f"kind应为{'、'.join(KINDS)}之一")
    return Document(code, title, publisher, _published(code, published_on), kind)


def _published(code: str, raw: object) -> date | None:
    try:
        return None if raw is None else date.fromisoformat(str(raw))
    except ValueError:
        raise PageInvalid(FILE, code, f"published_on应为日期，写的是{raw}") from None
