"""Citizens at the portal: signed in by a code or a check, seeing themselves and whoever gave them a mandate."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.api.conftest import Hire, Program, problem
from tests.api.test_acts import mandate
from tests.api.test_persons import signed_in
from tests.office.world import NAME, enrol, enter, number, person_of
from yikatong.catalogue.channels import Channel
from yikatong.office import limits, sign_in
from yikatong.office.counter import index_of
from yikatong.office.limits import Limit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sign_in, "REPLY_AFTER_S", 0)
    monkeypatch.setattr(settings, "VAR", tmp_path)


@pytest.fixture
def portal(hire: Hire) -> Program:
    return hire(Channel.PORTAL)


def code_sent(folder: Path) -> str:
    return re.search(r"登录验证码(\d{6})", (folder / "demo" / "messages.jsonl").read_text())[1]


def test_a_code_signs_in_and_opens_ones_own_record(portal: Program, tmp_path: Path) -> None:
    about = enrol()
    begun = portal.post("/sign-ins", {"id_number": about.number, "name": NAME, "address": "203.0.113.7"})
    assert begun.status_code == 201, begun.content.decode()
    path = f"/sign-ins/{begun.json()['ticket']}/code"
    problem(portal.post(path, {"code": "000000" if code_sent(tmp_path) != "000000" else "1"}), 422, "code_wrong")
    signed = portal.post(path, {"code": code_sent(tmp_path)}).json()
    assert signed["assurance"] == "code"
    own = Program({**portal.headers, "Sign-In": signed["token"]})
    found = own.post("/persons/search", {}).json()
    assert found["person_id"] == person_of(about).person_id
    assert own.get(f"/persons/{found['person_id']}/timeline").json()["steps"]
    assert own.act("report_loss", function="social").status_code == 200
    page = problem(own.act("lift_loss", function="social", assurance="face"), 422, "not_understood")
    assert page["faults"][0]["code"] == "assurance_above_ceiling"
    assert own.post("/sign-ins/step-up", {"method": "video"}).json() == {"assurance": "face"}


def test_without_a_sign_in_nothing_opens(portal: Program) -> None:
    person_id = person_of(enrol()).person_id
    for program in (portal, Program({**portal.headers, "Sign-In": "made-up"})):
        problem(program.get(f"/persons/{person_id}"), 401, "sign_in_missing")
        problem(program.act("track"), 401, "sign_in_missing")
        problem(program.post("/sign-ins/step-up", {"method": "face"}), 401, "sign_in_missing")
    assert portal.post("/acts/find_outlet", {"answers": {"region": "610100"}}).status_code == 200


def test_the_reply_is_the_same_for_everybody(portal: Program) -> None:
    known, unknown = enrol(), number(5)
    answers = [portal.post("/sign-ins", {"id_number": n.number, "name": NAME}) for n in (known, unknown)]
    assert [(a.status_code, sorted(a.json()), len(a.json()["ticket"])) for a in answers] == [(201, ["ticket"], 43)] * 2


def test_nobody_else_is_named_by_a_holder(portal: Program) -> None:
    own, other = signed_in(portal, enrol()), enrol(1)
    page = problem(own.act("track", other), 422, "not_understood")
    assert page["faults"][0]["code"] == "person_not_expected"
    problem(own.post("/persons/search", {"id_number": other.number}), 422, "not_understood")
    problem(own.get(f"/persons/{person_of(other).person_id}"), 404, "person_not_found")


def test_an_agent_learns_nothing_of_who_gave_no_mandate(portal: Program) -> None:
    agent, holder, nobody = enrol(), enrol(1), number(7)
    own = signed_in(portal, agent)
    asker = {"kind": "agent"}
    known, unknown = (own.act("track", about, asker=asker) for about in (holder, nobody))
    assert problem(known, 409, "refused") == problem(unknown, 409, "refused")
    enter(holder, mandate(index_of(agent).hex()))
    assert own.act("track", holder, asker=asker).status_code == 200
    named = {"kind": "agent", "agent_id_number": holder.number}
    page = problem(own.act("track", holder, asker=named), 422, "not_understood")
    assert page["faults"][0]["code"] == "agent_not_expected"


@pytest.mark.parametrize("limit", ["sign_in_number", "sign_in_address"])
def test_sign_ins_too_often(portal: Program, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setitem(limits.LIMITS, limit, Limit(1, 3600))
    body = {"id_number": number().number, "name": NAME}
    assert portal.post("/sign-ins", body).status_code == 201
    answer = portal.post("/sign-ins", body)
    problem(answer, 429, "too_often")
    assert int(answer["Retry-After"]) > 0


def test_what_is_missing_is_told(portal: Program) -> None:
    page = problem(portal.post("/sign-ins", {"id_number": "1", "extra": 1}), 422, "not_understood")
    assert {f["field"] for f in page["faults"]} == {"id_number", "name", "extra"}
    problem(portal.post("/sign-ins/nothing/code", {"code": "123456"}), 422, "code_expired")
    assert "123456" not in json.dumps(page)
