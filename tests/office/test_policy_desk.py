"""The policy desk: two people, dates, append-only; and what a ruling would change, counted by deciding twice."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction

from tests.office import world
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.cli.work import work_command
from yikatong.office import deployment, policy_desk, policy_impact
from yikatong.office.ask import OutOfScope
from yikatong.office.policy_desk import AlreadyDecided, Draft, ImpactUnknown, NotYours, OneHandOnly
from yikatong.office.policy_rows import proposal_of, rows
from yikatong.office.staff import Posting
from yikatong.policies import parameters as p
from yikatong.policies.ruling import Confidence, Document
from yikatong.records import models

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOTICE = Document("local_notice", "关于临时挂失的通知", "西安市人力资源和社会保障局", date(2026, 11, 1), "notice")


def officer(name: str, region: str = "610100") -> Posting:
    return Posting(1, 1, name, Channel.OFFICER, region, "")


def draft(**changes) -> Draft:
    told = {
        "parameter": p.temporary_loss_days, "region": "610100", "value": 15,
        "in_force_on": day_of(deployment.now()), "document": NOTICE, "clause": "第二条", "quote": "有效期十五天",
        "confidence": Confidence.EXPLICIT, "reason": "市局新通知",
    }  # fmt: skip
    return Draft(**told | changes)


def proposed(**changes) -> str:
    number = policy_desk.propose(draft(**changes), officer("li"))
    policy_impact.begin(number)
    return number


def counted(number: str) -> policy_impact.Impact:
    while policy_impact.count_page(number):
        pass
    return policy_impact.impact_of(number)


def in_force(region: str = "610104", on: date | None = None):
    return deployment.policies().ruling(p.temporary_loss_days, region, on or day_of(deployment.now()))


def test_a_published_ruling_decides() -> None:
    number = proposed()
    counted(number)
    policy_desk.decide(number, "published", "", officer("wang"))
    about = world.enrol()
    told = world.lose(about, kind="temporary", assurance=Assurance.CLAIMED)
    assert in_force().value == 15
    assert in_force().source.words == "《关于临时挂失的通知》第二条：“有效期十五天”"
    assert "15天" in told.decision.words
    assert in_force("110101").value != 15


def test_not_before_its_day() -> None:
    later = day_of(deployment.now()) + timedelta(days=30)
    number = proposed(in_force_on=later)
    counted(number)
    policy_desk.decide(number, "published", "", officer("wang"))
    assert in_force().value == 7
    assert in_force(on=later).value == 15


def test_what_was_known_on_an_earlier_day_can_be_asked() -> None:
    number = proposed(in_force_on=date(2026, 1, 1))
    counted(number)
    policy_desk.decide(number, "published", "", officer("wang"))
    day = day_of(deployment.now())
    then = deployment.policies().ruling(p.temporary_loss_days, "610104", day, day - timedelta(days=1))
    assert (then.value, in_force().value) == (7, 15)


def test_a_second_person_is_needed() -> None:
    number = proposed()
    counted(number)
    with pytest.raises(OneHandOnly):
        policy_desk.decide(number, "published", "", officer("li"))
    with pytest.raises(NotYours):
        policy_desk.decide(number, "withdrawn", "", officer("wang"))
    policy_desk.decide(number, "withdrawn", "写错了", officer("li"))
    with pytest.raises(AlreadyDecided):
        policy_desk.decide(number, "published", "", officer("wang"))
    assert in_force().value == 7


def test_nothing_is_published_unseen() -> None:
    with pytest.raises(ImpactUnknown):
        policy_desk.decide(proposed(), "published", "", officer("wang"))


def test_out_of_reach() -> None:
    with pytest.raises(OutOfScope):
        policy_desk.propose(draft(region="610000"), officer("li"))
    number = proposed()
    counted(number)
    with pytest.raises(OutOfScope):
        policy_desk.decide(number, "published", "", officer("zhao", "110000"))
    with pytest.raises(OutOfScope):
        policy_desk.decide(number, "published", "", officer("zhao", "610104"))
    assert [found.proposal_id for found in policy_desk.proposals(officer("zhao", "610104"))] == [number]
    assert policy_desk.proposals(officer("zhao", "110000")) == ()


def test_the_tables_refuse_changes() -> None:
    number = policy_desk.propose(draft(), officer("li"))
    for act in (
        lambda: models.PolicyProposal.objects.filter(pk=number).update(value="99"),
        lambda: models.PolicyProposal.objects.filter(pk=number).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("parameter", "typed", "unsaid", "value"),
    [
        (p.temporary_loss_days, ["10"], False, 10),
        (p.temporary_loss_days, [""], True, None),
        (p.formal_loss_liftable, ["true"], False, True),
        (p.lift_channels, ["portal", "desk"], False, ("portal", "desk")),
        (p.lift_channels, [], False, ()),
        (p.initial_pin, ["123456"], False, "123456"),
        (p.appointment_online_channels, ["甲\n乙\n"], False, ("甲", "乙")),
    ],
)
def test_values_as_typed(parameter, typed, unsaid, value) -> None:
    assert policy_desk.typed_value(parameter, typed, unsaid) == value


@pytest.mark.parametrize(
    ("parameter", "typed", "unsaid"),
    [
        (p.temporary_loss_days, ["-1"], False), (p.temporary_loss_days, ["七"], False),
        (p.formal_loss_liftable, ["maybe"], False), (p.lift_channels, ["moon"], False),
        (p.renewal_window_days, [""], True), (p.temporary_loss_label, [" "], False),
    ],
)  # fmt: skip
def test_values_that_cannot_be(parameter, typed, unsaid) -> None:
    with pytest.raises(ValueError, match="应为|没有填写"):
        policy_desk.typed_value(parameter, typed, unsaid)


def test_impact_of_another_value() -> None:
    for serial in range(3):
        world.enrol(serial)
    world.enrol(3, region=world.BEIJING)
    found = counted(proposed())
    assert (found.total, found.seen, found.people, found.open_cases) == (3, 3, 3, 0)
    assert found.counts == {"value": 3}
    assert {(s.before, s.after) for s in found.samples} == {("7天", "15天")}
    assert "赵一宁" not in str(found.samples)


def test_impact_of_a_closed_channel() -> None:
    lost, fine = world.enrol(1), world.enrol(2)
    world.lose(lost, kind="temporary", assurance=Assurance.CLAIMED)
    number = proposed(parameter=p.lift_channels, value=("desk",))
    found = counted(number)
    assert found.counts["shut"] == 1
    assert (found.people, found.open_cases) == (1, 1)
    ids = {s.person_id for s in found.samples if s.change == "shut"}
    assert ids == {world.person_of(lost).person_id}
    assert world.person_of(fine).person_id not in ids


def test_impact_of_nothing_new() -> None:
    world.enrol()
    found = counted(proposed(value=7))
    assert (found.people, found.counts, found.samples) == (0, {}, ())


def test_a_large_city_is_sampled_and_says_so(monkeypatch) -> None:
    monkeypatch.setattr(policy_impact, "PEOPLE_MAX", 2)
    monkeypatch.setattr(policy_impact, "PAGE", 2)
    for serial in range(6):
        world.enrol(serial)
    found = counted(proposed())
    assert (found.total, found.step, found.seen, found.people) == (6, 3, 6, 2)


def test_a_proposal_survives_its_parameter(monkeypatch) -> None:
    number = proposed()
    counted(number)
    policy_desk.decide(number, "published", "", officer("wang"))
    monkeypatch.delitem(policy_desk_parameters(), "temporary_loss_days")
    deployment.start_afresh()
    assert deployment.policies()


def policy_desk_parameters() -> dict:
    from yikatong.office import policy_rows

    return policy_rows.PARAMETERS


def test_rows_read_back_as_they_were_proposed() -> None:
    number = proposed()
    read = proposal_of(rows().get(pk=number))
    assert (read.ruling.source.document, read.ruling.value, read.state) == (NOTICE, 15, "等待第二人审核")


@pytest.mark.django_db(transaction=True)
def test_the_worker_counts() -> None:
    world.enrol()
    number = proposed()
    assert CliRunner().invoke(work_command, ["--once"]).exit_code == 0
    assert policy_impact.impact_of(number).finished_at
    assert policy_impact.waiting() == []


def test_nobody_is_named_in_a_report_and_a_decided_one_has_no_samples() -> None:
    """Also where the count goes on after the decision."""
    world.enrol()
    number = proposed()
    assert counted(number).samples
    row = models.PolicyImpact.objects.get(proposal_id=number)
    assert "赵" not in row.samples
    policy_desk.decide(number, "rejected", "依据不足", officer("wang"))
    assert policy_impact.impact_of(number).samples == ()
    late = policy_desk.propose(draft(region="610000"), officer("li", "610000"))
    policy_impact.begin(late)
    policy_desk.decide(late, "withdrawn", "", officer("li", "610000"))
    assert counted(late).people == 1
    assert counted(late).samples == ()
