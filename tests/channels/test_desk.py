"""The desk: search, the masked person, agents, newcomers, and the receipt."""

from datetime import timedelta

import pytest

from tests.channels.setting import Browser, act, at_work, case_number, fill, person_id, text, title
from tests.channels.test_portal import upload
from tests.office.world import NAME, applied, enrol, enter, number, person_of, registered
from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.identity import IdNumber
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.records import models

pytestmark = pytest.mark.django_db


def at(about: IdNumber) -> str:
    return f"/desk/people/{person_id(about)}/"


def in_two_months() -> str:
    return (deployment.now() + timedelta(days=60)).date().isoformat()


def wide(typed: str) -> str:
    return typed.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789Xx"})


@pytest.mark.parametrize("spelt", [str, wide, lambda n: f" {n[:6]} {n[6:14]}-{n[14:]} ", str.lower])
def test_one_box_finds_by_identity_number_however_typed(desk: Browser, holder: IdNumber, spelt) -> None:
    assert desk.post("/desk/", {"q": spelt(holder.number)})["Location"] == at(holder)


def test_fifteen_old_digits_find_the_same_person(desk: Browser) -> None:
    about = enrol(3)
    assert about.number[-1] == "X"
    old = about.number[:6] + about.number[8:17]
    assert desk.post("/desk/", {"q": old})["Location"] == at(about)
    assert desk.post("/desk/", {"q": about.number.lower()})["Location"] == at(about)


def test_a_card_number_and_a_reference_find_the_person(desk: Browser, holder: IdNumber) -> None:
    assert desk.post("/desk/", {"q": "a00000001"})["Location"] == at(holder)
    done = act(desk, at(holder) + "services/report_loss/", function="social", present="on")
    reference = models.Entry.objects.get(service="report_loss").reference
    assert reference in text(done)
    assert desk.post("/desk/", {"q": reference.lower()})["Location"] == at(holder)


def test_what_is_not_there_and_what_is_out_of_scope_read_the_same(desk: Browser) -> None:
    away = enrol(2, region="110101")
    pages = [desk.post("/desk/", {"q": n.number}) for n in (away, number(80))]
    assert [p.status_code for p in pages] == [200, 200]
    assert all("在您的业务范围内没有查到" in text(p) for p in pages)
    assert [desk.get(path).status_code for path in (at(away), "/desk/people/nobody/")] == [404, 404]
    assert desk.post(at(away) + "unmask/", {"reason": "unmask_print"}).status_code == 404
    assert desk.get(at(away) + "services/report_loss/").status_code == 404
    told = {"case_number": "0" * 32, "function": "social", "present": "on"}
    assert desk.post(at(away) + "services/report_loss/", told).status_code == 404


@pytest.mark.parametrize("typed", ["", "   ", "610104197001010012", "\u202e123", "0" * 60])
def test_nonsense_is_told_or_not_found(desk: Browser, typed: str) -> None:
    assert desk.post("/desk/", {"q": typed}).status_code in (200, 422)


def test_the_person_is_masked_until_a_reason_is_given(desk: Browser, holder: IdNumber) -> None:
    page = text(desk.get(at(holder)))
    for secret in (holder.number, NAME, "13800000000", "A00000001"):
        assert secret not in page
    assert "赵*宁" in page
    assert desk.post(at(holder) + "unmask/", {"reason": "curious"}).status_code == 422
    assert holder.number in text(desk.post(at(holder) + "unmask/", {"reason": "unmask_print"}))
    looks = list(models.Look.objects.values_list("purpose", "actor", "channel"))
    assert ("unmask_print", "desk-610000-", "desk") in looks
    assert ("person", "desk-610000-", "desk") in looks
    assert desk.get(at(holder) + "unmask/")["Location"] == at(holder)


def test_the_menu_is_numbered_and_keeps_closed_services_with_their_reason(desk: Browser, holder: IdNumber) -> None:
    page = text(desk.get(at(holder)))
    assert '<li value="1"' in page
    assert 'class="shut"' in page
    assert "现在不能办" in page


def test_without_the_document_seen_what_needs_it_is_asked_again(desk: Browser, holder: IdNumber) -> None:
    """Said on the form itself, with what was filled in, and nothing is decided."""
    page = fill(desk, at(holder) + "services/report_loss/", function="social")
    assert "还没有勾选“已当面核对办理人的身份证件”" in text(page)
    assert 'href="#f-present"' in page.content.decode()
    assert 'value="social" checked' in " ".join(page.content.decode().split())
    assert person_of(holder).cards[0].social.state is State.NORMAL


def test_an_agent_needs_a_mandate_and_then_may(desk: Browser) -> None:
    about, agent = number(15), number(70)
    enter(about, registered(about), applied("C15"))
    told = {"present": "on", "asker": "agent", "agent_number": agent.number}
    withdraw, register = (f"{at(about)}services/{code}/" for code in ("withdraw_application", "register_mandate"))
    sent = fill(desk, f"{withdraw}?by=agent", **told)
    assert "没有找到在有效期内" in text(desk.get(sent["Location"]))
    mandate = {"kind": "agent", "agent_id_number": agent.number, "agent_name": "钱二黎", "ends_on": in_two_months()}
    done = act(desk, register, **mandate, present="on")
    assert title(done) == "委托或监护登记：已办理", text(done)
    check = desk.get(fill(desk, f"{withdraw}?by=agent", **told)["Location"])
    assert "代理人" in text(check)
    assert agent.number not in text(check) + repr(dict(desk.session))
    done = desk.post(withdraw + "check/", {"case_number": case_number(check)})
    assert title(done) == "撤回申请：已办理", text(done)
    assert models.Entry.objects.get(service="withdraw_application").asker == "agent"


def test_an_agents_number_that_cannot_be_read_is_told(desk: Browser, holder: IdNumber) -> None:
    told = {"function": "social", "present": "on", "asker": "agent", "agent_number": "123"}
    page = fill(desk, at(holder) + "services/report_loss/", **told)
    assert page.status_code == 422
    assert "证件号码应为 18 位" in text(page)
    assert fill(desk, at(holder) + "services/report_loss/", **{**told, "asker": "officer"}).status_code == 422


def test_a_newcomer_applies_under_a_handle_that_is_no_number(desk: Browser) -> None:
    about = number(81)
    page = text(desk.post("/desk/", {"q": about.number}))
    start = page.split('href="/desk/people/new-')[1].split("/")[0]
    base = f"/desk/people/new-{start}/"
    assert "申领" in text(desk.get(base))
    form = desk.get(base + "services/apply/")
    told = {
        "case_number": case_number(form), "confirmed": "on", "present": "on", "region": "610100", "name": "钱二黎",
        "mobile": "13800000000", "bank": "CAB", "outlet": "XA-YT-01", "photo": upload("p.jpg", portrait(3)),
    }  # fmt: skip
    assert title(desk.post(base + "services/apply/", told)) == "申领：已办理"
    assert desk.post("/desk/", {"q": about.number})["Location"] == at(about)
    assert at_work(Channel.DESK, "610100").get(base).status_code == 404
    assert about.number not in repr(dict(desk.session))


def test_the_receipt_can_be_printed(desk: Browser, holder: IdNumber) -> None:
    done = text(act(desk, at(holder) + "services/report_loss/", function="social", present="on"))
    assert "打印这一页作为回执" in done
    assert "受理编号" in done


def test_a_clerks_act_is_noted_under_their_name(desk: Browser, holder: IdNumber) -> None:
    act(desk, at(holder) + "services/report_loss/", function="social", present="on")
    entry = models.Entry.objects.get(service="report_loss")
    assert (entry.actor, entry.channel, entry.asker, entry.assurance) == ("desk-610000-", "desk", "holder", 4)
