"""The most asked tasks, done by somebody who is signed in: with JavaScript, without it, and by keyboard alone.

Each way is tried at another width and in another size, so that every task sees all nine. The presses are counted and must
not be more than we promise. Tasks 1 (show the electronic card) and 7 (pension certification) come with those pages.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.visitors import Door
from tests.browser.windows import window


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    scripts: bool
    keyboard_alone: bool
    width: int
    size: str


WAYS = (
    Way("with JavaScript", True, False, 390, "standard"),
    Way("without JavaScript", False, False, 320, "xl"),
    Way("by keyboard alone", True, True, 1440, "elder"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """``who`` is signed in and differs for each way; ``start`` is where they are; ``taps_max`` is what we promise."""

    number: int
    name: str
    who: str
    start: str
    taps_max: int
    do: Callable[[Hand], None]


def to_service(hand: Hand, code: str) -> None:
    """From the home page by its shortest way."""
    hand.press(f'main a[href*="/services/{code}/"]')


def report_loss(hand: Hand) -> None:
    to_service(hand, "report_loss")
    hand.choose("function", "social")
    hand.send()
    hand.send()
    hand.sees(".panel.ok .reference")


def lift_loss(hand: Hand) -> None:
    to_service(hand, "lift_loss")
    hand.choose("function", "social")
    hand.send()
    hand.send()
    hand.sees(".panel.ok .reference")


def progress(hand: Hand) -> None:
    hand.press('main a[href*="/progress/"]')
    hand.sees("main .steps, main .timeline")


TASKS = (
    Task(2, "report a loss", "in_use", "/", 3, report_loss),
    Task(3, "lift a loss", "lost", "/", 3, lift_loss),
    Task(4, "card progress", "making", "/", 1, progress),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.number} {task.name}")
def test_a_task_is_done(task: Task, way: Way, browser: Browser, door: Door) -> None:
    who = f"{task.who}:{5 + WAYS.index(way)}"
    with window(
        browser, door, who, surely=True, width=way.width, size=way.size, scripts=way.scripts
    ) as context:  # fmt: skip
        hand = Hand(context.new_page(), way.keyboard_alone)
        hand.tab.goto(door.url + task.start)
        task.do(hand)
        assert hand.taps <= task.taps_max, f"{hand.taps} presses"
