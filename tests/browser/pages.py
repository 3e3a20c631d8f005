"""Every page, once: the tests, the pictures (``make screens``) and the measurements (``make lighthouse``) read it here.

A new page is one line. ``{lost}`` in an address is the opaque id of that person of visitors.LIVES.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page as Tab

from tests.browser.prepare import entrust
from tests.browser.visitors import Door, card_number, person

Steps = Callable[[Tab], None]
PLACE = re.compile(r"\{([a-z_]+(?::\d+)?)\}")
STAFFED = ("/staff/", "/desk/", "/hotline/", "/bank/", "/officer/", "/employer/", "/demo/")
# A form of the middle of the page; some have one button, those of several end with the one that goes on.
OWN_FORM = "main form button[type=submit]:not([formaction]), main form button:not([type])"


@dataclass(frozen=True, slots=True)
class Page:
    """``who`` is signed in, "" for nobody. ``steps`` lead from the address to the page, in any language and without
    JavaScript; ``ends`` is then an address like the one where they end. ``before`` brings the city into the state that
    the page is about. ``key``: one of those that Lighthouse measures."""

    name: str
    address: str
    who: str = ""
    steps: Steps | None = None
    ends: str = ""
    before: Callable[[Door], None] | None = None
    key: bool = False

    @property
    def staff(self) -> bool:
        """Drawn for staff: wide and dense, without an elder size to measure."""
        return self.address.startswith(STAFFED)


def submit(tab: Tab) -> None:
    """Send the page's own form, not one of those in its head or foot."""
    tab.locator(OWN_FORM).last.click()
    tab.wait_for_load_state()


def with_answers(**answers: str) -> Steps:
    """Fill these fields in, tick or choose them, and send the form."""

    def steps(tab: Tab) -> None:
        for name, value in answers.items():
            field = tab.locator(f'main [name="{name}"]')
            kind = field.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                tab.locator(f'main [name="{name}"][value="{value}"], main [name="{name}"][type=checkbox]').first.check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
        submit(tab)

    return steps


def visiting(path: str) -> Steps:
    """Another address of the site, once the steps before have made it possible."""

    def steps(tab: Tab) -> None:
        tab.goto(urljoin(tab.url, path))

    return steps


def pressing(selector: str) -> Steps:
    def steps(tab: Tab) -> None:
        tab.locator(f":is({selector}):visible").first.click()
        tab.wait_for_load_state()

    return steps


def then(*several: Steps) -> Steps:
    def steps(tab: Tab) -> None:
        for one in several:
            one(tab)

    return steps


def sought(who: str) -> Steps:
    """Search for a person in the box that staff begin with."""

    def steps(tab: Tab) -> None:
        tab.locator('form[role=search] [name="q"], form.search [name="q"]').first.fill(person(who).number)
        tab.locator("form[role=search] button, form.search button").first.click()
        tab.wait_for_load_state()

    return steps


def acted(code: str, **answers: str) -> Steps:
    """A service of the portal asked and confirmed; refused, when it was done on an earlier visit, it is left."""

    def steps(tab: Tab) -> None:
        visiting(f"/services/{code}/")(tab)
        if tab.locator(OWN_FORM).count():
            with_answers(**answers)(tab)
            submit(tab)

    return steps


def called(who: str) -> Steps:
    """On the telephone: the caller has said who they are, and it was right."""
    caller, number = person(who), card_number(who)
    said = with_answers(name=caller.name, mobile=caller.mobile[-4:], card_no=number[-4:])
    return then(sought(who), said)


def arrived(who: str) -> Steps:
    """At the kiosk: the identity card was read and the person checked."""
    read = with_answers(number=person(who).number)
    return then(visiting("/kiosk/identify/"), read, pressing("main button[value=face]"))


def entrusted(door: Door) -> None:
    """Somebody has given leave to act for them to whoever is signed in."""
    entrust(door, person("in_use"), person(RELATIVE))


RELATIVE = "in_use:7"
LOSS = {"function": "social", "kind": "temporary"}
PAGES = (
    # citizens, not signed in
    Page("landing", "/", key=True),
    Page("guides", "/guides/"),
    Page("guide", "/guides/report_loss/?region=610100", key=True),
    Page("guide-nation", "/guides/apply/"),
    Page("outlets", "/outlets/"),
    Page("outlets-found", "/outlets/?region=610113", key=True),
    Page("photo", "/photo/", key=True),
    Page("services-public", "/services/"),
    Page("sign-in", "/sign-in/", key=True),
    Page("sign-in-wrong", "/sign-in/", steps=submit),
    Page("sign-in-code", "/sign-in/code/"),
    Page("sign-in-check", "/sign-in/check/"),
    Page("offline", "/offline/"),
    Page("not-found", "/nothing-here/"),
    # citizens, signed in
    Page("home", "/", "in_use", key=True),
    Page("home-lost", "/", "lost"),
    Page("home-ending", "/", "ending"),
    Page("home-ready", "/", "ready"),
    Page("home-locked", "/", "locked"),
    Page("home-expiring", "/", "expiring"),
    Page("home-sealed", "/", "sealed"),
    Page("home-photo-returned", "/", "photo_returned"),
    Page("home-two-cards", "/", "two_cards"),
    Page("home-left", "/", "left"),
    Page("home-newcomer", "/", "stranger"),
    Page("me", "/me/", "in_use"),
    Page("looks", "/looks/", "in_use"),
    Page("notices", "/notices/", "lost"),
    Page("family", "/family/", "in_use"),
    Page("services", "/services/", "in_use", key=True),
    Page("services-sought", "/services/?q=丢了", "in_use"),
    Page("progress", "/progress/", "making", key=True),
    Page("timeline", "/timeline/", "in_use"),
    Page("step-up", "/step-up/", "in_use"),
    Page("track", "/services/track/", "making"),
    Page("loss", "/services/report_loss/", "in_use", key=True),
    Page("loss-check", "/services/report_loss/", "in_use:1", with_answers(**LOSS),
         ends="/services/x/check/", key=True),
    Page("loss-done", "/", "in_use:2", then(acted("lift_loss", function="social"), acted("report_loss", **LOSS)),
         ends="/services/x/check/"),
    Page("receipt", "/timeline/", "in_use", pressing("main a.receipt"), ends="/receipts/YK/"),
    Page("relative", "/for/{in_use:7}/", "in_use", before=entrusted),
    Page("relative-loss", "/for/{in_use:7}/services/report_loss/", "in_use", before=entrusted),
    Page("lift", "/services/lift_loss/", "lost"),
    Page("lift-done", "/", "in_use:3", then(acted("report_loss", **LOSS), acted("lift_loss", function="social")),
         ends="/services/x/check/"),
    Page("booking", "/services/book_collection/", "ready"),
    Page("renew", "/services/renew/", "expiring", key=True),
    Page("renew-wrong", "/services/renew/", "expiring:1", submit),
    Page("replace", "/services/replace/", "in_use"),
    Page("resubmit-photo", "/services/resubmit_photo/", "photo_returned"),
    Page("reset-pin", "/services/reset_pin/", "in_use", key=True),
    Page("register-mandate", "/services/register_mandate/", "in_use"),
    Page("refused", "/services/apply/", "in_use"),
    # staff
    Page("staff-sign-in", "/staff/"),
    Page("staff-sign-in-wrong", "/staff/", steps=submit),
    Page("posts", "/staff/posts/", "desk"),
    Page("preferences", "/staff/preferences/", "desk"),
    Page("desk-search", "/desk/", "desk"),
    Page("desk-not-found", "/desk/", "desk", sought("stranger:9")),
    Page("desk-person", "/desk/people/{in_use}/", "desk"),
    Page("desk-person-lost", "/desk/people/{lost}/", "desk"),
    Page("desk-person-two-cards", "/desk/people/{two_cards}/", "desk"),
    Page("desk-enable", "/desk/people/{sealed}/services/enable/", "desk"),
    Page("desk-loss", "/desk/people/{in_use}/services/report_loss/", "desk"),
    Page("desk-refused", "/desk/people/{in_use}/services/unlock/", "desk"),
    Page("desk-check", "/desk/people/{in_use}/services/report_loss/", "desk",
         with_answers(function="social", present="on"), ends="/desk/people/x/services/x/check/"),
    Page("desk-outlets", "/desk/services/find_outlet/", "desk"),
    Page("desk-shift", "/desk/shift/", "desk"),
    Page("desk-queue", "/desk/queue/", "desk"),
    Page("desk-displays", "/desk/display/"),
    Page("desk-display", "/desk/display/XA-113-01/"),
    Page("desk-machines", "/desk/tickets/", "desk"),
    Page("desk-machine", "/desk/tickets/XA-113-01/", "desk"),
    Page("hotline-search", "/hotline/", "hotline"),
    Page("hotline-caller", "/hotline/", "hotline", sought("in_use")),
    Page("hotline-console", "/hotline/", "hotline", called("expiring:5"), ends="/hotline/people/x/"),
    Page("hotline-as-citizen", "/hotline/", "hotline",
         then(called("expiring:5"), pressing("a[href$='/as-citizen/']")), ends="/hotline/people/x/as-citizen/"),
    Page("hotline-caller-alone", "/hotline/people/{in_use}/caller/", "hotline"),
    Page("bank-search", "/bank/", "bank-cab"),
    Page("bank-waiting", "/bank/waiting/", "bank-cab"),
    Page("bank-check", "/bank/waiting/", "bank-cab",
         then(pressing("main input[name=card]"), pressing("main .actions button[name=value]")),
         ends="/bank/waiting/check/"),
    Page("officer-search", "/officer/", "officer"),
    Page("officer-person", "/officer/people/{applied}/", "officer"),
    Page("officer-correcting", "/officer/people/{correcting}/", "officer"),
    Page("officer-queue", "/officer/queue/", "officer"),
    Page("officer-application", "/officer/people/{applied}/", "officer", pressing("main a[href*='/cards/']"),
         ends="/officer/people/x/cards/x/"),
    Page("officer-approvals", "/officer/approvals/", "officer"),
    Page("officer-audit", "/officer/audit/", "officer"),
    Page("officer-reconciliation", "/officer/reconciliation/", "officer"),
    Page("officer-messages", "/officer/messages/", "officer"),
    Page("officer-failed-messages", "/officer/messages/failed/", "officer"),
    Page("officer-partners", "/officer/partners/", "officer"),
    Page("officer-partner", "/officer/partners/", "officer",
         with_answers(partner="METRO-1", name="地铁票务中心", region="610100", url="https://partner.example.org/x",
                      purpose="card_use", kinds="card_use:loss_reported"), ends="/officer/partners/add/"),
    Page("officer-imports", "/officer/imports/", "officer"),
    Page("officer-plant", "/officer/plant/", "officer"),
    Page("officer-outbox", "/officer/outbox/?state=waiting", "officer"),
    Page("officer-message", "/officer/outbox/?state=waiting", "officer", pressing("main tbody a"),
         ends="/officer/outbox/1/"),
    Page("officer-recovery", "/officer/outbox/recovery/", "officer"),
    Page("officer-figures", "/officer/figures/", "officer"),
    Page("officer-staff", "/officer/staff/", "officer"),
    Page("officer-policies", "/officer/policies/", "officer"),
    Page("officer-parameter", "/officer/policies/temporary_loss_days/", "officer"),
    Page("officer-proposals", "/officer/policies/proposals/", "officer"),
    Page("employer-batches", "/employer/", "employer"),
    # the kiosk and the field worker's telephone
    Page("kiosk", "/kiosk/", "kiosk-yanta"),
    Page("kiosk-identify", "/kiosk/identify/", "kiosk-yanta"),
    Page("kiosk-identify-wrong", "/kiosk/identify/", "kiosk-yanta", with_answers(number="610113")),
    Page("kiosk-confirm", "/kiosk/identify/", "kiosk-yanta", with_answers(number=person("in_use:4").number),
         ends="/kiosk/confirm/"),
    Page("kiosk-mine", "/kiosk/", "kiosk-yanta", arrived("in_use:4"), ends="/kiosk/mine/"),
    Page("kiosk-loss", "/kiosk/", "kiosk-yanta",
         then(arrived("in_use:4"), visiting("/kiosk/mine/services/report_loss/")), ends="/kiosk/mine/services/x/"),
    Page("kiosk-ticket", "/kiosk/ticket/", "kiosk-yanta"),
    Page("kiosk-outlets", "/kiosk/services/find_outlet/", "kiosk-yanta"),
    Page("field", "/field/", "field-yanta"),
    Page("field-visit", "/field/", "field-yanta", pressing("main a[href*='/field/visits/']"), ends="/field/visits/x/"),
    Page("field-service", "/field/", "field-yanta",
         then(pressing("main a[href*='/field/visits/']"), pressing("summary"), pressing("main a[href*='/services/']")),
         ends="/field/visits/x/services/x/"),
    Page("field-shell", "/field/shell/"),
    # the demonstration's own
    Page("demo", "/demo/"),
    Page("demo-messages", "/demo/messages/"),
    Page("demo-identity", "/demo/identity/"),
)  # fmt: skip


def address(page: Page, door: Door) -> str:
    """The page's address with its person's id in place."""
    return PLACE.sub(lambda found: door.handle(found[1]), page.address)


def open_page(tab: Tab, page: Page, door: Door) -> None:
    """Bring the tab to the page; whoever looks is signed in already."""
    if page.before:
        page.before(door)
    tab.goto(door.url + address(page, door))
    if page.steps:
        page.steps(tab)
    if tab.locator("#portal").count() and tab.locator("input[type=file][name=photo]").count():
        tab.locator(".cropper").first.wait_for(state="attached")  # which a script brings along
