"""Holders are told: what goes out as a text message, when, to whom not, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from tests.channels.setting import Browser, person_id, text
from tests.office.world import MOBILE, NAME, enter, number
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, notices, outside
from yikatong.office.courier.carrying import carry_due
from yikatong.office.courier.settling import Outcome
from yikatong.office.staff import Posting
from yikatong.office.telling import choices, receipts
from yikatong.ports.messages import Receipt
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

pytestmark = pytest.mark.django_db
DAY, NIGHT = (datetime.fromisoformat(f"2026-11-23T{at}+08:00") for at in ("10:00", "23:00"))
LOSS = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=False, until=DAY + timedelta(days=7))
BOOKED = e.AppointmentBooked(appointment_id="A1", card_id="C1", outlet="XA-YT-01", at=DAY + timedelta(days=2), seat=1)
OFFICER = Posting(1, 1, "officer1", Channel.OFFICER, "610000", "")


@pytest.fixture(autouse=True)
def only_what_is_new(holder: IdNumber) -> None:
    models.Message.objects.all().update(sent_at=DAY - timedelta(days=30))


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    with deployment.at(at):
        yield


def sent() -> list[str]:
    return [m.words for m in reversed(outside.demo_messages().latest())]


def happens(holder: IdNumber, event: e.Event, at: datetime) -> int:
    """The event happens and the courier comes by at once; gives the message's number."""
    enter(holder, event, at=at)
    with clock(at):
        carry_due()
    return models.Message.objects.filter(party="holder").latest("pk").pk


def told(number: int) -> str:
    return models.Telling.objects.get(pk=number).state


def test_a_loss_report_is_told_in_four_parts_with_the_name_of_nobody(holder: IdNumber) -> None:
    happens(holder, LOSS, DAY)
    (words,) = sent()
    for part in (
        "社保功能已临时挂失",
        "11月23日10:00收到挂失申请",
        "11月30日10:00自动解除",
        "请在此前补领",
        "编号R-",
        "12333",
    ):
        assert part in words
    assert NAME not in words
    assert MOBILE not in words


def test_an_appointment_tells_its_own_moment_and_not_that_of_the_act(holder: IdNumber) -> None:
    happens(holder, BOOKED, DAY)
    assert "您已预约领卡：11月25日10:00" in sent()[0]


def test_at_night_only_what_guards_the_card_rings(holder: IdNumber) -> None:
    happens(holder, BOOKED, NIGHT)
    waiting = models.Message.objects.latest("pk")
    assert sent() == []
    assert waiting.due_at == datetime.fromisoformat("2026-11-24T08:00:00+08:00")
    assert not models.Telling.objects.filter(pk=waiting.pk).exists()
    happens(holder, LOSS, NIGHT + timedelta(minutes=1))  # though an earlier message of this person waits
    assert ["已临时挂失" in words for words in sent()] == [True]
    with clock(datetime.fromisoformat("2026-11-24T08:00:00+08:00")):
        carry_due()
    assert "您已预约领卡" in sent()[-1]


def test_quiet_hours_are_the_place_s_own_rule(holder: IdNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.office.telling import carrier

    monkeypatch.setattr(carrier.sms, "quiet_until", lambda now, hours: None)  # a planted defect: they are ignored
    happens(holder, BOOKED, NIGHT)
    assert len(sent()) == 1


def test_who_wants_none_gets_only_what_guards_the_card(holder: IdNumber) -> None:
    choices.choose_sms(holder, False)
    silent, rung = happens(holder, BOOKED, DAY), happens(holder, LOSS, DAY)
    assert (told(silent), told(rung)) == ("in_app", "handed_over")
    assert models.Telling.objects.get(pk=silent).why == "declined"
    choices.choose_sms(holder, True)
    assert told(happens(holder, e.MandateRevoked(mandate_id="M1"), DAY)) == "handed_over"


def test_without_a_mobile_the_page_says_so(settings) -> None:
    about = number(7)
    enter(about, e.PersonRegistered(id_kind=about.kind, name=NAME, id_number=about.number))
    told_to = happens(about, e.MandateRevoked(mandate_id="M1"), DAY)
    assert models.Telling.objects.get(pk=told_to).why == "no_mobile"
    assert sent() == []
    (line,) = notices.notices_for(about).lines
    assert (line.told, line.why) == ("in_app", "no_mobile")


def test_what_needs_no_text_message_is_declared_so_and_carried_without_one(holder: IdNumber) -> None:
    number = happens(holder, e.StageReached(card_id="C1", stage=Stage.BATCHED), DAY)
    assert sent() == []
    assert models.Message.objects.get(pk=number).sent_at == DAY
    assert not models.Telling.objects.exists()


def test_what_can_wait_is_not_sent_days_later_but_a_loss_is(holder: IdNumber) -> None:
    enter(holder, BOOKED, at=DAY)
    enter(holder, LOSS, at=DAY)
    with clock(DAY + timedelta(days=4)):
        carry_due()
    assert {t.why for t in models.Telling.objects.all()} == {"late", ""}
    assert len(sent()) == 1


def test_a_loss_from_before_there_was_a_courier_alarms_nobody(holder: IdNumber) -> None:
    enter(holder, LOSS, at=DAY)
    with clock(DAY + timedelta(days=15)):
        carry_due()
    assert sent() == []
    assert models.Telling.objects.get().why == "late"


def test_a_courier_killed_after_sending_sends_it_once(holder: IdNumber) -> None:
    number = happens(holder, LOSS, DAY)
    models.Message.objects.filter(pk=number).update(sent_at=None, leased_until=None)
    models.Telling.objects.all().delete()
    with clock(DAY + timedelta(minutes=1)):
        carry_due()
    assert len(sent()) == 1
    assert told(number) == "handed_over"


def test_a_gateway_with_one_number_for_all_sends_each_message_once(
    holder: IdNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = Gateway(number="batch-7")
    monkeypatch.setattr(outside, "messages", lambda: gateway)
    numbers = [happens(holder, LOSS, DAY), happens(holder, LOSS, DAY + timedelta(minutes=1))]
    with clock(DAY + timedelta(hours=3)):
        carry_due()
    assert len(gateway.words) == 2
    assert [told(number) for number in numbers] == ["handed_over", "handed_over"]


def test_a_receipt_is_shown_and_a_late_or_repeated_one_changes_nothing(holder: IdNumber, citizen: Browser) -> None:
    number = happens(holder, LOSS, DAY)
    reference = models.Telling.objects.get(pk=number).gateway_reference
    with clock(DAY + timedelta(minutes=2)):
        assert receipts.ask_gateway() == 1
        assert receipts.ask_gateway() == 0
        assert receipts.apply([Receipt(reference, False, "空号")]) == 0
        assert receipts.apply([Receipt("of-another-system", True)]) == 0
    assert told(number) == "delivered"
    assert "短信已送达" in text(citizen.get("/notices/"))


def unreachable(serial: int = 5, region: str = "610104") -> tuple[IdNumber, int]:
    """Somebody whose number is out of service, and the message that did not arrive."""
    about, card = number(serial), f"C{serial}"
    from tests.office.world import applied

    enter(about, e.PersonRegistered(id_kind=about.kind, name=NAME, id_number=about.number, mobile="13800004444"),
          applied(card, region), at=DAY - timedelta(days=60))  # fmt: skip
    models.Message.objects.all().update(sent_at=DAY)
    loss = e.LossReported(card_id=card, function=Function.SOCIAL, formal=False)
    found = happens(about, loss, DAY)
    with clock(DAY + timedelta(minutes=2)):
        receipts.ask_gateway()
    return about, found


def test_a_failed_message_is_work_for_an_officer_of_the_region(officer: Browser) -> None:
    about, failed = unreachable()
    assert told(failed) == "failed"
    page = text(officer.get("/officer/messages/failed/"))
    assert "空号或停机" in page
    assert person_id(about) in page
    assert NAME not in page
    assert receipts.failures(Posting(1, 1, "o", Channel.OFFICER, "110000", "")) == []
    assert officer.post("/officer/messages/settle/", {"message": failed, "how": "telepathy"}).status_code == 404
    assert officer.post("/officer/messages/settle/", {"message": failed, "how": "phone"}).status_code == 302
    assert receipts.failures(OFFICER) == []
    row = models.Telling.objects.get(pk=failed)
    assert (row.settled_how, row.settled_by != "") == ("phone", True)
    assert officer.post("/officer/messages/settle/", {"message": failed, "how": "phone"}).status_code == 404


class Gateway:
    """A gateway that does what a test wants."""

    def __init__(self, failure: Unavailable | None = None, number: str = "") -> None:
        self.failure, self.words, self.number = failure, [], number

    def send(self, mobile: str, words: str, key: str = "") -> str:
        if self.failure:
            raise self.failure
        self.words.append(words)
        return self.number or key


def test_a_gateway_that_is_down_is_tried_again_and_one_that_refuses_is_work(holder: IdNumber, monkeypatch) -> None:
    monkeypatch.setattr(outside, "messages", lambda: Gateway(Unavailable("短信网关没有答复。")))
    number = happens(holder, LOSS, DAY)
    assert models.Message.objects.get(pk=number).sent_at is None
    monkeypatch.setattr(outside, "messages", lambda: Gateway(Unavailable("号码有误。", permanent=True)))
    with clock(DAY + timedelta(hours=2)):
        counts = carry_due()
    assert counts[Outcome.SENT] == 1
    assert [failure.why for failure in receipts.failures(OFFICER)] == ["号码有误。"]


def test_words_with_a_link_in_them_never_leave(holder: IdNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.office.telling import carrier, templates

    gateway = Gateway()
    monkeypatch.setattr(outside, "messages", lambda: gateway)
    planted = templates.read("planted", "sms: now\nwhat: 请看https://x.cn。\nwhy: a\nnext: b\nreference: c\n")
    monkeypatch.setattr(carrier, "template_of", lambda kind, facts: planted)
    number = happens(holder, LOSS, DAY)
    assert gateway.words == []
    assert (told(number), models.Telling.objects.get(pk=number).why) == ("failed", "有链接或网址")


def test_no_gateway_at_all_means_the_page_alone(holder: IdNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "has_messages", lambda: False)
    assert told(happens(holder, LOSS, DAY)) == "in_app"


def test_messages_are_new_until_their_page_was_opened(holder: IdNumber, citizen: Browser) -> None:
    assert choices.unread(holder) > 0
    assert "条未读" in text(citizen.get("/me/"))
    assert 'class="pill warn"' in text(citizen.get("/notices/"))
    assert choices.unread(holder) == 0
    assert "未读" not in text(citizen.get("/notices/"))
    enter(holder, LOSS, at=DAY)
    assert choices.unread(holder) == 1


def test_the_choice_is_made_on_the_page(holder: IdNumber, citizen: Browser) -> None:
    citizen.get("/notices/")
    assert citizen.post("/notices/choice/", {"sms": "no"}).status_code == 302
    page = text(citizen.get("/notices/"))
    assert "重新接收这类短信" in page
    assert citizen.post("/notices/choice/", {"sms": "maybe"}).status_code == 404
    assert citizen.get("/notices/choice/").status_code == 302
    assert choices.unread(holder) == 0  # the choice did not forget what was read


def test_the_page_says_the_same_in_english(holder: IdNumber, citizen: Browser) -> None:
    happens(holder, LOSS, DAY)
    citizen.cookies["yk_lang"] = "en"
    page = text(citizen.get("/notices/"))
    assert "The social security function of your card is reported lost" in page
    assert "Text message sent" in page


def test_officers_read_the_words_that_are_sent(officer: Browser) -> None:
    page = text(officer.get("/officer/messages/"))
    assert "loss_reported-temporary" in page
    assert "{" not in page.split("<tbody>")[1]
