"""What officers' rooms withstand: values that no calendar holds, lists that fill up, one person alone."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.channels.setting import Browser, account, at_work, person_id, text, verified
from tests.office.world import NAME, OFFICER, enrol, enter, lose, number, registered, serve
from yikatong.cards.masking import mask_name
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.officer.policy_lines import impact_view
from yikatong.office import audit, corrections, deployment, personnel, policy_desk
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import Dossier, Visitor
from yikatong.office.policy_compare import Sample
from yikatong.office.policy_impact import Impact
from yikatong.office.staff import Posting
from yikatong.policies import parameters as p
from yikatong.policies.ruling import Confidence, Document
from yikatong.records import models

pytestmark = pytest.mark.django_db
EDGES = ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00")


def posting(name: str = "li", region: str = "610000") -> Posting:
    return Posting(1, 1, name, Channel.OFFICER, region, "")


@pytest.mark.parametrize("at", EDGES)
@pytest.mark.parametrize("path", ["queue/?at=", "queue/next/?at=", "policies/proposals/?before="])
def test_moments_that_no_zone_can_shift(officer: Browser, path: str, at: str) -> None:
    assert officer.get(f"/officer/{path}{at.replace('+', '%2B')}").status_code == 404


@pytest.mark.parametrize("days", [("0001-01-01", "0001-01-10"), ("9999-12-20", "9999-12-31")])
def test_an_audit_at_the_ends_of_time(officer: Browser, days: tuple[str, str]) -> None:
    told = {"username": "x", "first": days[0], "last": days[1]}
    assert officer.post("/officer/audit/", told).status_code == 422


def test_a_number_too_long_to_read_is_no_post(officer: Browser) -> None:
    assert officer.post("/officer/staff/change/", {"act": "remove", "post": "9" * 5000}).status_code == 404


def draft(region: str = "610000") -> policy_desk.Draft:
    document = Document("local_notice", "通知", "局", None, "notice")
    today = day_of(deployment.now())
    return policy_desk.Draft(
        p.temporary_loss_days, region, 15, today, document, "第二条", "", Confidence.EXPLICIT, "新通知"
    )


def test_a_reason_holds_no_control_characters(officer: Browser) -> None:
    number = policy_desk.propose(draft(), posting())
    verdict = {"verdict": "rejected", "reason": "a\0b"}
    assert officer.post(f"/officer/policies/proposals/{number}/verdict/", verdict).status_code == 422
    assert not models.PolicyVerdict.objects.exists()


@pytest.mark.parametrize("typed", ["9999999", "99999999999"])
def test_a_term_stays_within_the_calendar(typed: str) -> None:
    with pytest.raises(ValueError, match="整数"):
        policy_desk.typed_value(p.temporary_loss_days, [typed], unsaid=False)


def test_what_nobody_decided_is_not_pushed_off_the_list(officer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_desk, "PAGE", 1)
    first = policy_desk.propose(draft(), posting())
    policy_desk.decide(policy_desk.propose(draft(), posting()), "withdrawn", "", posting())
    assert [w.proposal_id for w in policy_desk.waiting(posting("wang"))] == [first]
    assert first in text(officer.get("/officer/approvals/"))


def test_a_settled_correction_hides_no_open_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "LATEST", 1)
    told = {"part": "name", "value": "赵一凝", "reason": "与户口簿不一致"}
    open_one, other = enrol(1), enrol(2)
    for about in (open_one, other):
        done = serve("propose_correction", about, Channel.OFFICER, asker=OFFICER, actor="li", **told)
    answers = {"proposal": done.reference, "approve": False}
    assert serve("correct_record", other, Channel.OFFICER, asker=OFFICER, actor="li", answers=answers).granted
    assert [line.person_id for line in corrections.waiting(posting())] == [person_id(open_one)]


def test_examples_are_for_those_whose_place_it_is() -> None:
    sample = Sample(person_id(enrol(1)), "挂失", "网上", "shut", "可以办理", "不能办")
    impact = Impact(1, 1, 1, 1, 0, {"shut": 1}, (sample,), deployment.now())
    assert impact_view(impact, posting(), within=True).samples == ((sample, mask_name(NAME)),)
    assert impact_view(impact, posting(), within=False).samples == ()
    assert models.Look.objects.filter(purpose="impact").count() == 1


def test_nobody_approves_what_concerns_themselves() -> None:
    account(Channel.OFFICER, "610000", name="wang")
    personnel.propose_post(posting("li"), "wang", "desk", "610100", "")
    number = models.StaffProposal.objects.get().pk
    with pytest.raises(personnel.SecondOfficerNeeded):
        personnel.decide(posting("wang"), number, approve=True)


def test_a_key_is_not_given_to_whom_another_place_employs_by_now() -> None:
    user = account(Channel.DESK, "610100", name="zhao")
    personnel.propose_for(posting("li"), "key", "zhao")
    models.Post.objects.create(user=user, channel="officer", region="000000")
    key = TOTPDevice.objects.get(user=user).key
    with pytest.raises(personnel.OutOfScope):
        personnel.decide(posting("wang"), models.StaffProposal.objects.get().pk, approve=True)
    assert TOTPDevice.objects.get(user=user).key == key


def test_no_session_from_before_a_stop_works_after_the_return(django_assert_max_num_queries) -> None:
    user = account(Channel.DESK, "610100", name="zhao")
    clerk, key = verified(user), TOTPDevice.objects.get(user=user).key
    with django_assert_max_num_queries(12):
        personnel.stop(posting(), "zhao")
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert clerk.get("/desk/").status_code == 302
    assert TOTPDevice.objects.get(user=user).key == key
    assert verified(user).get("/desk/").status_code == 200


def test_acts_elsewhere_hide_none_within_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = at_work(Channel.DESK)
    del clerk
    user = User.objects.get(username="desk-610000-")
    for serial, region in ((1, "610100"), (2, "110000"), (3, "110000")):
        lose(enrol(serial, region=region), kind="temporary", client=f"desk:{user.pk}", actor=user.username)
    monkeypatch.setattr(audit, "LINES_MAX", 1)
    today = day_of(deployment.now())
    seen = audit.trail(posting(), user.username, "", today, today)
    assert [line.kind for line in seen.lines] == ["act"]


def test_what_two_people_did_is_on_the_trail_of_both() -> None:
    personnel.propose_post(posting("li"), "wang-li", "desk", "610100", "")
    personnel.decide(posting("wang"), models.StaffProposal.objects.get().pk, approve=True)
    ruling = policy_desk.propose(draft(), posting("li"))
    policy_desk.decide(ruling, "rejected", "依据不足", posting("wang"))
    moved = models.Import.objects.create(
        import_id="I1", actor="li", region="610100", file_name="a.csv", header="[]", total=1, state="tried",
        uploaded_at=deployment.now(),
    )  # fmt: skip
    models.ImportAct.objects.create(of=moved, act="uploaded", actor="li", at=deployment.now())
    assert told("li") == {f"提出规则：temporary_loss_days 61 {ruling}", "提出岗位：wang-li desk 610100", "上传文件：I1"}
    assert told("wang") == {f"规则审核未通过：temporary_loss_days 61 {ruling}", "审核通过：wang-li desk 610100"}
    assert told("li", "110000") == set()


def told(username: str, region: str = "610000") -> set[str]:
    today = day_of(deployment.now())
    return {line.words for line in audit.trail(posting("auditor", region), username, "", today, today).lines}


def test_a_correction_of_somebody_without_a_card_waits_where_it_was_proposed() -> None:
    about = number(7)
    enter(about, registered(about))
    told = {"part": "name", "value": "赵一凝", "reason": "与户口簿不一致"}
    done = serve("propose_correction", about, Channel.OFFICER, asker=OFFICER, actor="li", **told)
    assert [line.person_id for line in corrections.waiting(posting())] == [person_id(about)]
    assert corrections.waiting(posting(region="110000")) == ()
    visitor = Visitor(Channel.OFFICER, Assurance.NONE, "wang", OFFICER, "610000")
    assert corrections.correction(person_id(about), done.reference, visitor).new == "赵一凝"


def test_a_proposed_value_that_was_erased_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    about = enrol(1)
    told = {"part": "name", "value": "赵一凝", "reason": "与户口簿不一致"}
    done = serve("propose_correction", about, Channel.OFFICER, asker=OFFICER, actor="li", **told)
    seen = corrections.open_dossier

    def erased(*asked: object) -> Dossier:
        found = seen(*asked)
        words = replace(found.person.words, proposed={})
        return replace(found, person=replace(found.person, words=words))

    monkeypatch.setattr(corrections, "open_dossier", erased)
    visitor = Visitor(Channel.OFFICER, Assurance.NONE, "wang", OFFICER, "610000")
    with pytest.raises(OutOfScope):
        corrections.correction(person_id(about), done.reference, visitor)
