"""The words that a text may name in braces: ``"{function}已停用，{until}自动解除。"``"""

import string
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from yikatong.cards.events import Event
from yikatong.cards.masking import mask_card_no
from yikatong.cards.states import Function
from yikatong.catalogue.case import Case, NotAsked
from yikatong.catalogue.moments import CHINA
from yikatong.catalogue.service import Service, Text
from yikatong.catalogue.state_words import state_words


def words_of(value: object) -> str:
    """Any answer, fact or event field in Chinese."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = value.astimezone(CHINA)
        return f"{local.year}年{local.month}月{local.day}日{local.hour:02}:{local.minute:02}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, (tuple, frozenset, list)):
        return "、".join(words_of(v) for v in value) or "无"
    return str(getattr(value, "words", value))


@cache
def _told_fields(event: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(event) if not f.metadata.get("private"))


# What any text may name of the case; what of its card, when there is one.
CASE_TERMS: dict[str, Callable[[Case[Any]], str]] = {
    "channel": lambda case: case.channel.words,
    "asker": lambda case: case.asker.kind.words,
    "today": lambda case: words_of(case.today),
}
CARD_TERMS: dict[str, Callable[[Case[Any]], str]] = {
    "state": lambda case: state_words(case.card, Function.SOCIAL, case.policies, case.now),
    "since": lambda case: words_of(case.social.since),
    "financial_state": lambda case: state_words(case.card, Function.FINANCIAL, case.policies, case.now),
    "stage": lambda case: case.card.stage.words,
    "bank_words": lambda case: case.directory.bank_words(case.card.bank),
    "outlet_words": lambda case: case.directory.outlet_words(case.card.outlet),
    "card_no": lambda case: mask_card_no(case.card.card_no or ""),
    "valid_until": lambda case: words_of(case.card.valid_until),
}


class Terms(Mapping[str, str]):
    """Looked up only as a text names them: facts, then answers, events' fields, policies, then the case itself."""

    def __init__(
        self, service: Service[Any], case: Case[Any], facts: Mapping[str, object], events: Iterable[Event] = ()
    ) -> None:
        self._service, self._case, self._facts, self._events = service, case, facts, tuple(events)

    def __getitem__(self, name: str) -> str:
        if name in self._facts:
            return words_of(self._facts[name])
        for event in self._events:
            if name in _told_fields(cast(Hashable, type(event))):
                return words_of(getattr(event, name))
        for parameter in self._service.policies:
            if parameter.code == name:
                return parameter.words(self._case.value(parameter))
        term = CASE_TERMS.get(name) or (CARD_TERMS.get(name) if self._case.chosen else None)
        if term is not None:
            return term(self._case)
        try:
            return words_of(getattr(self._case.asked, name))
        except NotAsked:
            return "所选内容"
        except AttributeError:
            raise KeyError(name) from None

    def __iter__(self) -> Any:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


FORMAT = string.Formatter()


def render(text: Text[Any], case: Case[Any], terms: Terms) -> str:
    """A declared text with its braces filled. Errors: KeyError for a name that nothing supplies (a law tests it)."""
    template = text if isinstance(text, str) else text(case)
    return template.format_map(terms) if "{" in template else template
