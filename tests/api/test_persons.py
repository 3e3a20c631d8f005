"""Looking at people: masked, noted, tagged, page by page, and nobody outside a client's own region."""

import json

import pytest
from django.http import HttpResponse

from tests.api.conftest import Hire, Program, problem
from tests.office.world import BEIJING, MOBILE, NAME, enrol, enter, number, person_of, waiting
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.channels.api.queues import QUEUES
from yikatong.office import desk_queue, person_pages
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
VIEWS = ("", "/openings", "/timeline")


@pytest.mark.parametrize("name", ["id_number", "card_no", "reference"])
def test_a_person_is_found_by_what_they_hold(desk: Program, name: str) -> None:
    about = enrol()
    reference = models.Entry.objects.order_by("pk").first().reference
    typed = {"id_number": about.number, "card_no": "A00000000", "reference": reference}[name]
    found = desk.post("/persons/search", {name: typed})
    page = found.json()
    assert found.status_code == 200, page
    assert page["person_id"] == person_of(about).person_id
    social = page["cards"][0]["social"]
    assert (social["state"], social["words"], social["until"]) == ("normal", "正常", None)
    assert models.Look.objects.filter(purpose="search", actor="desk-client").count() == 1


def test_words_are_masked_everywhere(hire: Hire) -> None:
    about = enrol()
    for channel in (Channel.DESK, Channel.HOTLINE, Channel.OFFICER, Channel.FIELD):
        program = hire(channel)
        person_id = program.find(about)["person_id"]
        for view in VIEWS:
            text = program.get(f"/persons/{person_id}{view}").content.decode()
            for secret in (about.number, NAME, MOBILE, "A00000000"):
                assert secret not in text, (channel, view)
    assert "19700101" not in text


def test_a_search_is_for_one_thing(desk: Program) -> None:
    for body in ({}, {"id_number": number().number, "card_no": "A1"}, {"name": "赵一宁"}, {"id_number": None}):
        problem(desk.post("/persons/search", body), 422, "not_understood")
    for body in ({"id_number": number(9).number}, {"card_no": "A99"}, {"reference": "YK261121-AAAAAAAAAA"}):
        problem(desk.post("/persons/search", body), 404, "person_not_found")


def test_a_tag_spares_what_is_known_already(desk: Program) -> None:
    about = enrol()
    person_id = desk.find(about)["person_id"]
    for view in ("", "/openings"):
        first = desk.get(f"/persons/{person_id}{view}")
        same = desk.get(f"/persons/{person_id}{view}", If_None_Match=f'"0", W/{first["ETag"]}')
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    seen = desk.get(f"/persons/{person_id}")
    assert desk.act("report_loss", about, function="social", If_Match=seen["ETag"]).status_code == 200
    assert desk.get(f"/persons/{person_id}", If_None_Match=seen["ETag"]).status_code == 200
    problem(desk.act("lift_loss", about, function="social", If_Match=seen["ETag"]), 412, "state_changed")


def test_a_menu_says_why_not(desk: Program) -> None:
    about = enrol()
    lines = desk.get(f"/persons/{desk.find(about)['person_id']}/openings").json()["openings"]
    by_code = {line["code"]: line for line in lines}
    assert by_code["report_loss"]["open"]
    assert not by_code["collect"]["open"]
    assert by_code["collect"]["reasons"][0]["words"]


def test_a_timeline_goes_on_where_it_stopped(desk: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    about = enrol()
    for _ in range(person_pages.PAGE):
        enter(about, e.PinAccepted(card_id="C0"))
    path = f"/persons/{desk.find(about)['person_id']}/timeline"
    first = desk.get(path).json()
    rest = desk.get(f"{path}?after={first['after']}").json()
    versions = [step["version"] for step in first["steps"] + rest["steps"]]
    assert versions == list(range(person_of(about).version, 0, -1))
    assert rest["after"] is None
    problem(desk.get(f"{path}?after=-1"), 422, "not_understood")
    problem(desk.get(f"{path}?after=9999999999999"), 422, "not_understood")


def test_a_queue_goes_on_where_it_stopped(hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_queue, "QUEUE_PAGE", 3)
    for serial in range(7):
        waiting(serial)
    waiting(8, region=BEIJING)
    officer, seen, after = hire(Channel.OFFICER), [], ""
    while after is not None:
        page = officer.get(f"/queues/collection?after={after}").json()
        seen += [card["card_id"] for card in page["cards"]]
        after = page["after"]
    assert seen == [f"C{serial}" for serial in range(7)]
    assert NAME not in json.dumps(page, ensure_ascii=False)
    assert hire(Channel.OFFICER, "510000").get("/queues/collection").json()["cards"] == []


def test_every_stage_that_waits_for_somebody_is_in_a_queue() -> None:
    queued = {stage for stages in QUEUES.values() for stage in stages}
    assert set(Stage) - queued == {Stage.COLLECTED, Stage.WITHDRAWN, Stage.REJECTED}


def reads(program: Program, person_id: str) -> list[HttpResponse]:
    return [program.get(f"/persons/{person_id}{view}") for view in VIEWS]


@pytest.mark.parametrize("channel", Channel)
def test_nobody_sees_a_stranger(hire: Hire, channel: Channel) -> None:
    """Elsewhere, unknown, or not this channel's to see: one answer, word for word."""
    stranger = person_of(enrol(1, BEIJING)).person_id
    program = hire(channel, "610000", "CAB")
    if channel is Channel.PORTAL:
        program = signed_in(program, number(3))
    answers = [answer for who in (stranger, "0" * 32, "P'; --", "x" * 500) for answer in reads(program, who)]
    pages = [json.dumps(problem(answer, 404, "person_not_found"), sort_keys=True) for answer in answers]
    assert len(set(pages)) == 1
    assert models.Look.objects.count() == 0, "nothing was seen, so no look is noted"


@pytest.mark.parametrize("channel", [Channel.DESK, Channel.OFFICER, Channel.BANK, Channel.HOTLINE])
def test_nobody_acts_for_a_stranger(hire: Hire, channel: Channel) -> None:
    stranger = enrol(1, BEIJING)
    program = hire(channel, "610000", "CAB")
    code = {Channel.OFFICER: "settle_funds", Channel.BANK: "card_status"}.get(channel, "track")
    answers = {"function": "social"} if channel is Channel.OFFICER else {}
    known, unknown = (
        program.act(code, person={"person_id": id_}, **answers) for id_ in (person_of(stranger).person_id, "0" * 32)
    )
    assert problem(known, 404, "person_not_found") == problem(unknown, 404, "person_not_found")
    nobody = program.act(code, number(5), **answers)
    assert problem(program.act(code, stranger, **answers), 404, "person_not_found") == problem(
        nobody, 404, "person_not_found"
    )


def signed_in(program: Program, about: object) -> Program:
    body = {"id_number": about.number, "name": NAME, "method": "face"}
    token = program.post("/sign-ins/identity", body).json()["token"]
    return Program({**program.headers, "Sign-In": token})
