"""Who may open what: every page with every role. What is not in the table does not exist."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.channels.setting import Browser, application, at_work, person_id, signed_in
from tests.office.world import enrol, number
from yikatong.catalogue.channels import Channel

pytestmark = pytest.mark.django_db
POSTS = ("no_post", "desk", "hotline", "bank", "officer", "employer", "field", "kiosk")
ROLES = ("anonymous", "citizen", *POSTS)

# Who gets what: "ok" 200, "in" sent to sign in, "no" 404, "go" a redirect to somewhere else, "bad" 400, "late" 409.
# "all": everybody ok. "post": takes POST alone. "citizen X": a citizen gets X, all others are sent to sign in.
# "desk X": the desk gets X, whoever is no staff is sent to sign in, and for other posts the page does not exist.
# "staff ok": every account. "strangers ok": whoever is no staff, the others are led on.
PAGES = {
    "/": "all",
    "/appearance/": "post",
    "/bank/": "bank ok",
    "/bank/people/{handle}/": "bank ok",
    "/bank/people/{handle}/receipts/{reference}/": "bank no",
    "/bank/people/{handle}/receipts/{reference}/pdf/": "post",
    "/bank/people/{handle}/receipts/{reference}/print/": "post",
    "/bank/people/{handle}/receipts/{reference}/undo/": "bank late",
    "/bank/people/{handle}/services/{code}/": "bank ok",
    "/bank/people/{handle}/services/{code}/check/": "bank bad",
    "/bank/people/{handle}/unmask/": "post",
    "/bank/services/{public}/": "bank ok",
    "/bank/services/{public}/check/": "bank bad",
    "/bank/waiting/": "bank ok",
    "/bank/waiting/check/": "post",
    "/bank/waiting/confirm/": "post",
    "/demo/": "all",
    "/demo/clock/": "post",
    "/demo/identity/": "all",
    "/demo/messages/": "all",
    "/desk/": "desk ok",
    "/desk/display/": "all",
    "/desk/display/{outlet}/": "all",
    "/desk/people/{handle}/": "desk ok",
    "/desk/people/{handle}/receipts/{reference}/": "desk no",
    "/desk/people/{handle}/receipts/{reference}/pdf/": "post",
    "/desk/people/{handle}/receipts/{reference}/print/": "post",
    "/desk/people/{handle}/receipts/{reference}/undo/": "desk late",
    "/desk/people/{handle}/services/{code}/": "desk ok",
    "/desk/people/{handle}/services/{code}/check/": "desk bad",
    "/desk/people/{handle}/unmask/": "post",
    "/desk/queue/": "desk go",
    "/desk/queue/call/": "post",
    "/desk/queue/take/": "post",
    "/desk/services/{public}/": "desk ok",
    "/desk/services/{public}/check/": "desk bad",
    "/desk/shift/": "desk ok",
    "/desk/shift/hand-over/": "post",
    "/desk/shift/{shift_id}/": "desk no",
    "/desk/tickets/": "desk ok",
    "/desk/tickets/{outlet}/": "desk ok",
    "/employer/": "employer ok",
    "/employer/batches/{batch_id}/": "employer no",
    "/employer/batches/{batch_id}/results.csv": "employer no",
    "/employer/services/{public}/": "employer ok",
    "/family/": "citizen ok",
    "/field/": "field ok",
    "/field/day.json": "field ok",
    "/field/dropped/": "post",
    "/field/records/": "post",
    "/field/shell/": "all",
    "/field/sw.js": "all",
    "/field/visits/{visit_id}/": "field no",
    "/field/visits/{visit_id}/services/{code}/": "field no",
    "/field/visits/{visit_id}/services/{code}/check/": "field no",
    "/for/{handle}/": "citizen no",
    "/for/{handle}/progress/": "citizen no",
    "/for/{handle}/receipts/{reference}/": "citizen no",
    "/for/{handle}/receipts/{reference}/pdf/": "citizen no",
    "/for/{handle}/services/": "citizen no",
    "/for/{handle}/services/book_collection/": "citizen no",
    "/for/{handle}/services/{code}/": "citizen no",
    "/for/{handle}/services/{code}/check/": "citizen no",
    "/for/{handle}/timeline/": "citizen no",
    "/guides/": "all",
    "/guides/{code}/": "all",
    "/hotline/": "hotline ok",
    "/hotline/end/": "post",
    "/hotline/people/{handle}/": "hotline go",
    "/hotline/people/{handle}/as-citizen/": "hotline go",
    "/hotline/people/{handle}/caller/": "hotline ok",
    "/hotline/people/{handle}/loss/": "post",
    "/hotline/people/{handle}/receipts/{reference}/": "hotline go",
    "/hotline/people/{handle}/receipts/{reference}/pdf/": "post",
    "/hotline/people/{handle}/receipts/{reference}/print/": "post",
    "/hotline/people/{handle}/receipts/{reference}/undo/": "hotline go",
    "/hotline/people/{handle}/services/{code}/": "hotline go",
    "/hotline/people/{handle}/services/{code}/check/": "hotline go",
    "/hotline/people/{handle}/unmask/": "post",
    "/hotline/services/{public}/": "hotline ok",
    "/hotline/services/{public}/check/": "hotline bad",
    "/kiosk/": "kiosk ok",
    "/kiosk/confirm/": "kiosk go",
    "/kiosk/end/": "post",
    "/kiosk/identify/": "kiosk ok",
    "/kiosk/mine/": "kiosk go",
    "/kiosk/mine/services/{code}/": "kiosk go",
    "/kiosk/mine/services/{code}/check/": "kiosk go",
    "/kiosk/services/{public}/": "kiosk ok",
    "/kiosk/services/{public}/check/": "kiosk bad",
    "/kiosk/ticket/": "kiosk ok",
    "/looks/": "citizen ok",
    "/manifest.webmanifest": "all",
    "/me/": "citizen ok",
    "/notices/": "citizen ok",
    "/notices/choice/": "post",
    "/officer/": "officer ok",
    "/officer/approvals/": "officer ok",
    "/officer/audit/": "officer ok",
    "/officer/figures/": "officer ok",
    "/officer/figures/export/": "post",
    "/officer/imports/": "officer ok",
    "/officer/imports/template/{kind}/": "officer no",
    "/officer/imports/{number}/": "officer no",
    "/officer/imports/{number}/columns/": "post",
    "/officer/imports/{number}/commit/": "post",
    "/officer/imports/{number}/rows/{phase}/": "officer no",
    "/officer/imports/{number}/undo/": "post",
    "/officer/imports/{number}/verdict/": "post",
    "/officer/outbox/": "officer ok",
    "/officer/outbox/recovery/": "officer ok",
    "/officer/outbox/{number}/": "officer no",
    "/officer/outbox/{number}/anew/": "post",
    "/officer/messages/": "officer ok",
    "/officer/messages/failed/": "officer ok",
    "/officer/messages/settle/": "post",
    "/officer/partners/": "officer ok",
    "/officer/partners/add/": "post",
    "/officer/partners/{number}/": "officer no",
    "/officer/partners/{number}/act/": "post",
    "/officer/people/{handle}/": "officer ok",
    "/officer/people/{handle}/cards/{card_id}/": "officer ok",
    "/officer/people/{handle}/cards/{card_id}/photo/": "officer ok",
    "/officer/people/{handle}/corrections/{number}/": "officer no",
    "/officer/people/{handle}/receipts/{reference}/": "officer no",
    "/officer/people/{handle}/receipts/{reference}/pdf/": "post",
    "/officer/people/{handle}/receipts/{reference}/print/": "post",
    "/officer/people/{handle}/receipts/{reference}/undo/": "officer late",
    "/officer/people/{handle}/services/{code}/": "officer no",
    "/officer/people/{handle}/services/{code}/check/": "officer no",
    "/officer/people/{handle}/unmask/": "post",
    "/officer/plant/": "officer ok",
    "/officer/plant/batches/{number}/left-out/": "officer no",
    "/officer/plant/files/{number}/": "officer no",
    "/officer/plant/files/{number}/rows/": "officer no",
    "/officer/policies/": "officer ok",
    "/officer/policies/proposals/": "officer ok",
    "/officer/policies/proposals/{number}/": "officer no",
    "/officer/policies/proposals/{number}/verdict/": "post",
    "/officer/policies/{code}/": "officer no",
    "/officer/queue/": "officer ok",
    "/officer/queue/next/": "officer go",
    "/officer/reconciliation/": "officer ok",
    "/officer/reconciliation/export/": "post",
    "/officer/reconciliation/{number}/": "officer no",
    "/officer/reconciliation/{number}/heal/": "post",
    "/officer/services/{public}/": "officer no",
    "/officer/services/{public}/check/": "officer no",
    "/officer/staff/": "officer ok",
    "/officer/staff/change/": "post",
    "/officer/staff/proposals/{number}/": "post",
    "/officer/staff/propose/": "post",
    "/offline/": "all",
    "/outlets/": "all",
    "/photo/": "all",
    "/photo/check/": "post",
    "/photo/frame/": "all",
    "/progress/": "citizen ok",
    "/receipts/{reference}/": "citizen no",
    "/receipts/{reference}/pdf/": "citizen no",
    "/services/": "all",
    "/services/book_collection/": "citizen ok",
    "/services/{code}/": "citizen ok",
    "/services/{code}/check/": "citizen bad",
    "/sign-in/": "all",
    "/sign-in/check/": "all",
    "/sign-in/code/": "all",
    "/sign-out/": "post",
    "/staff/": "strangers ok",
    "/staff/posts/": "staff ok",
    "/staff/preferences/": "staff ok",
    "/staff/sign-out/": "post",
    "/step-up/": "citizen ok",
    "/sw.js": "all",
    "/timeline/": "citizen ok",
}
NAMES = {
    "code": "report_loss", "public": "find_outlet", "batch_id": "none", "visit_id": "none", "visit": "none",
    "reference": "YK261121-0000000000", "outlet": "XA-YT-01", "shift_id": "7", "kind": "none", "phase": "none",
}  # fmt: skip


def answers_of(row: str) -> dict[str, str]:
    """Each role's answer, as the table tells it in short."""
    who, _, answer = row.partition(" ")
    if who in ("all", "post"):
        return dict.fromkeys(ROLES, {"all": "ok", "post": "post"}[who])
    if who == "citizen":
        return dict.fromkeys(ROLES, "in") | {"citizen": answer}
    if who == "strangers":
        return dict.fromkeys(ROLES, "go") | {"anonymous": answer, "citizen": answer}
    others = dict.fromkeys(POSTS, answer if who == "staff" else "no")
    return {"anonymous": "in", "citizen": "in"} | others | ({} if who == "staff" else {who: answer})


def of_pages(patterns, start: str = "/"):
    """Every address of pages for people, as the table writes it."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith(("api/", "oauth/", "callbacks/")):
            yield from of_pages(pattern.url_patterns, start + route)
        elif isinstance(pattern, URLPattern) and route != "healthz":
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", start + route)


def test_the_table_lists_every_page() -> None:
    found = {path.replace("services/{code}", "services/{public}") if _about_nobody(path) else path
             for path in of_pages(get_resolver().url_patterns)}  # fmt: skip
    assert found == set(PAGES)


def _about_nobody(path: str) -> bool:
    return "services" in path.split("/")[2:3]


@pytest.fixture
def browsers(db) -> dict[str, Browser]:
    return {
        "anonymous": Browser(), "citizen": signed_in(enrol(1)), "no_post": at_work(None),
        "bank": at_work(Channel.BANK, party="CAB"), "employer": at_work(Channel.EMPLOYER, party="EMP-1"),
        "kiosk": at_work(Channel.KIOSK, party="XA-YT-01"),
        **{c.value: at_work(c) for c in (Channel.DESK, Channel.HOTLINE, Channel.OFFICER, Channel.FIELD)},
    }  # fmt: skip


def told(response) -> str:
    if response.status_code == 302:
        return "in" if response["Location"].startswith(("/sign-in/", "/staff/?")) else "go"
    names = {200: "ok", 404: "no", 400: "bad", 405: "post", 409: "late"}
    return names.get(response.status_code, str(response.status_code))


def address(page: str, **names: str) -> str:
    number_in = "7" if any(room in page for room in ("staff", "outbox", "reconciliation")) else "none"
    return page.format(**NAMES | {"number": number_in} | names)


def test_every_page_answers_every_role_as_the_table_says(browsers: dict[str, Browser]) -> None:
    person, card = application()
    holder = person_id(number(1))
    wrong = []
    for page, row in PAGES.items():
        path = address(page, handle=person if "cards" in page else holder, card_id=card)
        for role, answer in answers_of(row).items():
            got = told(browsers[role].get(path))
            # A page that only takes POST says so to those who may use it, and nothing to the others.
            fits = got in ("post", "in", "no", "go") if answer == "post" else got == answer
            wrong += [] if fits else [f"{path} {role}: {got} instead of {answer}"]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_posts_are_guarded_like_pages(browsers: dict[str, Browser], role: str) -> None:
    """What a role may not open it may not send to either."""
    holder, sent = person_id(number(1)), []
    for page, row in PAGES.items():
        if row != "post" and answers_of(row)[role] in ("in", "no"):
            path = address(page, handle=holder, card_id="C1")
            status = browsers[role].post(path, {"case_number": "0" * 32}).status_code
            sent += [] if status in (302, 404, 405) else [f"{path}: {status}"]
    assert sent == []
