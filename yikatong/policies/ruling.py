"""What a region has ruled: a parameter's value, since when, on which source and how sure we are of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from yikatong.policies.parameter import Parameter

T = TypeVar("T")

PROJECT_DEFAULT = "project_default"

KINDS = {
    "law": "法律",
    "regulation": "行政法规与部门规章",
    "standard": "标准",
    "notice": "规范性文件",
    "national_guide": "全国办事问答",
    "local_guide": "地方办事指南",
    PROJECT_DEFAULT: "本项目默认值",
}


class Confidence(StrEnum):
    """How far the source carries the value."""

    EXPLICIT = "explicit"
    AMBIGUOUS = "ambiguous"
    ASSUMED = "assumed"

    @property
    def words(self) -> str:
        return CONFIDENCE_WORDS[self]


CONFIDENCE_WORDS = {
    Confidence.EXPLICIT: "原文明确",
    Confidence.AMBIGUOUS: "原文可作不同理解",
    Confidence.ASSUMED: "暂按此办理，待发卡地确认",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A law, notice or guide. ``published_on`` is None when the copy we hold does not state it."""

    code: str
    title: str
    publisher: str
    published_on: date | None
    kind: str

    @property
    def words(self) -> str:
        """``《…》``; a project default is no publication and is not dressed up as one."""
        return f"{self.title}：" if self.kind == PROJECT_DEFAULT else f"《{self.title}》"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document, with a short quotation (empty where the document is silent or was not read)."""

    document: Document
    clause: str
    quote: str = ""

    @property
    def words(self) -> str:
        """``《…》问1：“…”``; quotation marks inside the quotation become single ones."""
        cited = f"{self.document.words}{self.clause}"
        if not self.quote:
            return cited
        return f"{cited}：“{self.quote.replace('“', '‘').replace('”', '’')}”"


@dataclass(frozen=True, slots=True)
class Ruling(Generic[T]):
    """What ``region`` (the level that answered: ``"00"``, ``"61"``, ``"6101"``) has set for ``parameter``.

    ``in_force_on``: from when the rule holds. ``recorded_on``: from when this system knew it.
    """

    parameter: Parameter[T]
    region: str
    value: T
    in_force_on: date
    recorded_on: date
    source: Source
    confidence: Confidence

    @property
    def words(self) -> str:
        """The value as a person reads it."""
        return self.parameter.words(self.value)
