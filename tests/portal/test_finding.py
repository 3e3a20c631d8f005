"""Finding services in people's own words, the large letters, and outlets by distance."""

import pytest

from tests.examples.places import OUTLETS
from tests.office.world import NOW
from yikatong.channels.portal import topics
from yikatong.channels.portal.nearby import Position, distance_km, nearest_first, outlet_row, read_position

XIAN = Position(34.22, 108.94)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("丢了", "report_loss"), ("我的卡丢了", "report_loss"), ("挂失", "report_loss"), ("找到了", "lift_loss"),
        ("忘记密码", "reset_pin"), ("  忘记 密码 ", "reset_pin"), ("到期", "renew"), ("卡做好了吗", "track"),
        ("替父母办", "register_mandate"),
    ],
)  # fmt: skip
def test_a_service_is_found_as_people_call_it(words: str, code: str) -> None:
    assert code in [s.code for s in topics.found_by(words, topics.offered())[:2]]


def test_nothing_is_found_by_nothing_or_nonsense() -> None:
    assert topics.found_by("   ", topics.offered()) == ()
    assert topics.found_by("zzzz", topics.offered()) == ()


@pytest.mark.parametrize("words", ["长辈版", "关爱版", "关怀版", "大字", "我要大字版", " 长 辈 版 "])
def test_the_large_letters_are_found(words: str) -> None:
    assert topics.wants_large_letters(words)


@pytest.mark.parametrize("words", ["", "  ", "挂失", "长辈"])
def test_other_words_are_not_the_large_letters(words: str) -> None:
    assert not topics.wants_large_letters(words)


def test_every_service_of_a_topic_is_offered_and_none_stands_twice() -> None:
    named = [code for topic in topics.TOPICS for code in topic.services]
    assert len(named) == len(set(named))
    assert set(named) <= {s.code for s in topics.offered()}


@pytest.mark.parametrize("written", [("", ""), ("x", "1"), ("91", "0"), ("0", "181"), ("nan", "nan"), ("inf", "0")])
def test_what_is_nowhere_on_the_globe_is_no_position(written: tuple[str, str]) -> None:
    assert read_position(*written) is None


def test_distances_are_those_of_the_globe() -> None:
    beijing = read_position("39.90", "116.40")
    assert beijing
    assert 900 < distance_km(XIAN, beijing) < 930
    assert distance_km(XIAN, XIAN) == 0


def test_the_nearest_come_first_and_the_unplaced_last() -> None:
    rows = nearest_first([outlet_row(o, "", NOW, Position(39.93, 116.42)) for o in OUTLETS])
    assert rows[0].outlet.code == "BJ-01"
    assert [r.km is None for r in rows] == sorted(r.km is None for r in rows)
    assert nearest_first([outlet_row(o, "", NOW, None) for o in OUTLETS])[0].outlet == OUTLETS[0]


def test_open_now_is_by_the_outlets_own_hours() -> None:
    open_now = {o.code: outlet_row(o, "", NOW, None).open for o in OUTLETS}  # a Monday, ten o'clock
    assert open_now["XA-YT-01"]
    assert not open_now["XA-WY-01"]
