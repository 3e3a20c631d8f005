"""What the holder hears of a connected bank's words: what is new, and nothing that was known."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from tests.bank_protocol.calling import answered, status, tell
from tests.office.world import codes, enrol, number, person_of, serve
from yikatong.cards.events import Party
from yikatong.catalogue.channels import Channel
from yikatong.office import messages
from yikatong.office.bank_links import Link
from yikatong.office.notices import notices_for
from yikatong.records.models import Entry, Message

pytestmark = pytest.mark.django_db
LOSS = {"kind": "temporary", "since": "2026-11-22T10:00:00+08:00", "until": "2026-11-29T10:17:33+08:00"}


@pytest.fixture
def card(link: Link) -> str:
    enrol()
    return "C0"


def heard() -> int:
    """Messages that the courier brings, which are also those on the holder's page."""
    told = Message.objects.filter(party=Party.HOLDER.value, kind="account_mirrored").count()
    assert sum(line.kind == "account_mirrored" for line in notices_for(number()).lines) == told
    return told


def repeats_heard(link: Link, card: str) -> int:
    """How often the holder hears the same state, told by the bank three times under numbers of their own."""
    said = [status(tell(link, f"cb-{n}", card, n)) for n in (1, 2, 3)]
    assert said == ["applied"] * 3
    assert Entry.objects.filter(service="mirror_account").count() == 3  # each is recorded, and moves the mirror on
    assert person_of(number()).cards[0].bank_sequence == 3
    return heard()


def test_what_was_known_is_no_news(link: Link, card: str) -> None:
    assert repeats_heard(link, card) == 0


def test_telling_all_that_comes_is_found_out(link: Link, card: str) -> None:
    """The test above fails for an office that passes on every word of the bank."""
    with patch.object(messages, "_is_news", lambda *told: True):
        assert repeats_heard(link, card) == 3


def test_a_state_that_changed_is_news(link: Link, card: str) -> None:
    said = [
        tell(link, "cb-1", card, 1, state="frozen"), tell(link, "cb-2", card, 2, state="frozen"),
        tell(link, "cb-3", card, 3, loss=LOSS),
        tell(link, "cb-4", card, 4, loss=LOSS | {"until": "2026-12-06T10:17:33+08:00"}),  # the same loss, for longer
    ]  # fmt: skip
    assert [status(one) for one in said] == ["applied"] * 4
    assert heard() == 3


def test_an_answer_is_news_even_where_the_state_stays(link: Link, card: str) -> None:
    assert codes(serve("report_loss", number(), Channel.BANK, party="CAB", function="financial")) == []
    order = person_of(number()).cards[0].orders[0].order_id
    assert (
        status(tell(link, "cb-1", card, 1, answer=answered(order, "refused", "no_such_account", "没有这个账户")))
        == "applied"
    )
    assert heard() == 1
    tell(link, "cb-2", card, 2, answer=answered(order, "refused", "no_such_account", "没有这个账户"))
    assert heard() == 1  # the same answer once more


def test_a_loss_that_lapsed_is_no_news_when_the_bank_says_so_too(link: Link, card: str) -> None:
    past = LOSS | {"since": "2026-11-01T10:00:00+08:00", "until": "2026-11-08T10:00:00+08:00"}
    tell(link, "cb-1", card, 1, loss=past)
    before = heard()
    stood = person_of(number()).cards[0].financial
    assert stood != replace(stood, until=None, before=None)  # kept as it was told; what time does is computed
    tell(link, "cb-2", card, 2)
    assert heard() == before
