"""The measurement of pages sees a slow page and a wrong one."""

import time
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection

from bench.pages import AIM_MS, HEADING, Page, measured, report, statements

RIGHT, WRONG = SimpleNamespace(status_code=200), SimpleNamespace(status_code=404)


def answer(response: object, seconds: float = 0.0) -> object:
    time.sleep(seconds)
    return response


def test_a_slow_page_misses_its_aim_and_a_quick_one_meets_it() -> None:
    quick, slow = partial(answer, RIGHT, 0.001), partial(answer, RIGHT, 0.02)
    assert measured(Page("quick", [quick], 5000), quick, 20).line.endswith("aim p95 5000 ms met")
    assert measured(Page("slow", [quick, slow], 10), quick, 20).line.endswith("aim p95 10 ms MISSED")


def test_a_page_that_is_not_there_is_not_measured() -> None:
    page = Page("gone", [partial(answer, WRONG)], AIM_MS)
    with pytest.raises(SystemExit, match="404 instead of 200"):
        list(report([page], partial(answer, RIGHT)))
    assert HEADING


@pytest.mark.django_db
def test_statements_are_counted() -> None:
    def three() -> None:
        with connection.cursor() as cursor:
            for _ in range(3):
                cursor.execute("SELECT 1")

    assert statements(three) == 3
