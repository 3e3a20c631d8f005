"""What follows an act: every event has its line, and a party that was told has not thereby answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from yikatong.cards import events as e
from yikatong.cards.states import Function
from yikatong.catalogue.decide import Granted
from yikatong.channels.derive.aftermath import ROWS, AfterRow, after_rows
from yikatong.office.ask import Outcome
from yikatong.office.done import Done, Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
LOSS = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=False, until=NOW + timedelta(days=7))


def rows(*notices: Notice, events: tuple[e.Event, ...] = (LOSS,)) -> tuple[AfterRow, ...]:
    return after_rows(Done(Outcome(Granted("", (), (), events), NOW, "610100", "YK1"), notices))


def test_every_event_has_its_line() -> None:
    assert set(e.EVENTS.values()) - set(ROWS) == set()


def test_a_temporary_loss_is_done_now_and_lifts_itself_later(city: None) -> None:
    done, told, lifts = rows(Notice("bank", "CAB", None))
    assert (done.words, done.state, done.tone) == ("社保功能已临时挂失", "完成", "ok")
    assert (told.words, told.state) == ("通知长安银行（演示）", "待送达")
    assert lifts.words == "2026年11月28日10:00自动解除挂失"
    assert lifts.state == "待到期"


def test_what_was_sent_is_not_yet_acknowledged(city: None) -> None:
    sent = Notice("bank", "CAB", NOW)
    assert [r.state for r in rows(sent, sent)] == ["完成", "尚未回执", "待到期"]
    assert [r.state for r in rows(sent, replace(sent, sent_at=None))] == ["完成", "待送达", "待到期"]
    assert [r.words for r in rows(Notice("holder", "P1", NOW))] == [r.words for r in rows()]


def test_a_wrong_pin_is_not_shown_as_done() -> None:
    (row,) = rows(events=(e.PinRefused(card_id="C1"),))
    assert (row.state, row.tone) == ("没有办理", "bad")
