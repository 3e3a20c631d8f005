"""Services asked by programs: granted, refused, misunderstood, repeated, and told what cannot be undone."""

from base64 import b64encode

import pytest

from tests.api.conftest import Hire, Program, problem
from tests.office.world import BEIJING, PIN, enrol, enter, number, person_of, waiting
from yikatong.cards.events import MandateRegistered
from yikatong.cards.person import MandateKind
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.office.counter import index_of
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_loss_is_reported_and_lifted(desk: Program) -> None:
    about = enrol()
    lost = desk.act("report_loss", about, function="social")
    page = lost.json()
    assert (lost.status_code, lost["ETag"]) == (200, f'"{person_of(about).version}"')
    assert page["reference"].startswith("YK")
    assert page["service"] == "report_loss"
    assert "停用" in page["words"]
    assert {w["parameter"] for w in page["why"]} >= {"temporary_loss_days"}
    assert all(w["source"] for w in page["why"])
    assert "lift_loss" in {step["code"] for step in page["next"]}
    assert person_of(about).cards[0].social.state.value == "temp_lost"
    assert desk.act("lift_loss", about, function="social").status_code == 200
    assert person_of(about).cards[0].social.state.value == "normal"


def test_an_answer_writes_no_entry_but_notes_the_look(desk: Program) -> None:
    about = waiting()
    told = desk.act("track", about)
    assert told.json()["reference"] == ""
    stage = next(f for f in told.json()["findings"] if f["code"] == "stage")
    assert stage["value"] == Stage.READY.value
    look = models.Look.objects.get()
    assert (look.actor, look.channel, look.purpose) == ("desk-client", "desk", "track")


def test_what_concerns_nobody_needs_no_key(desk: Program) -> None:
    told = desk.post("/acts/find_outlet", {"answers": {"region": "610100"}})
    assert told.status_code == 200, told.content
    assert "ETag" not in told.headers


def test_a_bank_speaks_for_itself(hire: Hire) -> None:
    about = enrol()
    bank = hire(Channel.BANK, "610000", "CAB")
    told = bank.act("report_account_state", about, reported="locked")
    assert told.status_code == 200, told.content.decode()
    assert models.Entry.objects.get(reference=told.json()["reference"]).asker == "party"
    other = hire(Channel.BANK, "610000", "BJB", "another-bank")
    unknown = problem(other.act("report_account_state", number(9), reported="active"), 404, "person_not_found")
    assert problem(other.act("report_account_state", about, reported="active"), 404, "person_not_found") == unknown
    problem(hire(Channel.BANK, "610000", "", "no-bank").act("card_status", about), 403, "post_missing")


def test_every_reason_is_told_with_its_source_and_next_step(hire: Hire) -> None:
    hotline = hire(Channel.HOTLINE)
    page = problem(hotline.act("report_loss", enrol(), function="social", kind="formal"), 409, "refused")
    reasons = {r["code"]: r for r in page["refusals"]}
    formal = reasons["formal_loss_elsewhere"]
    assert formal["words"] in page["detail"] or formal["words"].rstrip("。") in page["detail"]
    assert formal["why"]["source"]
    assert formal["next"]
    assert "12333" in page["hotline"]
    assert models.Entry.objects.filter(service="report_loss").count() == 0


def test_what_cannot_be_undone_is_confirmed_first(hire: Hire) -> None:
    about, bank = enrol(), hire(Channel.BANK, "610000", "CAB")
    told = problem(bank.act("report_loss", about, function="social", kind="formal"), 409, "confirmation_missing")
    assert "不可撤销" in told["detail"]
    assert person_of(about).cards[0].social.state.value == "normal"
    done = bank.act("report_loss", about, function="social", kind="formal", confirmed=True)
    assert done.status_code == 200, done.content.decode()
    assert person_of(about).cards[0].social.state.value == "lost"


def test_answers_are_read_as_everywhere(desk: Program) -> None:
    about = enrol()
    page = problem(desk.act("report_loss", about, function="wings"), 422, "not_understood")
    assert [(f["field"], f["code"]) for f in page["faults"]] == [("function", "answer_not_offered")]
    page = problem(desk.act("report_loss", about), 422, "not_understood")
    assert page["faults"][0]["code"] == "answer_missing"


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"version": 1}, "version"),
        ({"channel": "officer"}, "channel"),
        ({"actor": "somebody"}, "actor"),
        ({"asker": {"kind": "holder", "code": "x"}}, "asker.code"),
        ({"person": {"person_id": "x", "status": "normal"}}, "person.status"),
        ({"answers": {"function": "social", "state": "normal"}}, "state"),
    ],
)
def test_nothing_else_can_be_assigned(desk: Program, extra: dict[str, object], field: str) -> None:
    body = {"person": {"id_number": enrol().number}, "answers": {"function": "social"}, **extra}
    page = problem(desk.post("/acts/report_loss", body, Idempotency_Key="k"), 422, "not_understood")
    assert field in {f["field"] for f in page["faults"] if f["code"] == "answer_unknown"}


def test_nobody_claims_more_than_the_channel_can_see(hire: Hire) -> None:
    hotline = hire(Channel.HOTLINE)
    page = problem(hotline.act("report_loss", enrol(), function="social", assurance="present"), 422, "not_understood")
    assert page["faults"][0]["code"] == "assurance_above_ceiling"
    page = problem(hotline.act("track", enrol(1), asker={"kind": "officer"}), 422, "not_understood")
    assert page["faults"][0]["code"] == "asker_not_offered"
    page = problem(hotline.act("track", enrol(2), region=BEIJING), 422, "not_understood")
    assert page["faults"][0]["code"] == "region_out_of_scope"


def test_an_agent_is_known_by_their_own_number(desk: Program) -> None:
    about, agent = enrol(), number(7)
    asker = {"kind": "agent", "agent_id_number": agent.number}
    page = problem(desk.act("track", about, asker=asker), 409, "refused")
    assert {r["code"] for r in page["refusals"]} == {"mandate_missing"}
    enter(about, mandate(index_of(agent).hex()))
    assert desk.act("track", about, asker=asker).status_code == 200
    other = {"kind": "agent", "agent_id_number": number(8).number}
    assert desk.act("track", about, asker=other).status_code == 409


def mandate(agent: str) -> MandateRegistered:
    from datetime import date

    return MandateRegistered(
        mandate_id="M1", kind=MandateKind.AGENT, agent=agent, scopes=frozenset(), starts_on=date(2020, 1, 1),
        ends_on=date(2090, 1, 1),
    )  # fmt: skip


def test_a_person_must_be_named(desk: Program) -> None:
    page = problem(desk.act("track"), 422, "not_understood")
    assert [(f["field"], f["code"]) for f in page["faults"]] == [("person", "answer_missing")]


def test_a_roll_is_no_single_act(hire: Hire) -> None:
    employer = hire(Channel.EMPLOYER, "610000", "E1")
    roll = b64encode(b"x").decode()
    problem(employer.act("apply_for_employees", region="610100", roll=roll), 404, "service_unknown")
    problem(employer.act("no_such_service"), 404, "service_unknown")


def test_the_version_that_was_seen_must_still_be_the_present_one(desk: Program) -> None:
    about = enrol()
    seen = f'"{person_of(about).version}"'
    assert desk.act("report_loss", about, key="one", function="social", If_Match=seen).status_code == 200
    problem(desk.act("lift_loss", about, function="social", If_Match=seen), 412, "state_changed")
    again = desk.act("report_loss", about, key="one", function="social", If_Match=seen)
    assert (again.status_code, again["Idempotent-Replay"]) == (200, "true"), "a retry is answered, not stale"
    problem(desk.act("track", about, If_Match=seen), 412, "state_changed")
    problem(desk.act("track", about, If_Match="yesterday"), 400, "etag_malformed")
    assert desk.act("track", about, If_Match="*").status_code == 200


def test_a_pin_is_tried_and_counted(desk: Program) -> None:
    about = enrol()
    assert desk.act("try_pin", about, current_pin=PIN.reveal()).json()["words"] == "社保密码正确。"
    assert desk.act("try_pin", about, current_pin="000111").status_code == 200
    assert person_of(about).cards[0].wrong_pins == 1
