"""Everything that can be wrong with a request is a problem with a code and Chinese words; never a 500, never HTML."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from oauth2_provider.models import get_access_token_model

from tests.api.conftest import SECRET, V1, Hire, Program, problem, token_of
from tests.office.world import enrol
from yikatong.catalogue.channels import Channel
from yikatong.channels.api import app
from yikatong.office import limits, person_pages
from yikatong.office.clients import register_client
from yikatong.office.limits import Limit
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)

MALFORMED = {
    " ": "json_malformed",
    "nonsense": "json_malformed",
    "[]": "json_malformed",
    "null": "json_malformed",
    '"text"': "json_malformed",
    '{"answers": {}': "json_malformed",
    '{"confirmed": NaN}': "json_malformed",
    '{"confirmed": -Infinity}': "json_malformed",
    '{"card": "a", "card": "b"}': "json_repeated",
    '{"answers": {"function": "social", "function": "financial"}}': "json_repeated",
    '{"answers": {"function": ' + "9" * 5000 + "}}": "json_number",
    '{"answers": {"function": 9007199254740993}}': "json_number",
    '{"answers": {"function": 1e999}}': "json_number",
    '{"card": "a\\u0000b"}': "json_characters",
    '{"card": "\\ud800"}': "json_characters",
    '{"\\udfff": 1}': "json_characters",
    '{"answers": ' + "[" * 30 + "]" * 30 + "}": "json_depth",
    '{"answers": ' + "[" * 100_000 + "]" * 100_000 + "}": "json_malformed",
}


@pytest.mark.parametrize(("body", "code"), MALFORMED.items(), ids=range(len(MALFORMED)))
def test_json_that_could_be_read_in_two_ways(desk: Program, body: str, code: str) -> None:
    problem(desk.post("/acts/track", body), 400, code)


def test_bytes_that_are_no_text(desk: Program) -> None:
    problem(desk.post("/acts/track", b'{"card": "\xff"}'), 400, "json_malformed")
    problem(desk.post("/acts/track", '{"card": "x"}'.encode("utf-16")), 400, "json_malformed")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_another_content_type(desk: Program, kind: str) -> None:
    problem(desk.post("/acts/track", "{}", Content_Type=kind), 415, "content_type")
    problem(desk.post("/persons/search", "{}", Content_Type=kind), 415, "content_type")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_too_large(desk: Program) -> None:
    problem(desk.post("/acts/track", {"card": "x" * 2000}), 413, "body_too_large")


@pytest.mark.parametrize("answers", [[], 1, "text", True])
def test_parts_of_another_shape(desk: Program, answers: object) -> None:
    for name in ("answers", "person", "asker"):
        page = problem(desk.post("/acts/track", {name: answers}), 422, "not_understood")
        assert (name, "answer_not_object") in {(f["field"], f["code"]) for f in page["faults"]}


def test_values_of_another_type_are_faults(desk: Program) -> None:
    body = {
        "person": {"id_number": 7}, "asker": {"kind": ["agent"]}, "assurance": 4, "card": {}, "region": [],
        "confirmed": "maybe", "answers": {},
    }  # fmt: skip
    page = problem(desk.post("/acts/track", body), 422, "not_understood")
    told = {f["field"] for f in page["faults"]}
    assert told >= {"person.id_number", "assurance", "card", "region", "confirmed", "asker.kind"}


def test_addresses_and_methods(desk: Program) -> None:
    problem(desk.get("/no/such/place"), 404, "address_unknown")
    problem(desk.get("/"), 404, "address_unknown")
    problem(desk.get("/services/nothing"), 404, "service_unknown")
    wrong = desk.http.delete(V1 + "/services")
    problem(wrong, 405, "method_not_allowed")
    assert "GET" in wrong["Allow"]
    problem(desk.get("/acts/track"), 405, "method_not_allowed")
    problem(desk.get("/persons/%00"), 404, "person_not_found")
    problem(desk.get("/queues/nothing"), 404, "queue_unknown")
    problem(desk.get("/services/track/guide?region=999999"), 422, "not_understood")
    problem(desk.get("/services/track/guide?on=yesterday"), 422, "not_understood")
    problem(desk.get("/queues/review?after=%FF%00"), 422, "not_understood")
    problem(desk.get("/outlets?region=610000&after=nowhere"), 422, "not_understood")
    problem(desk.get("/outlets?region=610000&open_at=now"), 422, "not_understood")
    problem(desk.get("/services/track/guide?" + "&".join(f"a{n}" for n in range(600))), 400, "request_malformed")


def test_who_calls_must_be_known(desk: Program) -> None:
    for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"},
                   {"Authorization": "Bearer \x00"}, {"Authorization": "Bearer \xff"}):  # fmt: skip
        answer = Program(header).get("/persons/x")
        problem(answer, 401, "token_invalid")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    get_access_token_model().objects.update(expires="2020-01-01T00:00:00Z")
    problem(desk.act("track", enrol()), 401, "token_invalid")


def test_a_closed_account_or_post_ends_at_once(desk: Program) -> None:
    about = enrol()
    models.Post.objects.all().delete()
    problem(desk.act("track", about), 403, "post_missing")
    from django.contrib.auth.models import User

    User.objects.update(is_active=False)
    problem(desk.act("track", about), 401, "token_invalid")


def test_a_token_of_several_channels_names_one() -> None:
    for channel in (Channel.DESK, Channel.HOTLINE):
        register_client("both", SECRET, channel, "610000")
    about = enrol()
    both = Program({"Authorization": f"Bearer {token_of('both', 'desk hotline').json()['access_token']}"})
    problem(both.act("track", about), 400, "channel_unnamed")
    problem(both.act("track", about, Channel="officer"), 403, "scope_missing")
    assert both.act("track", about, Channel="hotline").status_code == 200
    assert models.Look.objects.get().channel == "hotline"


def test_no_token_reaches_beyond_its_channel(hire: Hire, desk: Program) -> None:
    assert token_of("desk-client", "officer").json() == {"error": "invalid_scope"}
    problem(hire(Channel.BANK, "610000", "CAB").get("/queues/review"), 403, "operation_not_offered")
    problem(desk.get("/batches/x"), 403, "operation_not_offered")
    problem(desk.post("/sign-ins", {}), 403, "operation_not_offered")
    assert token_of("desk-client", "desk", "a wrong secret").status_code == 401


@pytest.mark.parametrize("form", [{"client_id": "a\x00b", "client_secret": "x"}, {"client_id": "é" * 300}, {}])
def test_the_token_endpoint_bears_anything(form: dict[str, str]) -> None:
    answer = Client().post("/oauth/token/", {"grant_type": "client_credentials", **form})
    assert answer.status_code in (400, 401), answer.content
    assert answer["Content-Type"] == "application/json"
    assert Client().post("/oauth/token/", headers={"Authorization": "Basic AGE6AGI="}).status_code in (400, 401)
    assert Client().get("/oauth/applications/").status_code == 404
    assert Client().get("/oauth/authorize/").status_code == 404


@pytest.mark.parametrize(("kind", "path"), [("client", "/persons/x"), ("person", "/acts/track")])
def test_too_often(desk: Program, monkeypatch: pytest.MonkeyPatch, kind: str, path: str) -> None:
    monkeypatch.setitem(limits.LIMITS, kind, Limit(2, 3600))
    about = enrol()
    ask = (lambda: desk.get(path)) if kind == "client" else (lambda: desk.act("track", about))
    assert [ask().status_code for _ in range(2)] != [429, 429]
    answer = ask()
    problem(answer, 429, "too_often")
    assert 1 <= int(answer["Retry-After"]) <= 3600


def test_tokens_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "token_address", Limit(1, 3600))
    assert token_of("nobody", "desk").status_code == 401
    answer = token_of("nobody", "desk")
    assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")


def test_what_nobody_foresaw_tells_nothing(
    desk: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person_id = desk.find(enrol())["person_id"]

    def broken(*args: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(person_pages, "timeline", broken)
    page = problem(desk.get(f"/persons/{person_id}/timeline"), 500, "unforeseen")
    assert "disk" not in json.dumps(page)
    assert any(r.exc_info for r in caplog.records if r.name == "yikatong.api")


def test_the_pages_of_the_documentation_keep_the_content_policy() -> None:
    page = Client().get(V1 + "/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<script>" not in text
    assert "style=" not in text
    assert "://" not in text
    assert "'unsafe" not in page["Content-Security-Policy"]
    for link in ("api/docs.js", "ninja/swagger-ui-bundle.js", "ninja/swagger-ui.css", "ninja/favicon.svg"):
        assert f"/static/{link}" in text
        assert finders.find(link), link
    described = json.loads(app.description())
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for operation in methods.values():
            known = "x-legal-basis" in operation or path.endswith(("/services", "/outlets")) or "/services/" in path
            assert known, path
