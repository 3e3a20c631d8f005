"""Events and people as the tables spell them."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from yikatong.cards import events as e
from yikatong.cards.person import MandateKind
from yikatong.office.pages import event_pages, read_events

MANDATE = e.MandateRegistered(
    mandate_id="M1", kind=MandateKind.AGENT, agent="ab", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1),
    scopes=("collect",), agent_name="钱二黎",
)  # fmt: skip


def test_an_event_comes_back_as_it_was() -> None:
    lost = e.LossReported(card_id="C1", function=e.functions.Function.SOCIAL, formal=False, until=datetime.now(UTC))
    pages = event_pages([MANDATE, lost])
    assert read_events(pages.facts, pages.private) == (MANDATE, lost)
    assert "钱二黎" not in str(pages.facts)


def test_erased_words_leave_the_facts_readable() -> None:
    pages = event_pages([MANDATE])
    (bare,) = read_events(pages.facts, None)
    assert isinstance(bare, e.MandateRegistered)
    assert (bare.mandate_id, bare.agent_name) == ("M1", "")


@pytest.mark.parametrize("cls", e.EVENTS.values())
def test_no_field_takes_the_place_of_the_events_name(cls: type[e.Event]) -> None:
    assert "event" not in {f.name for f in fields(cls)}
