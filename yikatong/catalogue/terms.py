"""The words that a text may name in braces: ``"{function}已停用，{until}自动解除。"``"""

import string
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from yikatong.cards.events import Event
from yikatong.cards.masking import mask_card_no
from yikatong.catalogue.case import Case, NotAsked
from yikatong.catalogue.moments import CHINA
from yikatong.catalogue.service import Service, Text


def words_of(value: object) -> str:
    """Any answer, fact or event field in Chinese."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(CHINA):%Y年%-m月%-d日%H:%M}"
    if isinstance(value, date):
        return f"{value:%Y年%-m月%-d日}"
    if isinstance(value, (tuple, frozenset, list)):
        return "、".join(words_of(v) for v in value) or "无"
    return str(getattr(value, "words", value))


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
            if name in (f.name for f in fields(event) if not f.metadata.get("private")):
                return words_of(getattr(event, name))
        for parameter in self._service.policies:
            if parameter.code == name:
                return parameter.words(self._case.value(parameter))
        if name in self._case_terms():
            return self._case_terms()[name]
        try:
            return words_of(getattr(self._case.asked, name))
        except NotAsked:
            return "所选内容"
        except AttributeError:
            raise KeyError(name) from None

    def _case_terms(self) -> dict[str, str]:
        case, card = self._case, self._case.chosen
        terms = {"channel": case.channel.words, "asker": case.asker.kind.words, "today": words_of(case.today)}
        if card is None:
            return terms
        return terms | {
            "state": case.social.state.words,
            "since": words_of(case.social.since),
            "financial_state": case.financial.state.words,
            "stage": card.stage.words,
            "bank_words": case.directory.bank_words(card.bank),
            "outlet_words": case.directory.outlet_words(card.outlet),
            "card_no": mask_card_no(card.card_no or ""),
            "valid_until": words_of(card.valid_until),
        }

    def __iter__(self) -> Any:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


FORMAT = string.Formatter()


def render(text: Text[Any], case: Case[Any], terms: Terms) -> str:
    """A declared text with its braces filled. Errors: KeyError for a name that nothing supplies (a law tests it)."""
    template = text if isinstance(text, str) else text(case)
    return FORMAT.vformat(template, (), terms) if "{" in template else template
