"""Citizens' sign-in: the code, its limits, what it does not tell, and the real-person check."""

import re
from datetime import timedelta

import pytest

from tests.channels.setting import Browser, signed_in, text
from tests.office.world import NAME, NOW, enrol, number
from yikatong.adapters.demo.identity import Script
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Assurance
from yikatong.office import deployment, outside, sign_in
from yikatong.office.sign_in_rows import LIMIT_PER_CLIENT, LIMIT_PER_NUMBER, SignInFault
from yikatong.ports.identity import Method
from yikatong.records import models

pytestmark = pytest.mark.django_db


def sent_code() -> str:
    found = re.search(r"验证码(\d{6})", outside.demo_messages().latest()[0].words)
    assert found
    return found[1]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def fault_of(call, *args) -> str:
    with pytest.raises(SignInFault) as caught:
        call(*args)
    return caught.value.code


def test_a_code_to_the_mobile_on_record_signs_in(holder: IdNumber) -> None:
    ticket = sign_in.begin(holder, NAME, "10.0.0.1")
    token = sign_in.confirm(ticket, sent_code())
    signed = sign_in.who(token)
    assert signed
    assert (signed.number, signed.name, signed.assurance) == (holder, NAME, Assurance.CODE)
    sign_in.sign_out(token)
    assert sign_in.who(token) is None


def test_a_full_width_code_is_read(holder: IdNumber) -> None:
    ticket = sign_in.begin(holder, NAME, "c")
    wide = sent_code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert sign_in.who(sign_in.confirm(ticket, f" {wide} "))


@pytest.mark.parametrize(("known", "name"), [(True, "别的人"), (False, NAME)])
def test_a_stranger_or_a_wrong_name_gets_the_same_reply_and_no_message(holder, known: bool, name: str) -> None:
    ticket = sign_in.begin(holder if known else number(77), name, "c")
    assert len(ticket) == len(sign_in.begin(holder, NAME, "c"))
    assert len(outside.demo_messages().latest()) == 1
    assert fault_of(sign_in.confirm, ticket, "000000") == "code_wrong"


def test_where_nothing_was_sent_no_code_is_right(monkeypatch: pytest.MonkeyPatch, holder: IdNumber) -> None:
    monkeypatch.setattr(sign_in.secrets, "randbelow", lambda _: 123456)
    assert fault_of(sign_in.confirm, sign_in.begin(holder, "别的人", "c"), "123456") == "code_wrong"
    assert sign_in.confirm(sign_in.begin(holder, NAME, "c"), "123456")


def test_five_wrong_codes_end_the_ticket_even_for_the_right_one(holder: IdNumber) -> None:
    ticket = sign_in.begin(holder, NAME, "c")
    right = sent_code()
    assert [fault_of(sign_in.confirm, ticket, other(right)) for _ in range(5)] == ["code_wrong"] * 5
    assert fault_of(sign_in.confirm, ticket, right) == "too_many_tries"


def test_a_code_ends_after_five_minutes_and_after_use(holder: IdNumber) -> None:
    with deployment.at(NOW):
        ticket = sign_in.begin(holder, NAME, "c")
    with deployment.at(NOW + timedelta(minutes=5)):
        assert fault_of(sign_in.confirm, ticket, sent_code()) == "code_expired"
    with deployment.at(NOW + timedelta(minutes=4, seconds=59)):
        assert sign_in.confirm(ticket, sent_code())
        assert fault_of(sign_in.confirm, ticket, sent_code()) == "code_expired"
    assert fault_of(sign_in.confirm, "no such ticket", "1") == "code_expired"


def test_codes_are_limited_per_number_and_per_client(holder: IdNumber) -> None:
    with deployment.at(NOW):
        for serial in range(LIMIT_PER_NUMBER):
            sign_in.begin(holder, NAME, f"client {serial}")
        assert fault_of(sign_in.begin, holder, NAME, "another") == "sign_in_limited"
        for serial in range(LIMIT_PER_CLIENT):
            sign_in.begin(number(100 + serial), NAME, "one terminal")
        assert fault_of(sign_in.begin, number(99), NAME, "one terminal") == "sign_in_limited"
    with deployment.at(NOW + timedelta(minutes=61)):
        assert sign_in.begin(holder, NAME, "one terminal")
    with deployment.at(NOW + timedelta(minutes=66)):
        assert sign_in.forget_ended() == LIMIT_PER_NUMBER + LIMIT_PER_CLIENT


def test_the_table_holds_no_token_code_number_or_name(holder: IdNumber) -> None:
    ticket = sign_in.begin(holder, NAME, "10.9.8.7")
    token = sign_in.confirm(ticket, sent_code())
    row = models.SignIn.objects.values().get()
    written = repr({k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()})
    for secret in (ticket, token, sent_code(), holder.number, NAME, "10.9.8.7"):
        assert secret not in written
        assert repr(secret.encode())[2:-1] not in written


def test_a_real_person_check_lasts_ten_minutes(holder: IdNumber) -> None:
    with deployment.at(NOW):
        token = sign_in.confirm(sign_in.begin(holder, NAME, "c"), sent_code())
        assert sign_in.step_up(token, Method.VIDEO) is Assurance.FACE
    for minutes, assurance in ((9, Assurance.FACE), (10, Assurance.CODE), (29, Assurance.CODE)):
        with deployment.at(NOW + timedelta(minutes=minutes)):
            signed = sign_in.who(token)
            assert signed
            assert signed.assurance is assurance
    with deployment.at(NOW + timedelta(minutes=30)):
        assert sign_in.who(token) is None
        assert fault_of(sign_in.step_up, token, Method.FACE) == "sign_in_ended"


def test_refused_checks_are_counted_and_an_outage_is_not(holder: IdNumber) -> None:
    token = sign_in.confirm(sign_in.begin(holder, NAME, "c"), sent_code())
    outside.demo_identity().choose(Script.UNAVAILABLE)
    assert {fault_of(sign_in.step_up, token, Method.FACE) for _ in range(7)} == {"identity_unavailable"}
    outside.demo_identity().choose(Script.REFUSE, holder.number)
    assert [fault_of(sign_in.step_up, token, Method.FACE) for _ in range(5)] == ["identity_refused"] * 5
    outside.demo_identity().choose(Script.ACCEPT, holder.number)
    assert fault_of(sign_in.step_up, token, Method.FACE) == "too_many_tries"
    signed = sign_in.who(token)
    assert signed
    assert signed.assurance is Assurance.CODE


def test_who_has_no_record_signs_in_by_the_check_alone(db) -> None:
    token = sign_in.by_identity(number(50), "钱二黎", Method.VIDEO, "c")
    signed = sign_in.who(token)
    assert signed
    assert (signed.number, signed.assurance) == (number(50), Assurance.FACE)
    outside.demo_identity().choose(Script.REFUSE)
    assert fault_of(sign_in.by_identity, number(50), "钱二黎", Method.FACE, "c") == "identity_refused"


def test_refused_checks_count_towards_the_limit(db) -> None:
    outside.demo_identity().choose(Script.REFUSE)
    codes = [fault_of(sign_in.by_identity, number(51), "钱二黎", Method.FACE, "c") for _ in range(6)]
    assert codes == ["identity_refused"] * 5 + ["sign_in_limited"]


def test_outside_demo_mode_nothing_is_connected_unless_named(settings, holder: IdNumber, caplog) -> None:
    settings.DEMO = False
    ticket = sign_in.begin(holder, NAME, "c")
    assert ticket, "the reply does not tell that the code was not sent"
    assert "not sent" in caplog.text
    assert fault_of(sign_in.by_identity, holder, NAME, Method.FACE, "c") == "identity_unavailable"


def test_the_pages_lead_through_and_bring_back(holder: IdNumber) -> None:
    browser = Browser()
    assert browser.get("/services/track/")["Location"] == "/sign-in/?next=/services/track/"
    begun = browser.post("/sign-in/", {"number": holder.number, "name": NAME, "next": "/services/track/"})
    assert begun["Location"] == "/sign-in/code/?next=/services/track/"
    wrong = browser.post("/sign-in/code/", {"code": other(sent_code())})
    assert (wrong.status_code, "验证码不对" in text(wrong)) == (422, True)
    right = browser.post("/sign-in/code/", {"code": sent_code(), "next": "/services/track/"})
    assert right["Location"] == "/services/track/"
    assert "制卡进度" in text(browser.get("/services/track/"))
    cookie = browser.cookies["yk_signed"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(holder: IdNumber, away: str) -> None:
    told = {"number": holder.number, "name": NAME, "method": "face", "next": away}
    assert Browser().post("/sign-in/check/", told)["Location"] == "/"


def test_the_sign_in_form_tells_what_is_wrong_and_never_echoes_the_number() -> None:
    page = Browser().post("/sign-in/", {"number": "610113196501010012", "name": "1"})
    assert page.status_code == 422
    assert "校验位" in text(page)
    assert "姓名中不能有数字" in text(page)
    assert "610113196501010012" not in text(page)


def test_another_person_on_the_same_browser_starts_afresh(holder: IdNumber) -> None:
    browser = signed_in(holder)
    session = browser.session
    session["drafts"] = {"x": "y"}
    session.save()
    another = enrol(2)
    browser.post("/sign-in/check/", {"number": another.number, "name": NAME, "method": "video"})
    assert "drafts" not in browser.session
    browser.post("/sign-out/")
    assert browser.get("/services/track/").status_code == 302
