"""Every page, once: the tests, the pictures (``make screens``) and the measurements (``make lighthouse``) read it here.

A new page is one line. ``{lost}`` in an address is the opaque id of that person of visitors.LIVES.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from tests.browser.visitors import USERNAMES, Door

PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Page:
    """``who`` is signed in, "" for nobody. ``steps`` lead from the address to the page, in any language and without
    JavaScript. ``key``: one of the twelve that lighthouse measures."""

    name: str
    address: str
    who: str = ""
    steps: Callable[[Tab], None] | None = None
    key: bool = False

    @property
    def staff(self) -> bool:
        """Drawn for staff: wide and dense, without an elder size to measure."""
        return self.who in USERNAMES or self.address.startswith(("/staff/", "/demo/"))


def submit(tab: Tab) -> None:
    """Send the page's form, not one of those in its head or foot."""
    tab.locator("main form button[type=submit]").last.click()
    tab.wait_for_load_state()


def choosing(*marks: str) -> Callable[[Tab], None]:
    """Choose each of these (``name=value``), then send the form."""

    def steps(tab: Tab) -> None:
        for mark in marks:
            name, _, value = mark.partition("=")
            tab.locator(f'main [name="{name}"][value="{value}"]').first.check()
        submit(tab)

    return steps


def filling(**typed: str) -> Callable[[Tab], None]:
    """Type into the fields of these names, then send the form."""

    def steps(tab: Tab) -> None:
        for name, words in typed.items():
            tab.locator(f'main [name="{name}"]').first.fill(words)
        submit(tab)

    return steps


def after(*several: Callable[[Tab], None]) -> Callable[[Tab], None]:
    def steps(tab: Tab) -> None:
        for one in several:
            one(tab)

    return steps


PAGES = (
    # citizens
    Page("landing", "/", key=True),
    Page("guides", "/guides/"),
    Page("guide", "/guides/report_loss/?region=610100", key=True),
    Page("outlets", "/outlets/", key=True),
    Page("photo", "/photo/", key=True),
    Page("sign-in", "/sign-in/", key=True),
    Page("sign-in-wrong", "/sign-in/", steps=submit),
    Page("sign-in-code", "/sign-in/code/"),
    Page("sign-in-check", "/sign-in/check/"),
    Page("not-found", "/nothing-here/"),
    Page("home", "/", "in_use", key=True),
    Page("home-lost", "/", "lost"),
    Page("home-ready", "/", "ready"),
    Page("home-two-cards", "/", "two_cards"),
    Page("home-newcomer", "/", "stranger"),
    Page("step-up", "/step-up/", "in_use"),
    Page("loss", "/services/report_loss/", "in_use", key=True),
    Page("loss-check", "/services/report_loss/", "in_use", choosing("function=social", "kind=temporary"), key=True),
    Page("lift", "/services/lift_loss/", "lost"),
    Page("progress", "/services/track/", "making", key=True),
    Page("renew", "/services/renew/", "expiring", key=True),
    Page("renew-wrong", "/services/renew/", "expiring", submit),
    Page("reset-pin", "/services/reset_pin/", "locked", key=True),
    Page("refused", "/services/apply/", "in_use"),
    # staff
    Page("staff-sign-in", "/staff/"),
    Page("posts", "/staff/posts/", "desk"),
    Page("desk-search", "/desk/", "desk", key=True),
    Page("desk-person", "/desk/people/{in_use}/", "desk"),
    Page("desk-collect", "/desk/people/{booked}/services/collect/", "desk"),
    Page("hotline-search", "/hotline/", "hotline"),
    Page("hotline-caller", "/hotline/people/{in_use}/caller/", "hotline"),
    Page("bank-search", "/bank/", "bank-cab"),
    Page("bank-waiting", "/bank/waiting/", "bank-cab"),
    Page("officer-search", "/officer/", "officer"),
    Page("officer-queue", "/officer/queue/", "officer"),
    Page("officer-person", "/officer/people/{applied}/", "officer"),
    Page("employer-batches", "/employer/", "employer"),
    # the demonstration's own
    Page("demo", "/demo/"),
    Page("demo-messages", "/demo/messages/"),
    Page("demo-identity", "/demo/identity/"),
)


def address(page: Page, door: Door) -> str:
    """The page's address with its person's id in place."""
    return PLACE.sub(lambda found: door.handle(found[1]), page.address)


def open_page(tab: Tab, page: Page, door: Door) -> None:
    """Bring the tab to the page; whoever looks is signed in already."""
    tab.goto(door.url + address(page, door))
    if page.steps:
        page.steps(tab)
