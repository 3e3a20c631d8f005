"""Every view of the site is looked at by a page of pages.py, or is named here with the reason why nobody does."""

import re
from collections.abc import Iterable, Mapping

from django.urls import get_resolver

from tests.browser.addresses import view_of, views
from tests.browser.pages import PAGES

MACHINES = ("api/", "oauth/", "callbacks/", "healthz")  # nobody looks at what machines ask for
SENT = "only sent to; what it answers with is another page"
FILE = "a file or a script, no page"
ELSEWHERE = {
    "derive.staff_receipts.undo": "within five minutes of an act; test_desk_keys.py",
    "derive.staff_services.public_check": "no service about nobody has anything to check",
    "kiosk.services.public_check": "no service about nobody has anything to check",
    "kiosk.services.personal_check": "the same page as at the portal; tests/kiosk",
    "field.services.check": "the same page as at the portal; tests/field",
    "desk.shift_views.summary": "after a shift is over; tests/desk",
    "employer.views.batch": "needs a batch that a worker has answered; tests/batches",
    "portal.public.photo_frame": "a part of the photo page, fetched by its script",
    "derive.staff_receipts.receipt": "after an act; test_desk_keys.py",
    "employer.views.service": "leads to the start of the employer's pages",
    "officer.approvals.correction": "needs a colleague's proposal; tests/officer",
    "officer.policies.proposal": "needs a colleague's proposal; tests/officer",
    "officer.imports.columns": "needs a sheet handed in; tests/officer",
    "officer.imports.one": "needs a sheet handed in; tests/officer",
    "officer.outbox.anew": SENT,
    "officer.partners.act": SENT,
    "officer.plant.file": "needs a file from the plant; tests/plant",
    "officer.partners.partner": "the same page as after adding one; tests/subscriptions",
    "officer.telling.settle": SENT,
    "portal.mine.choose_messages": SENT,
    "officer.reconciling.difference": "needs a difference; tests/reconciliation",
    "officer.reconciling.heal": SENT,
    "officer.staffing.decide": SENT,
    "officer.staffing.propose": SENT,
    "officer.staffing.change": SENT,
}
UNSEEN = ELSEWHERE | {
    **dict.fromkeys(
        """bank.views.confirm demo.views.clock derive.look.appearance derive.staff_receipts.print_receipt
        derive.staff_views.unmask desk.shift_views.hand_over desk.ticket_views.call desk.ticket_views.take
        field.sending.dropped field.sending.record hotline.views.end hotline.views.loss kiosk.views.end
        officer.imports.commit
        officer.imports.undo officer.imports.verdict officer.policies.verdict
        officer.reviewing.following portal.public.photo_check portal.signing.sign_out
        staff.views.sign_out""".split(),
        SENT,
    ),
    **dict.fromkeys(
        """derive.staff_receipts.receipt_file employer.views.results field.sending.day field.views.worker
        officer.figures.export officer.reconciling.export officer.imports.rows officer.imports.template
        officer.plant.left_out officer.plant.rows officer.views.photo portal.pwa.manifest portal.pwa.worker
        portal.receipts.receipt_file""".split(),
        FILE,
    ),
}


def unlisted(found: Iterable[tuple[str, str]], listed: Iterable[str], unseen: Mapping[str, str]) -> list[str]:
    seen = {*listed, *unseen}
    return sorted({view for route, view in found if view not in seen and not route.startswith(MACHINES)})


def test_an_unlisted_view_is_seen() -> None:
    found = [("new/", "portal.new"), ("old/", "portal.old"), ("api/x/", "api.x")]
    assert unlisted(found, ["portal.old"], {}) == ["portal.new"]
    assert unlisted(found, ["portal.old"], {"portal.new": SENT}) == []


def test_every_view_is_listed() -> None:
    assert unlisted(views(get_resolver()), [view_of(page.ends or page.address) for page in PAGES], UNSEEN) == []


def test_no_exception_is_out_of_date() -> None:
    assert UNSEEN.keys() - {view for _, view in views(get_resolver())} == set()


def test_names_are_file_names_of_their_own() -> None:
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
