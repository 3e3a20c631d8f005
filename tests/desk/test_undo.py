"""Taking back an act at the window: same clerk, same window, five minutes, and the reverse service decides."""

from datetime import timedelta

import pytest

from tests.channels.setting import Browser, account, act, at_work, person_id, text, verified
from tests.office.world import enrol, person_of, serve
from yikatong.cards.identity import IdNumber
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.service import RefusalRule
from yikatong.channels.derive import staff_receipts
from yikatong.office import deployment
from yikatong.records import models
from yikatong.services import catalogue

pytestmark = pytest.mark.django_db


def sit(browser: Browser, window: str = "3", **more: str) -> None:
    response = browser.post("/desk/shift/", {"outlet": "XA-YT-01", "window": window, **more})
    assert response.status_code == 302, text(response)


def lose(browser: Browser, about: IdNumber, **answers: str) -> str:
    act(
        browser,
        f"/desk/people/{person_id(about)}/services/report_loss/",
        present="on",
        **{"function": "social", **answers},
    )
    return models.Entry.objects.get(service="report_loss").reference


def undo_at(about: IdNumber, reference: str) -> str:
    return f"/desk/people/{person_id(about)}/receipts/{reference}/undo/"


def social(about: IdNumber) -> State:
    return person_of(about).cards[0].social.state


def test_a_temporary_report_is_taken_back_within_five_minutes(desk: Browser, holder: IdNumber) -> None:
    sit(desk)
    reference = lose(desk, holder)
    assert social(holder) is State.TEMP_LOST
    home = text(desk.get(f"/desk/people/{person_id(holder)}/"))
    assert f"/receipts/{reference}/undo/" in home
    assert 'data-key="U"' in home
    assert "解挂" in text(desk.get(undo_at(holder, reference)))
    unseen = desk.post(undo_at(holder, reference))
    assert unseen.status_code == 422
    assert "还没有勾选" in text(unseen)
    done = desk.post(undo_at(holder, reference), {"present": "on"})
    assert "解挂：已办理" in text(desk.get(done["Location"]))
    assert social(holder) is State.NORMAL
    again = desk.post(undo_at(holder, reference), {"present": "on"})
    back = models.Entry.objects.get(service="lift_loss").reference
    assert again["Location"].endswith(f"/receipts/{back}/")
    assert "已撤销" in text(desk.get("/desk/"))
    assert "undo/" not in text(desk.get("/desk/"))
    assert back in text(desk.get(f"/desk/people/{person_id(holder)}/receipts/{reference}/"))


def test_after_five_minutes_nothing_is_taken_back(desk: Browser, holder: IdNumber) -> None:
    sit(desk)
    reference = lose(desk, holder)
    now = models.Entry.objects.get(reference=reference).at
    with deployment.at(now + timedelta(seconds=298)):
        assert desk.get(undo_at(holder, reference)).status_code == 200
        assert "undo/" in text(desk.get("/desk/"))
    with deployment.at(now + timedelta(seconds=302)):
        assert "undo/" not in text(desk.get("/desk/"))
        for response in (
            desk.get(undo_at(holder, reference)),
            desk.post(undo_at(holder, reference), {"present": "on"}),
        ):
            assert response.status_code == 409
            assert "undo_over" in text(response)
    assert social(holder) is State.TEMP_LOST


def test_nobody_else_and_no_other_window_takes_it_back(desk: Browser, holder: IdNumber) -> None:
    sit(desk)
    reference = lose(desk, holder)
    other = verified(account(Channel.DESK, name="another"))
    assert other.get(undo_at(holder, reference)).status_code == 409
    sit(other, "4")
    assert other.post(undo_at(holder, reference), {"present": "on"}).status_code == 409
    sit(desk, "5")
    assert desk.post(undo_at(holder, reference), {"present": "on"}).status_code == 409
    assert social(holder) is State.TEMP_LOST


def test_without_a_window_or_at_the_bank_there_is_no_undo(desk: Browser, holder: IdNumber) -> None:
    reference = lose(desk, holder)
    assert "undo/" not in text(desk.get("/desk/"))
    assert desk.get(undo_at(holder, reference)).status_code == 409
    bank = at_work(Channel.BANK, party="CAB")
    assert bank.get(undo_at(holder, reference).replace("/desk/", "/bank/")).status_code == 409


def test_what_happened_since_keeps_the_act(desk: Browser, holder: IdNumber) -> None:
    """Somebody else's act came after it: then the record has moved on."""
    sit(desk)
    reference = lose(desk, holder)
    assert serve("report_loss", holder, Channel.BANK, function="financial", actor="bank1").granted
    assert desk.post(undo_at(holder, reference), {"present": "on"}).status_code == 409
    assert social(holder) is State.TEMP_LOST


def test_formal_loss_is_never_offered(desk: Browser) -> None:
    about = enrol(2, region="110101")
    nation = at_work(Channel.DESK, "000000")
    nation.post("/desk/shift/", {"outlet": "BJ-01", "window": "1"})
    reference = lose(nation, about, kind="formal")
    assert social(about) is State.LOST
    assert "undo/" not in text(nation.get("/desk/"))
    assert nation.get(undo_at(about, reference)).status_code == 409
    assert nation.post(undo_at(about, reference), {"present": "on"}).status_code == 409
    assert social(about) is State.LOST


def test_the_reverse_service_still_refuses(desk: Browser, holder: IdNumber, monkeypatch) -> None:
    """Being in time unlocks nothing: whatever keeps the card locked for others keeps it locked here."""
    sit(desk)
    reference, lift = lose(desk, holder), catalogue()["lift_loss"]
    rule = RefusalRule("found_elsewhere", "拾到的卡还在公安机关。", ("police",), None, lambda case: True)
    monkeypatch.setattr(lift, "refusals", [*lift.refusals, rule])
    assert "拾到的卡还在公安机关" in text(desk.get(undo_at(holder, reference)))
    assert "拾到的卡还在公安机关" in text(desk.post(undo_at(holder, reference), {"present": "on"}))
    assert social(holder) is State.TEMP_LOST


def test_an_unknown_act_is_told_so(desk: Browser, holder: IdNumber) -> None:
    sit(desk)
    assert desk.get(undo_at(holder, "YK000000-0000000000")).status_code == 409
    assert desk.get(undo_at(holder, "x" * 90)).status_code == 409


def test_an_act_that_lands_in_between_is_told(desk: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what may be taken back and the reverse, somebody else acts: the reverse is not done."""
    sit(desk)
    reference = lose(desk, holder)
    served = staff_receipts.serve

    def after_another(ask):  # type: ignore[no-untyped-def]
        assert serve("report_loss", holder, Channel.BANK, function="financial", actor="bank1").granted
        return served(ask)

    monkeypatch.setattr(staff_receipts, "serve", after_another)
    told = desk.post(undo_at(holder, reference), {"present": "on"})
    assert told.status_code == 412
    assert "state_changed" in text(told)
    assert social(holder) is State.TEMP_LOST
