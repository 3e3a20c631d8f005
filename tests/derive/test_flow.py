"""A service from its question to its answer: nothing typed is lost, nothing leads nowhere, nothing is done twice."""

from dataclasses import replace

import pytest

from tests.channels.setting import RIGHT, Browser, act, at_work, case_number, fill, person_id, signed_in, text, title
from tests.office.world import applied, enrol, enter, number, registered
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive.window import Window
from yikatong.channels.portal.window import citizen_window
from yikatong.office.sign_in import Signed
from yikatong.records import models

pytestmark = pytest.mark.django_db
MANDATE = {"kind": "agent", "agent_id_number": number(70).number, "agent_name": "钱二黎", "ends_on": "2027-01-01"}


@pytest.fixture(autouse=True)
def places(city) -> None: ...


def only_possible(page: str, name: str, value: str) -> bool:
    """Whether this choice stands ready, being the only one that can be chosen."""
    fields = [part for part in page.split("<input") if f'name="{name}"' in part.split(">")[0]]
    free = [part.split(">")[0] for part in fields if "disabled" not in part.split(">")[0]]
    return len(free) == 1 and f'value="{value}" checked' in free[0]


def test_what_has_no_alternative_is_chosen_already(citizen: Browser) -> None:
    """Three taps from the home page: the service, the next step, the confirmation."""
    page = text(citizen.get("/services/report_loss/?card=C1"))
    assert only_possible(page, "function", "social")
    assert only_possible(page, "kind", "temporary")
    assert not only_possible(page, "kind", "formal")
    act(citizen, "/services/report_loss/", function="social", kind="temporary")
    assert only_possible(text(citizen.get("/services/lift_loss/")), "function", "social")


def test_a_link_may_choose_but_never_type(citizen: Browser) -> None:
    page = text(citizen.get("/services/register_mandate/?kind=guardian&agent_name=钱二黎&ends_on=2030-01-01"))
    assert 'value="guardian" checked' in page
    assert 'value="钱二黎"' not in page
    assert 'value="2030-01-01"' not in page
    closed = text(citizen.get("/services/report_loss/?function=financial&kind=%3Cscript%3E"))
    assert 'value="financial" checked' not in closed


def test_changing_one_answer_keeps_the_others(citizen: Browser) -> None:
    sent = fill(citizen, "/services/register_mandate/", **MANDATE)
    check = citizen.get(sent["Location"])
    change = f"/services/register_mandate/?case_number={case_number(check)}"
    assert f'<a href="{change}#f-ends_on">修改<span class="hidden"> 有效期止（含当日）</span></a>' in text(check)
    form = citizen.get(change)
    assert case_number(form) == case_number(check)
    for typed in ("2027-01-01", "钱二黎", MANDATE["agent_id_number"], 'value="agent" checked'):
        assert typed in text(form)
    told = {**MANDATE, "ends_on": "2026-12-31", "case_number": case_number(form)}
    assert "2026年12月31日" in text(citizen.get(citizen.post("/services/register_mandate/", told)["Location"]))
    assert citizen.get("/services/register_mandate/?case_number=" + "0" * 32).status_code == 404


def test_a_clerk_does_not_type_the_agents_number_twice(desk: Browser, holder: IdNumber) -> None:
    path = f"/desk/people/{person_id(holder)}/services/report_loss/"
    told = {"function": "social", "present": "on", "asker": "agent", "agent_number": number(70).number}
    sent = fill(desk, path, **told)
    assert number(70).number not in repr(dict(desk.session))
    form = text(desk.get(f"{path}?case_number={sent['Location'][-32:]}"))
    assert number(70).number in form
    assert 'value="agent" checked' in form
    assert 'name="present" checked' in form


def test_a_form_that_asks_nothing_is_not_shown() -> None:
    about = number(15)
    enter(about, registered(about), applied("C15"))
    browser = signed_in(about)
    opened = browser.get("/services/withdraw_application/")
    assert opened.status_code == 302
    check = browser.get(opened["Location"])
    assert title(check) == "核对：撤回申请"
    assert "须重新申请" in text(check)
    assert "修改" not in text(check).split("<main")[1]
    done = browser.post("/services/withdraw_application/check/", {"case_number": case_number(check)})
    assert title(done) == "撤回申请：已办理"


def test_at_a_counter_the_document_is_asked_for_even_so(desk: Browser) -> None:
    about = number(15)
    enter(about, registered(about), applied("C15"))
    assert desk.get(f"/desk/people/{person_id(about)}/services/withdraw_application/").status_code == 200


def test_an_unfit_answer_is_told_at_its_field(citizen: Browser) -> None:
    page = fill(citizen, "/services/register_mandate/", **{**MANDATE, "ends_on": "2040-01-01"})
    assert (page.status_code, title(page)) == (422, "需要改正：委托或监护登记")
    told = text(page)
    assert 'href="#f-ends_on"' in told
    assert "委托最长90天" in told.split('id="h-ends_on"')[1].split("</div>")[0]
    assert "依据：" in told.split('id="h-ends_on"')[1].split("</div>")[0]
    assert "钱二黎" in told
    assert not models.Entry.objects.filter(service="register_mandate").exists()


def test_a_weak_pin_is_told_at_its_field_and_never_echoed(citizen: Browser) -> None:
    told = {"current_pin": "470916", "new_pin": "123456", "confirmed": "on"}
    page = fill(citizen, "/services/change_pin/", **told)
    assert page.status_code == 422
    assert "新密码太简单" in text(page).split('id="h-new_pin"')[1].split("</div>")[0]
    assert "123456" not in text(page)
    assert "470916" not in text(page)


def test_what_no_other_answer_cures_stays_a_page_of_its_own(citizen: Browser) -> None:
    sent = fill(citizen, "/services/report_loss/", function="social", kind="formal")
    page = citizen.get(sent["Location"])
    assert (page.status_code, title(page)) == (200, "现在还不能挂失")
    assert text(page).index("可以这样办") < text(page).index("为什么")


def test_back_and_reload_show_what_was_done(citizen: Browser, holder: IdNumber) -> None:
    sent = fill(citizen, "/services/report_loss/", function="social", kind="temporary")
    told = {"case_number": case_number(citizen.get(sent["Location"]))}
    done, again = citizen.post("/services/report_loss/check/", told), citizen.get(sent["Location"])
    entry = models.Entry.objects.get(service="report_loss")
    for page in (done, again):
        assert title(page) == "挂失：已办理"
        assert f'href="/receipts/{entry.reference}/"' in text(page)
        for words in ("社保功能已临时挂失", "完成", "待送达", "自动解除挂失", "待到期"):
            assert words in text(page)
    assert models.Entry.objects.filter(service="report_loss").count() == 1


def test_nobody_sees_what_another_has_done(citizen: Browser, desk: Browser, holder: IdNumber) -> None:
    base = f"/desk/people/{person_id(holder)}/services/report_loss/"
    sent = fill(desk, base, function="social", present="on")
    desk.post(base + "check/", {"case_number": sent["Location"][-32:]})
    looks = models.Look.objects.filter(purpose="report_loss").count()
    assert title(desk.get(sent["Location"])) == "挂失：已办理"
    assert models.Look.objects.filter(purpose="report_loss").count() == looks + 1
    other = enrol(9)
    elsewhere = sent["Location"].replace(person_id(holder), person_id(other))
    assert desk.get(elsewhere).status_code == 404
    assert citizen.get("/services/report_loss/check/" + sent["Location"][-45:]).status_code == 404
    assert desk.get(sent["Location"].replace("report_loss", "lift_loss")).status_code == 404


def test_only_steps_that_can_be_taken_follow(citizen: Browser) -> None:
    done = text(act(citizen, "/services/report_loss/", function="social", kind="temporary"))
    assert 'href="/services/lift_loss/?card=C1"' in done
    assert "/services/replace/" not in done
    refused = text(citizen.get("/services/enable/"))
    assert "社保功能已挂失" in refused
    assert 'href="/services/lift_loss/?card=C1"' in refused


def test_a_wrong_pin_is_not_called_done(citizen: Browser) -> None:
    page = fill(citizen, "/services/change_pin/", current_pin="000001", new_pin="582930", confirmed="on")
    assert title(page) == "密码不正确，没有办理"
    assert 'class="panel bad"' in text(page)


def test_a_first_card_does_not_look_open_to_its_holder(holder: IdNumber, citizen: Browser) -> None:
    for region in ("610000", "610100", "000000"):
        page = text(at_work(Channel.DESK, region).get(f"/desk/people/{person_id(holder)}/"))
        shut = page.split('class="shut"')
        assert any("services/apply/" in part for part in shut[1:]), region
        assert "services/apply/" not in shut[0], region
    assert title(citizen.get("/services/apply/")) == "现在还不能申领"


def test_no_check_is_asked_for_what_would_be_refused_after_it(holder: IdNumber) -> None:
    browser = Browser()
    from tests.channels.test_sign_in import sent_code
    from tests.office.world import NAME

    browser.post("/sign-in/", {"number": holder.number, "name": NAME})
    browser.post("/sign-in/code/", {"code": sent_code()})
    assert "step-up" not in text(browser.get("/services/lift_loss/"))
    assert "没有挂失" in text(browser.get("/services/lift_loss/"))
    assert browser.get("/services/reset_pin/")["Location"] == "/step-up/?next=/services/reset_pin/"


def test_a_check_that_ran_out_is_asked_again_and_the_filled_in_form_is_kept(
    citizen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(citizen, "/services/report_loss/", function="social", kind="temporary")
    checked = citizen.post("/services/lift_loss/", {"case_number": "e" * 32, "function": "social", "card": "C1"})
    with monkeypatch.context() as older:
        older.setattr("yikatong.channels.portal.window.citizen_window", less_sure)
        late = citizen.post(checked["Location"], {"case_number": "e" * 32})
        assert late["Location"].startswith("/step-up/?next=/services/lift_loss/check/%3Fcase_number%3D" + "e" * 32)
    done = citizen.post(checked["Location"], {"case_number": "e" * 32})
    assert "已办理" in text(done)
    assert f'name="next" value="{checked["Location"]}"' in text(done)


def less_sure(signed: Signed) -> Window:
    return replace(citizen_window(signed), assurance=Assurance.CODE)


def test_faults_lead_back_to_the_channel_they_happened_on(citizen: Browser, desk: Browser, holder: IdNumber) -> None:
    lost = text(desk.get(f"/desk/people/{person_id(holder)}/services/report_loss/check/?case_number={'0' * 32}"))
    assert "填写的内容已不在了" in lost
    assert f'href="/desk/people/{person_id(holder)}/services/report_loss/"' in lost
    assert "draft_gone" in lost
    assert 'href="/desk/"' in text(desk.get("/desk/nothing/")).split("<main")[1]
    assert 'href="/"' in text(citizen.get("/nothing/")).split("<main")[1]


def test_the_region_nearby_stands_first(desk: Browser) -> None:
    page = text(desk.get("/desk/services/find_outlet/"))
    offered = page.split('name="region"')[1].split("</select>")[0]
    assert offered.index('value="610000"') < offered.index('value="610100"') < offered.index('value="110000"')


def test_a_hotline_clerk_sees_the_refusals_words(holder: IdNumber) -> None:
    browser = at_work(Channel.HOTLINE)
    base = f"/hotline/people/{person_id(holder)}/"
    browser.post(base + "caller/", RIGHT)
    page = browser.get(base + "services/track/")
    assert title(page) == "查询制卡进度"
