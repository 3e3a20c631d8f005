"""What there is but once: a person's dossier, a seat, a case number, the last try of a PIN."""

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest

from tests.office.world import MOBILE, NAME, NOW, PIN, SHAANXI, ask, enrol, number, person_of, waiting
from tests.races.runner import Answer, Step, ask_at_once, slow_and_numbered, without
from yikatong.cards.states import State
from yikatong.catalogue.card_kinds import FIT_PHOTO
from yikatong.catalogue.channels import Channel
from yikatong.office.fsck import check
from yikatong.records import models

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
__all__ = ["slow_and_numbered"]

SLOT = NOW + timedelta(days=1)
APPLICATION = {
    "region": SHAANXI, "name": NAME, "mobile": MOBILE, "bank": "CAB", "outlet": "XA-YT-01", "photo": FIT_PHOTO,
}  # fmt: skip
serials = count(1)


def step(*args, **rest) -> Step:
    return Step(ask(*args, **rest), f"YK-{next(serials)}")


def granted(answers: list[Answer]) -> int:
    return sum(answer[0] == "granted" for answer in answers)


def apply_twice() -> tuple[list[Answer], int]:
    about = number(next(serials))
    answers = ask_at_once([step("apply", about, answers=APPLICATION) for _ in range(2)])
    return sorted(answers), models.Dossier.objects.count()


def test_two_applications_at_once_make_one_dossier_with_one_card():
    for so_far in range(1, 9):
        answers, dossiers = apply_twice()
        assert [answer[0] for answer in answers] == ["granted", "refused"]
        assert answers[1] == ("refused", "application_pending")
        assert dossiers == so_far
    assert models.Holding.objects.filter(tenure="coming").count() == 8
    assert check().findings == ()


def test_without_the_unique_index_two_applications_make_two_dossiers():
    with without("records_dossier_number_index_key"):
        wrong = [dossiers for dossiers in (apply_twice()[1] - so_far for so_far in range(1, 5)) if dossiers > 0]
        assert wrong


def book_the_last(people: int = 5) -> tuple[list[Answer], list[int]]:
    about = [waiting(next(serials)) for _ in range(people)]
    models.Seat.objects.all().delete()
    for seat in range(19):
        models.Seat.objects.create(appointment_id=f"F{seat}", outlet="XA-YT-01", at=SLOT, seat=seat)
    answers = ask_at_once([step("book_collection", who, at=SLOT.isoformat()) for who in about])
    return answers, list(models.Seat.objects.filter(outlet="XA-YT-01", at=SLOT).values_list("seat", flat=True))


def test_the_last_seat_goes_to_one():
    for _ in range(4):
        answers, seats = book_the_last()
        assert Counter(answer[0] for answer in answers) == {"granted": 1, "refused": 4}
        assert {answer[1:] for answer in answers if answer[0] == "refused"} == {("slot_full",)}
        assert sorted(seats) == list(range(20))


def test_without_its_unique_index_the_last_seat_goes_to_several():
    with without("one_appointment_a_seat"):
        assert any(granted(book_the_last()[0]) > 1 for _ in range(4))


def click(times: int = 20) -> tuple[list[Answer], int]:
    about, before = enrol(next(serials)), models.Entry.objects.count()
    one = ask("report_loss", about, Channel.HOTLINE, function="social", case_number=f"click {next(serials)}")
    answers = ask_at_once([Step(one, f"YK-{next(serials)}") for _ in range(times)])
    return answers, models.Entry.objects.count() - before


def test_a_double_click_has_one_effect_and_one_answer():
    for _ in range(4):
        answers, entries = click()
        assert len(answers) == 20
        assert len(set(answers)) == 1
        assert answers[0][0] == "granted"
        assert entries == 1
    assert check().findings == ()


@pytest.mark.parametrize("guard", ["lock", "one_entry_a_case_number", "one_entry_a_version"])
def test_a_double_click_needs_one_guard_only(guard):
    with without(guard):
        answers, entries = click()
        assert len(set(answers)) == 1
        assert entries == 1


def test_without_guards_a_double_click_is_done_more_than_once():
    with without("lock", "one_entry_a_case_number", "one_entry_a_version"):
        assert any(entries > 1 for _, entries in (click() for _ in range(4)))


def guess(times: int, at_once: int) -> tuple[list[Answer], int]:
    """Wrong tries, ``at_once`` of them in parallel all the time, each on a connection of its own."""
    about, answers = enrol(next(serials)), list[Answer]()
    for _ in range(times // at_once):
        tries = [step("try_pin", about, Channel.PARTNER, current_pin="918273") for _ in range(at_once)]
        answers += ask_at_once(tries)
    assert person_of(about).cards[0].social.state is State.LOCKED
    assert ask_at_once([step("try_pin", about, Channel.PARTNER, current_pin=PIN.reveal())])[0][0] == "refused"
    return answers, person_of(about).cards[0].wrong_pins


def test_two_hundred_parallel_guesses_count_six_and_lock():
    """pin_tries_max is 6 in Shaanxi: the sixth wrong try locks, every other one is refused."""
    answers, counted = guess(200, 50)
    assert len(answers) == 200
    assert granted(answers) == counted == 6
    assert {answer for answer in answers if answer[0] == "refused"} == {("refused", "function_locked")}
    assert check().findings == ()


def test_without_guards_more_guesses_are_let_through():
    with without("lock", "one_entry_a_version"):
        about = enrol(next(serials))
        tries = [step("try_pin", about, Channel.PARTNER, current_pin="918273") for _ in range(40)]
        answers = ask_at_once(tries)
        assert granted(answers) > person_of(about).cards[0].wrong_pins
