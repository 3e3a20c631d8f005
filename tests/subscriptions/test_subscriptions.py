"""Partners hear of acts: of which, from whom, in whose words; signed, repeated and replayed."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.channels.setting import Browser, at_work, person_id, text
from tests.courier.receivers import ACCEPTED, Receiver, receiving, saying
from tests.office.world import MOBILE, NAME, enrol, lose, serve
from yikatong.adapters.webhooks.signing import verify
from yikatong.cards.identity import IdNumber, InputFault
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, partner_desk, subscriptions
from yikatong.office.courier.carrying import carry_due
from yikatong.office.subscription_rows import pseudonym
from yikatong.office.subscriptions import Draft
from yikatong.records import models

pytestmark = pytest.mark.django_db
NATION = "000000"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(saying(ACCEPTED)) as found:
        yield found


def subscribe(url: str, **rest: object) -> tuple[str, str]:
    """A subscription in force: its number and secret."""
    told = {"partner": "METRO-1", "name": "地铁票务中心", "purpose": "card_use", "region": "610000",
            "kinds": ("loss_reported", "loss_lifted"), **rest}  # fmt: skip
    number, secret = subscriptions.add(Draft(url=url, **told), "officer1", NATION)  # type: ignore[arg-type]
    subscriptions.approve(number, "officer2", NATION)
    return number, secret


def told(number: str) -> list[dict[str, object]]:
    rows = models.Message.objects.filter(party="partner", target=number).order_by("pk")
    return [json.loads(row.body) for row in rows]


def heard(receiver: Receiver) -> list[tuple[dict[str, str], bytes]]:
    """Headers and body of each request."""
    found = []
    for raw in receiver.heard:
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        found.append(({k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}, body))
    return found


def test_a_partner_hears_masked_facts_in_the_transaction_of_the_act(holder: IdNumber, receiver: Receiver) -> None:
    number, _secret = subscribe(receiver.url)
    before = models.Entry.objects.count()
    assert lose(holder).granted
    assert models.Entry.objects.count() == before + 1
    (body,) = told(number)
    assert body["person"] == pseudonym("METRO-1", f"person|{person_id(holder)}")
    assert (body["function"], body["formal"], body["region"]) == ("social", False, "610104")
    stored = models.Message.objects.get(party="partner").body
    for secret in (NAME, MOBILE, holder.number, "C1", person_id(holder)):
        assert f'"{secret}"' not in stored
    refused = lose(holder)
    assert not refused.granted
    assert len(told(number)) == 1


def test_what_is_not_subscribed_not_in_the_region_not_approved_or_ended_is_not_told(holder: IdNumber) -> None:
    elsewhere, _ = subscribe("http://127.0.0.1:9/a", region="110000")
    other, _ = subscribe("http://127.0.0.1:9/b", kinds=("card_collected",))
    waiting, _ = subscriptions.add(
        Draft("P-2", "某单位", "card_use", "610000", "http://127.0.0.1:9/c", ("loss_reported",)), "officer1", NATION
    )
    ended, _ = subscribe("http://127.0.0.1:9/d")
    subscriptions.end(ended, "officer1", NATION)
    lose(holder)
    assert [told(number) for number in (elsewhere, other, waiting, ended)] == [[], [], [], []]


def test_two_partners_cannot_compare_whom_they_mean(holder: IdNumber) -> None:
    first, _ = subscribe("http://127.0.0.1:9/a")
    second, _ = subscribe("http://127.0.0.1:9/b", partner="HOSP-1")
    lose(holder)
    (one,), (two,) = told(first), told(second)
    assert one["person"] != two["person"]
    assert one["card"] != two["card"]
    assert serve("lift_loss", holder, function="social").granted
    assert told(first)[1]["person"] == one["person"]


def test_statistics_hear_of_nobody(holder: IdNumber) -> None:
    number, _ = subscribe("http://127.0.0.1:9/a", purpose="statistics", kinds=("loss_reported",))
    lose(holder)
    (body,) = told(number)
    assert body.keys() == {"function", "formal", "region", "timestamp"}
    assert "T00:00:00" in str(body["timestamp"])


def test_an_act_costs_no_statement_more_for_many_partners(holder: IdNumber) -> None:
    def statements(about: IdNumber) -> int:
        deployment.start_afresh()
        with CaptureQueriesContext(connection) as caught:
            assert lose(about).granted
        return len(caught)

    others = [enrol(serial) for serial in (2, 3)]
    statements(holder)
    none = statements(others[0])
    for partner in range(5):
        subscribe("http://127.0.0.1:9/a", partner=f"P-{partner}")
    assert statements(others[1]) == none


def test_a_message_is_signed_and_keeps_its_id(holder: IdNumber, receiver: Receiver) -> None:
    number, secret = subscribe(receiver.url)
    lose(holder)
    carry_due()
    ((headers, body),) = heard(receiver)
    message_id = models.Message.objects.get(party="partner").pk
    assert verify([secret], headers, body, int(time.time())) == f"msg_{message_id}"
    page = json.loads(body)
    assert (page["type"], page["data"]["function"]) == ("loss_reported", "social")
    now = deployment.now()
    assert partner_desk.replay(number, now - timedelta(days=1), now + timedelta(days=1), NATION) == 1
    assert partner_desk.replay(number, now + timedelta(days=1), now + timedelta(days=2), NATION) == 0
    carry_due()
    assert [h["webhook-id"] for h, _ in heard(receiver)] == [f"msg_{message_id}"] * 2


def test_during_a_rotation_both_secrets_sign_and_then_the_new_one(holder: IdNumber, receiver: Receiver) -> None:
    number, old = subscribe(receiver.url)
    new = subscriptions.rotate(number, NATION)
    lose(holder)
    carry_due()
    (headers, body) = heard(receiver)[0]
    assert verify([old], headers, body, int(time.time())) == verify([new], headers, body, int(time.time()))
    with deployment.at(deployment.now() + timedelta(hours=25)):
        partner_desk.send_example(number, "loss_reported", NATION)
    (headers, body) = heard(receiver)[1]
    assert verify([new], headers, body, int(time.time()))
    with pytest.raises(Exception, match="signature_wrong"):
        verify([old], headers, body, int(time.time()))


def test_an_example_is_about_nobody_and_a_failure_is_told(receiver: Receiver) -> None:
    number, _ = subscribe(receiver.url)
    tried = partner_desk.send_example(number, "loss_reported", NATION)
    assert (tried.delivered, tried.status) == (True, 202)
    assert json.loads(tried.body)["data"]["example"] is True
    assert not models.Message.objects.filter(party="partner").exists()
    broken, _ = subscribe("http://127.0.0.1:9/a")
    tried = partner_desk.send_example(broken, "loss_reported", NATION)
    assert (tried.delivered, tried.status) == (False, None)
    with pytest.raises(partner_desk.KindUnknown):
        partner_desk.send_example(number, "card_collected", NATION)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"partner": "x y"}, "partner_form"), ({"name": ""}, "partner_name"),
        ({"purpose": "spying"}, "purpose_missing"), ({"region": "999999"}, "region_missing"),
        ({"kinds": ()}, "kinds_unfit"),
        ({"kinds": ("visit_made",)}, "kinds_unfit"), ({"url": "ftp://a"}, "address_unfit"),
        ({"url": "https://a:b@c.cn"}, "address_unfit"), ({"url": "https://[x"}, "address_unfit"),
    ],
)  # fmt: skip
def test_a_subscription_that_is_not_sound_is_refused(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(InputFault) as fault:
        subscribe(**{"url": "https://partner.example.org/x", **wrong})  # type: ignore[arg-type]
    assert fault.value.code == code


def test_an_officer_adds_and_another_approves(officer: Browser, holder: IdNumber) -> None:
    form = {
        "partner": "METRO-1",
        "name": "地铁票务中心",
        "purpose": "card_use",
        "region": "610100",
        "url": "https://partner.example.org/hook",
        "kinds": ["card_use:loss_reported", "statistics:card_collected"],
    }
    page = text(officer.post("/officer/partners/add/", form))
    assert "whsec_" in page
    row = models.Subscription.objects.get()
    assert json.loads(row.kinds) == ["loss_reported"]
    here = f"/officer/partners/{row.pk}/"
    assert "whsec_" not in text(officer.get(here))
    assert officer.post(f"{here}act/", {"act": "approve"}).status_code == 409
    elsewhere = at_work(Channel.OFFICER, region="110000")
    assert elsewhere.get(here).status_code == 404
    second = at_work(Channel.OFFICER, region=NATION)
    assert second.post(f"{here}act/", {"act": "approve"}).status_code == 302
    lose(holder)
    assert len(told(row.pk)) == 1
    assert "待投递" in text(officer.get(here))


def test_what_an_officer_does_with_a_subscription(officer: Browser) -> None:
    here = f"/officer/partners/{subscribe('https://partner.example.org/hook')[0]}/"
    for act in ("", "spy"):
        assert officer.post(f"{here}act/", {"act": act}).status_code == 404
    assert officer.post(f"{here}act/", {"act": "replay", "first": "x", "last": ""}).status_code == 422
    assert (
        officer.post(f"{here}act/", {"act": "replay", "first": "9999-12-31", "last": "9999-12-31"}).status_code == 422
    )
    assert "whsec_" in text(officer.post(f"{here}act/", {"act": "rotate"}))
    assert officer.post(f"{here}act/", {"act": "end"}).status_code == 302
    assert officer.post(f"{here}act/", {"act": "rotate"}).status_code == 409
    assert "已停止" in text(officer.get("/officer/partners/"))


def test_a_form_with_a_fault_is_shown_again_with_what_was_typed(officer: Browser) -> None:
    answer = officer.post("/officer/partners/add/", {"partner": "P-1", "name": "某单位", "url": "javascript:x"})
    assert answer.status_code == 422
    assert 'value="某单位"' in text(answer)
    for before in ("x", "9" * 40):
        assert officer.get(f"/officer/partners/?after={before}").status_code == 200


def test_secrets_lie_sealed(receiver: Receiver) -> None:
    number, secret = subscribe(receiver.url)
    row = models.Subscription.objects.get(pk=number)
    assert secret.encode() not in bytes(row.secret)
