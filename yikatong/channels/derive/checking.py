"""The answers as they were understood, to be checked before the act."""

from dataclasses import dataclass
from typing import Any

from yikatong.cards.identity import IdNumber
from yikatong.cards.masking import mask_id_number
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.service import Service
from yikatong.catalogue.terms import words_of
from yikatong.office import deployment
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One answer to be checked before the act; ``blank`` where none was given."""

    name: str
    label: str
    words: str
    blank: bool


def check_lines(service: Service[Any], asked: Any) -> tuple[CheckLine, ...]:
    """Every answer in its own words, numbers of identity masked."""
    return tuple(_line(field, getattr(asked, field.name)) for field in fields_of(service.asks))


def _line(field: Field, value: Any) -> CheckLine:
    return CheckLine(field.name, field.label.words, _told(field, value), value is None)


def _told(field: Field, value: Any) -> str:
    if value is None:
        return "（不填）"
    if isinstance(value, IdNumber):
        return mask_id_number(value.number)
    if field.kind.widget == "outlet":
        return deployment.directory().outlet_words(value)
    if field.name == "region":
        return regions.name(value)
    return deployment.directory().bank_words(value) if field.kind.widget == "bank" else words_of(value)
