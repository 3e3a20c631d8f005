"""What time does to a standing, and which stage may follow which."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yikatong.cards.stages import FAILED, MADE, PLAN, WAITING_FOR_REVIEW, Stage, in_issuing_phase
from yikatong.cards.states import ENDED, REPORTED_LOST, STATES_OF, Function, LossKind, Standing, State

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
WEEK, TICK = timedelta(days=7), timedelta(microseconds=1)
USABLE = [state for state in State if state not in REPORTED_LOST | ENDED]


@pytest.mark.parametrize("before", USABLE)
@pytest.mark.parametrize(("moment", "lapsed"), [(-TICK, False), (timedelta(0), True), (TICK, True)])
def test_a_report_lapses_at_its_instant_into_what_was_before(before: State, moment: timedelta, lapsed: bool) -> None:
    reported = Standing(before, NOW - WEEK).lost(NOW, NOW + WEEK, formal=False)
    found = reported.at(NOW + WEEK + moment)
    assert found == (Standing(before, NOW + WEEK) if lapsed else reported)


def test_the_instant_is_the_same_in_any_time_zone() -> None:
    reported = Standing(State.NORMAL, NOW).lost(NOW, NOW + WEEK, formal=False)
    elsewhere = (NOW + WEEK).astimezone(UTC)
    assert reported.at(elsewhere).state is State.NORMAL
    assert reported.at(elsewhere - TICK).state is State.TEMP_LOST


def test_a_report_without_an_end_never_lapses() -> None:
    reported = Standing(State.SEALED, NOW).lost(NOW, None, formal=False)
    assert reported.at(NOW + timedelta(days=36_500)) is reported


@pytest.mark.parametrize("before", USABLE)
def test_a_formal_report_keeps_what_was_before_the_first(before: State) -> None:
    first = Standing(before, NOW).lost(NOW, NOW + WEEK, formal=False)
    formal = first.lost(NOW + timedelta(days=1), None, formal=True)
    assert (formal.state, formal.before, formal.until) == (State.LOST, before, None)
    assert formal.lifted(NOW + timedelta(days=2)) == Standing(before, NOW + timedelta(days=2))


def test_a_formal_report_after_the_lapse_remembers_the_state_that_came_back() -> None:
    first = Standing(State.LOCKED, NOW).lost(NOW, NOW + WEEK, formal=False)
    assert first.lost(NOW + WEEK, None, formal=True).before is State.LOCKED


@pytest.mark.parametrize("state", USABLE)
def test_lifting_what_was_not_reported_changes_nothing(state: State) -> None:
    standing = Standing(state, NOW)
    assert standing.lifted(NOW + WEEK) is standing


@given(
    before=st.sampled_from(USABLE),
    acts=st.lists(st.tuples(st.sampled_from(["temporary", "formal", "lift"]), st.integers(0, 20)), max_size=12),
)
def test_whatever_is_reported_and_lifted_it_ends_as_it_began(before: State, acts: list[tuple[str, int]]) -> None:
    """Law 4 on the standing itself: no order of reports, lifts and days makes more of a function than it was."""
    standing, now = Standing(before, NOW), NOW
    for act, days in acts:
        now += timedelta(days=days)
        if act == "lift":
            standing = standing.lifted(now)
        else:
            formal = act == "formal"
            standing = standing.lost(now, None if formal else now + WEEK, formal)
        assert standing.at(now).state in {before, State.TEMP_LOST, State.LOST}
    assert standing.lifted(now).state is before


def test_every_state_and_stage_has_words() -> None:
    words = [*(s.words for s in State), *(s.words for s in Stage), *(f.words for f in Function)]
    words += [kind.words for kind in LossKind]
    assert all(words)
    assert {state for states in STATES_OF.values() for state in states} == {*State}


def test_a_function_has_words_of_its_own_for_each_of_its_states() -> None:
    for states in STATES_OF.values():
        assert len({state.words for state in states}) == len(states)


# Domain handbook 1.6, with instant issue (30 → 65 → 85) and a place without a provincial step (65 → 80).
FOLLOW = {
    10: {20, 90, 91}, 20: {30, 90, 91}, 30: {40, 65, 92, 90}, 40: {50, 93}, 50: {60}, 60: {65, 94},
    65: {70, 80, 85, 94}, 70: {75, 80}, 75: {80, 82}, 80: {85, 95}, 82: {85, 95}, 85: set(), 90: set(), 91: set(),
    92: {30, 90}, 93: {40, 90},
    94: {60}, 95: {80},
}  # fmt: skip


def test_stages_follow_as_the_handbook_says() -> None:
    assert {s.rank: {n.rank for n in Stage if s.may_become(n)} for s in Stage} == FOLLOW
    assert {*PLAN} == {*Stage}


@pytest.mark.parametrize(
    ("since", "first"), [(Stage.PROVINCE_RELEASED, 70), (Stage.READY, 80), (Stage.PERSONALISED, 65)]
)
def test_the_issuing_phase_begins_where_the_place_says(since: Stage, first: int) -> None:
    found = {stage.rank for stage in Stage if in_issuing_phase(stage, since)}
    assert found == {rank for rank in FOLLOW if first <= rank <= 85} | {95}


def test_groups_of_stages_agree_with_the_plan() -> None:
    assert {stage for stage in Stage if not PLAN[stage][2]} - {Stage.COLLECTED} == FAILED
    assert {s for s in Stage if s.may_become(Stage.WITHDRAWN)} >= WAITING_FOR_REVIEW
    assert {stage.rank for stage in MADE} == {65, 70, 75, 80, 82, 85, 95}
