"""Which level speaks, since when, and as known on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.pages import TODAY, ruled
from yikatong.policies import policy as policy_module
from yikatong.policies.parameters import pin_tries_max, temporary_loss_days
from yikatong.policies.policy import Policies, PolicyMissing

LOSS = temporary_loss_days


def test_longest_prefix_wins() -> None:
    spoken = {"00": 1, "61": 2, "6101": 3, "610104": 4}
    policies = Policies(ruled(LOSS, level, days) for level, days in spoken.items())
    asked = {"610104": 4, "610113": 3, "6101": 3, "610100": 3, "610402": 2, "61": 2, "510104": 1, "000000": 1}
    assert {region: policies.ruling(LOSS, region, TODAY).value for region in asked} == asked
    assert policies.ruling(LOSS, "610113", TODAY).region == "6101"


def test_absent_inherits_but_null_is_a_value() -> None:
    policies = Policies([ruled(LOSS, "00", 10), ruled(LOSS, "61", None), ruled(pin_tries_max, "00", 6)])
    open_at_province = policies.ruling(LOSS, "6101", TODAY)
    assert (open_at_province.value, open_at_province.region) == (None, "61")
    assert open_at_province.words == "未规定"
    assert policies.ruling(pin_tries_max, "6101", TODAY).region == "00"


def test_latest_date_in_force_that_has_begun() -> None:
    policies = Policies(
        [
            ruled(LOSS, "61", 10, date(2023, 1, 1)),
            ruled(LOSS, "61", 7, date(2021, 1, 1)),
            ruled(LOSS, "00", None),
        ]
    )
    days = [
        policies.ruling(LOSS, "61", on).value
        for on in (date(2021, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2030, 1, 1))
    ]
    assert days == [7, 7, 10, 10]


def test_a_level_that_has_not_begun_inherits() -> None:
    policies = Policies([ruled(LOSS, "61", 7, date(2027, 1, 1)), ruled(LOSS, "00", 10)])
    assert policies.ruling(LOSS, "61", TODAY).region == "00"


def test_what_was_known_then_can_be_replayed() -> None:
    """On 2022-03-01 the bureau still applied 10 days; the correction to 7 came in June, back-dated."""
    start = date(2021, 1, 1)
    policies = Policies([ruled(LOSS, "61", 10, start, date(2021, 1, 5)), ruled(LOSS, "61", 7, start, date(2022, 6, 1))])
    on = date(2022, 3, 1)
    assert policies.ruling(LOSS, "61", on).value == 7
    assert policies.ruling(LOSS, "61", on, known_on=on).value == 10
    assert policies.ruling(LOSS, "61", on, known_on=date(2022, 6, 1)).value == 7
    with pytest.raises(PolicyMissing):
        policies.ruling(LOSS, "61", on, known_on=date(2021, 1, 4))


def test_a_date_in_force_outweighs_a_later_record_of_an_older_one() -> None:
    policies = Policies(
        [
            ruled(LOSS, "61", 10, date(2023, 1, 1), date(2023, 1, 1)),
            ruled(LOSS, "61", 5, date(2021, 1, 1), date(2024, 1, 1)),
        ]
    )
    assert policies.ruling(LOSS, "61", TODAY).value == 10
    assert policies.ruling(LOSS, "61", date(2022, 1, 1)).value == 5


def test_missing_says_what_where_and_when() -> None:
    with pytest.raises(PolicyMissing) as raised:
        Policies([]).ruling(LOSS, "610104", TODAY)
    assert (raised.value.parameter, raised.value.region, raised.value.on) == (LOSS, "610104", TODAY)
    assert str(raised.value).startswith("本地规则未录入：临时挂失有效期（陕西省西安市莲湖区，2026-11-22）")
    assert raised.value.code == "policy_missing"


def test_nonsense_region_is_not_the_nation() -> None:
    with pytest.raises(ValueError, match="行政区划代码“abc”有误"):
        Policies([ruled(LOSS, "00", 1)]).ruling(LOSS, "abc", TODAY)


def test_trail_shows_every_level_that_speaks() -> None:
    policies = Policies([ruled(LOSS, "00", None), ruled(LOSS, "61", 7), ruled(LOSS, "51", 10)])
    assert [(said.region, said.value) for said in policies.trail(LOSS, "610104", TODAY)] == [
        ("61", 7),
        ("00", None),
    ]
    assert policies.places(LOSS) == ("00", "51", "61")
    assert policies.places(pin_tries_max) == ()


def test_the_cache_is_bounded_and_never_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_module, "CACHED_MAX", 3)
    policies = Policies([ruled(LOSS, "00", 1), ruled(LOSS, "61", 2, date(2026, 1, 3))])
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(5)]
    for _ in range(2):
        assert [policies.ruling(LOSS, "61", on).value for on in days] == [1, 1, 2, 2, 2]
        assert len(policies._answers) <= 3


def test_a_warm_lookup_is_the_same_object() -> None:
    policies = Policies([ruled(LOSS, "00", 1)])
    assert policies.ruling(LOSS, "61", TODAY) is policies.ruling(LOSS, "61", TODAY)


DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 8))


@given(st.lists(st.tuples(st.sampled_from(["00", "61", "6101"]), DAYS, DAYS), max_size=8), DAYS, DAYS)
def test_lookup_agrees_with_its_definition(said: list[tuple[str, date, date]], on: date, known_on: date) -> None:
    """Against the definition read aloud: the deepest level, then the latest date, then the latest record."""
    rulings = [ruled(LOSS, level, n, start, recorded) for n, (level, start, recorded) in enumerate(said)]
    heard = [r for r in rulings if r.in_force_on <= on and r.recorded_on <= known_on]
    policies = Policies(rulings)
    if not heard:
        with pytest.raises(PolicyMissing):
            policies.ruling(LOSS, "610104", on, known_on)
        return
    found = policies.ruling(LOSS, "610104", on, known_on)
    rank = max((len(r.region) * (r.region != "00"), r.in_force_on, r.recorded_on) for r in heard)
    assert (len(found.region) * (found.region != "00"), found.in_force_on, found.recorded_on) == rank
