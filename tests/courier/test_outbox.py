"""What operators see of the outbox."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.courier.messages import BJB, CAB, HOLDER, later, people, post
from tests.office.world import BEIJING, NOW
from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier import outbox
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.outbox import MessageState, message_view, outbox_page, troubles
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_lanes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "targets_carried", lambda: (CAB, HOLDER))
    with deployment.at(NOW):
        yield


def seen(state: MessageState, **rest) -> list[int]:
    return [line.message_id for line in outbox_page(state, None, **rest).lines]


def test_each_message_is_in_one_state() -> None:
    (a,) = people(1)
    waiting, failing = post(a), post(a, attempts=2, due_at=later(60))
    dead, sent = post(a, attempts=9, dead_at=NOW), post(a, attempts=1, sent_at=NOW)
    expected = dict(zip(MessageState, ([waiting], [failing], [dead], [sent]), strict=True))
    assert {state: seen(state) for state in MessageState} == expected
    assert troubles(None) == {MessageState.FAILING: 1, MessageState.DEAD: 1}
    for state, (number,) in expected.items():
        assert message_view(number, None).line.state is state


def test_a_list_goes_on_page_by_page_at_a_constant_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PAGE", 3)
    posted = [post(person_id) for person_id in people(7)][::-1]
    found, before = [], None
    while True:
        with CaptureQueriesContext(connection) as sent:
            page = outbox_page(MessageState.WAITING, None, before=before)
        assert len(sent) == 1
        found, before = found + [line.message_id for line in page.lines], page.older
        if before is None:
            break
    assert found == posted


def test_a_list_is_of_one_receiver() -> None:
    (a,) = people(1)
    bank, other, own = post(a, CAB), post(a, BJB), post(a, HOLDER)
    assert seen(MessageState.WAITING, lane=CAB) == [bank]
    assert seen(MessageState.WAITING, lane=Lane(Party.BANK)) == [other, bank]
    assert seen(MessageState.WAITING, lane=HOLDER) == [own]
    carried = {line.message_id: line.is_carried for line in outbox_page(MessageState.WAITING, None).lines}
    assert carried == {bank: True, other: False, own: True}


def test_a_post_sees_its_own_region_alone() -> None:
    (here,) = people(1)
    people(1, BEIJING, first=1)
    there = models.Holding.objects.get(region=BEIJING).dossier_id
    own, others = post(here, dead_at=NOW), post(there, dead_at=NOW)
    for scope, visible in (("61", [own]), ("11", [others]), ("00", [others, own]), (None, [others, own])):
        assert [line.message_id for line in outbox_page(MessageState.DEAD, scope).lines] == visible
        assert troubles(scope)[MessageState.DEAD] == len(visible)
    with pytest.raises(outbox.MessageUnknown):
        message_view(others, "61")


def test_one_message_tells_its_attempts_and_what_it_waits_for() -> None:
    (a,) = people(1)
    first, second = post(a, attempts=1, due_at=later(9)), post(a)
    models.Attempt.objects.create(message_id=first, at=NOW, outcome="failed", status=503, took_ms=7, words="忙。")
    view = message_view(first, None)
    assert [(t.outcome.value, t.status, t.took_ms, t.words) for t in view.attempts] == [("failed", 503, 7, "忙。")]
    assert (view.behind, message_view(second, None).behind) == (None, first)
    models.Message.objects.filter(pk=first).update(dead_at=NOW)
    assert message_view(second, None).behind is None
