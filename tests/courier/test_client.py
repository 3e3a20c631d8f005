"""What a party's HTTP answer means for its message."""

from datetime import timedelta

import pytest

from tests.office.world import NOW
from yikatong.adapters.webhooks.guard import Answer
from yikatong.office.courier.carried import NotYet
from yikatong.office.courier.client import RETRY_AFTER_MAX, retry_after, taken
from yikatong.ports.unavailable import Unavailable


def answered(status: int, **headers: str) -> int:
    return taken(Answer(status, {name.replace("_", "-"): words for name, words in headers.items()}, b""), NOW)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_2xx_takes_it(status: int) -> None:
    assert answered(status) == status


@pytest.mark.parametrize(("status", "permanent"), [
    (400, True), (410, True), (413, True), (415, True), (422, True), (401, False), (403, False), (404, False),
    (408, False), (429, False), (500, False), (502, False), (503, False), (102, False),
])  # fmt: skip
def test_what_may_be_mended_is_tried_again(status: int, permanent: bool) -> None:
    with pytest.raises(Unavailable) as failure:
        answered(status)
    assert (failure.value.permanent, failure.value.status) == (permanent, status)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_party_says_when(status: int) -> None:
    with pytest.raises(NotYet) as later:
        answered(status, retry_after="120")
    assert (later.value.until, later.value.status) == (NOW + timedelta(seconds=120), status)


@pytest.mark.parametrize(("told", "seconds"), [
    ("0", 0), ("90", 90), ("3600", 3600), ("99999999999999999999", 3600), ("Mon, 23 Nov 2026 02:10:00 GMT", 600),
    ("Mon, 23 Nov 2020 02:10:00 GMT", 0), ("Mon, 23 Nov 2099 02:10:00 GMT", 3600), ("", None), ("soon", None),
    ("-5", None), ("１２", None), ("1.5", None),
])  # fmt: skip
def test_retry_after_in_either_form(told: str, seconds: int | None) -> None:
    assert retry_after(told, NOW) == (None if seconds is None else NOW + timedelta(seconds=seconds))
    assert timedelta(hours=1) == RETRY_AFTER_MAX


def test_retry_after_of_others_is_not_asked() -> None:
    with pytest.raises(Unavailable):
        answered(500, retry_after="120")
