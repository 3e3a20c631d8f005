"""The same ask again, another one under the same number, and many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.api.conftest import Hire, Program, problem
from tests.office.world import enrol
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_again_is_answered_again(desk: Program) -> None:
    about = enrol()
    first, second = (desk.act("report_loss", about, key="bank-day-file/17", function="social") for _ in range(2))
    assert "Idempotent-Replay" not in first.headers
    assert (second.status_code, second["Idempotent-Replay"]) == (200, "true")
    same = ("reference", "words", "next", "service", "region", "place")
    assert {n: first.json()[n] for n in same} == {n: second.json()[n] for n in same}
    assert models.Entry.objects.filter(service="report_loss").count() == 1


def test_another_ask_under_the_same_number_is_told_so(desk: Program, hire: Hire) -> None:
    about, other = enrol(), enrol(1)
    assert desk.act("report_loss", about, key="k", function="social").status_code == 200
    problem(desk.act("report_loss", about, key="k", function="financial"), 422, "case_number_reused")
    problem(desk.act("report_loss", other, key="k", function="social"), 422, "case_number_reused")
    hotline = hire(Channel.HOTLINE)
    of_another_client = hotline.act("report_loss", other, key="k", function="social")
    assert of_another_client.status_code == 200


@pytest.mark.parametrize("key", ["", " ", "编号", "a b", "x" * 256, "tab\tin"])
def test_a_number_is_visible_ascii(desk: Program, key: str) -> None:
    body = {"person": {"id_number": enrol().number}, "answers": {"function": "social"}}
    problem(desk.post("/acts/report_loss", body, Idempotency_Key=key), 400, "idempotency_key_malformed")


def test_an_act_needs_a_number(desk: Program) -> None:
    body = {"person": {"id_number": enrol().number}, "answers": {"function": "social"}}
    problem(desk.post("/acts/report_loss", body), 400, "idempotency_key_missing")
    assert desk.post("/acts/track", {"person": {"id_number": enrol(1).number}}).status_code == 200


def test_many_at_once_are_done_once(desk: Program) -> None:
    about = enrol()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: _report(desk.headers, about), range(6)))
    references = {page["reference"] for status, page in found if status == 200}
    assert [status for status, _ in found if status != 200] == []
    assert len(references) == 1
    assert models.Entry.objects.filter(service="report_loss").count() == 1


def _report(headers: dict[str, str], about: IdNumber) -> tuple[int, dict[str, str]]:
    try:
        answer = Program(headers).act("report_loss", about, key="at-once", function="social")
        return answer.status_code, answer.json()
    finally:
        connection.close()
