"""The most asked tasks, done by somebody who is signed in: with JavaScript, without it, and by keyboard alone.

Each way is tried at another width and in another size, so that every task sees each of them. The presses are counted
and must not be more than we promise. Tasks 1 (the electronic card) and 7 (pension certification) come with those pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from tests.browser.hand import Hand
from tests.browser.prepare import FREE_PLACE, entrust, lay_at_the_outlet
from tests.browser.visitors import Door, card_number, person
from tests.browser.windows import window
from yikatong.adapters.demo.portraits import portrait
from yikatong.channels.cli.city.people import Citizen

CALL_REQUESTS_MAX = 4  # pages that the server is asked for during a call, with those that it leads on to
HANDING_TAPS_MAX = 5


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
    """``who`` is signed in: "lost:2", "lost:3" … in turn, for the first are looked at by the other tests. ``start`` is
    where they are, ``taps_max`` what we promise."""

    number: int
    name: str
    who: str
    start: str
    taps_max: int
    do: Callable[[Hand], None]
    prepare: Callable[[Door, int], None] = lambda door, nth: None


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


def renew(hand: Hand) -> None:
    """The card is damaged, of which the home page knows nothing by itself. Bank, outlet and photo stay as they are."""
    hand.press('main a[href*="topic=card"], main a[href*="/services/renew/"]')
    if "/services/renew/" not in hand.tab.url:
        to_service(hand, "renew")
    hand.choose("ground", "damage")
    hand.choose("consent", "true")
    hand.send()
    hand.sees(".panel.ok .reference")


def renew_with_photo(hand: Hand) -> None:
    """The card expires: the home page says so, and its link knows the reason."""
    to_service(hand, "renew")
    hand.choose("ground", "expiry")
    hand.attach("photo", "photo.jpg", portrait(99))
    hand.choose("consent", "true")
    hand.send()
    hand.sees(".panel.ok .reference")


def reset_pin(hand: Hand) -> None:
    hand.press('main a[href*="topic=pin"]')
    to_service(hand, "reset_pin")
    hand.type("new_pin", "285714")
    hand.choose("confirmed", "on")
    hand.send()
    hand.sees(".panel.ok .reference")


def relative(nth: int) -> Citizen:
    return person(f"in_use:{42 + nth}")


def to_be_acted_for(door: Door, nth: int) -> None:
    entrust(door, person(f"in_use:{39 + nth}"), relative(nth))


def switch_to_relative(hand: Hand) -> None:
    """Two presses to act for somebody else; whose matters these are is said on each page from then on."""
    hand.press('main a[href="/family/"]')
    hand.press('main a[href^="/for/"]')
    assert relative(hand.nth).name in hand.sees(".banner").inner_text()
    Hand(hand.tab).press("main .services a")
    assert relative(hand.nth).name in hand.sees(".banner").inner_text()


def loss_by_telephone(hand: Hand) -> None:
    """The caller is verified, the script is read, the function is stopped; the server is asked four times in all."""
    asked: list[str] = []
    hand.tab.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    number = f"expiring:{7 + hand.nth}"
    caller = person(number)
    hand.search(caller.number)
    hand.type("name", caller.name)
    hand.type("mobile", caller.mobile[-4:])
    hand.type("card_no", card_number(number)[-4:])
    hand.send()
    if hand.shortcuts:
        hand.key("l")
        hand.key_on("Enter")
    else:
        hand.choose("repeated", "on")
        hand.press(".stop .actions button")
    hand.sees(".panel.ok")
    assert len(asked) <= CALL_REQUESTS_MAX, asked


def to_be_collected(door: Door, nth: int) -> None:
    lay_at_the_outlet(door, person(f"stranger:{nth}"))


def at_a_window(hand: Hand) -> None:
    """The clerk has sat down, once for the day: the outlet is filled in from then on."""
    hand.tab.goto(urljoin(hand.tab.url, "/desk/shift/"))
    outlet = hand.tab.locator("main [name=outlet]")
    if outlet.count():
        outlet.select_option(FREE_PLACE["outlet"])
        hand.tab.locator("main [name=window]").fill(str(hand.nth + 1))
        Hand(hand.tab).press('form[action="/desk/shift/"] button')
    hand.tab.goto(urljoin(hand.tab.url, "/desk/"))


def hand_over(hand: Hand) -> None:
    """The card is given to its holder, who has shown their document, and enabled at once; the receipt is printed."""
    at_a_window(hand)
    hand.search(person(f"stranger:{hand.nth}").number)
    if hand.shortcuts:
        hand.key_on(hand.sees('main a[data-key][href*="/services/collect/"]').get_attribute("data-key") or "")
    else:
        to_service(hand, "collect")
    hand.choose("present", "on")
    hand.send()
    hand.send()
    hand.sees(".panel.ok .reference")
    assert hand.taps <= HANDING_TAPS_MAX, f"{hand.taps} presses until the card is handed over"
    to_service(hand, "enable")
    hand.type("new_pin", "285714")
    hand.choose("present", "on")
    hand.choose("confirmed", "on")
    hand.send()
    hand.sees(".panel.ok .reference")
    hand.key_on("p") if hand.shortcuts else hand.press('main a[href*="/receipts/"]')
    hand.sees(".receipt .reference")


TASKS = (
    Task(2, "report a loss", "in_use:30", "/", 3, report_loss),
    Task(3, "lift a loss", "lost:2", "/", 3, lift_loss),
    Task(4, "card progress", "making:2", "/", 1, progress),
    Task(5, "renew", "in_use:33", "/", 5, renew),
    Task(5, "renew with a new photo", "expiring:2", "/", 5, renew_with_photo),
    Task(6, "set a new PIN", "in_use:36", "/", 4, reset_pin),
    Task(8, "act for a relative", "in_use:39", "/", 2, switch_to_relative, to_be_acted_for),
    Task(9, "loss by telephone", "hotline", "/hotline/", 6, loss_by_telephone),
    Task(10, "hand a card over and enable it", "desk", "/desk/", 10, hand_over, to_be_collected),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.number} {task.name}")
def test_a_task_is_done(task: Task, way: Way, browser: Browser, door: Door) -> None:
    nth = WAYS.index(way)
    task.prepare(door, nth)
    name, _, first = task.who.partition(":")
    who = f"{name}:{int(first) + nth}" if first else name
    with window(browser, door, who, width=way.width, size=way.size, scripts=way.scripts) as context:
        hand = Hand(context.new_page(), way.keyboard_alone, way.scripts and way.keyboard_alone, nth)
        hand.tab.goto(door.url + task.start)
        task.do(hand)
        assert hand.taps <= task.taps_max, f"{hand.taps} presses"
