"""Who may open what: every page with every role. What is not in the table does not exist."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.channels.setting import Browser, application, at_work, person_id, signed_in
from tests.office.world import enrol, number
from yikatong.catalogue.channels import Channel

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "citizen", "no_post", "desk", "hotline", "bank", "officer", "employer")

# Each page's answer to the roles above; "ok" 200, "in" sent to sign in, "no" 404, "go" a redirect to somewhere else.
PAGES = {
    "/": "ok ok ok ok ok ok ok ok",
    "/guides/": "ok ok ok ok ok ok ok ok",
    "/guides/{code}/": "ok ok ok ok ok ok ok ok",
    "/outlets/": "ok ok ok ok ok ok ok ok",
    "/photo/": "ok ok ok ok ok ok ok ok",
    "/sign-in/": "ok ok ok ok ok ok ok ok",
    "/sign-in/code/": "ok ok ok ok ok ok ok ok",
    "/sign-in/check/": "ok ok ok ok ok ok ok ok",
    "/sign-out/": "post",
    "/step-up/": "in ok in in in in in in",
    "/services/{code}/": "in ok in in in in in in",
    "/services/{code}/check/": "in bad in in in in in in",
    "/services/": "ok ok ok ok ok ok ok ok",
    "/progress/": "in ok in in in in in in",
    "/timeline/": "in ok in in in in in in",
    "/me/": "in ok in in in in in in",
    "/looks/": "in ok in in in in in in",
    "/notices/": "in ok in in in in in in",
    "/family/": "in ok in in in in in in",
    "/services/book_collection/": "in ok in in in in in in",
    "/photo/frame/": "ok ok ok ok ok ok ok ok",
    "/photo/check/": "post",
    "/manifest.webmanifest": "ok ok ok ok ok ok ok ok",
    "/sw.js": "ok ok ok ok ok ok ok ok",
    "/offline/": "ok ok ok ok ok ok ok ok",
    "/for/{handle}/": "in no in in in in in in",
    "/for/{handle}/services/": "in no in in in in in in",
    "/for/{handle}/progress/": "in no in in in in in in",
    "/for/{handle}/timeline/": "in no in in in in in in",
    "/for/{handle}/services/book_collection/": "in no in in in in in in",
    "/for/{handle}/services/{code}/": "in no in in in in in in",
    "/for/{handle}/services/{code}/check/": "in no in in in in in in",
    "/staff/": "ok ok go go go go go go",
    "/staff/posts/": "in in ok ok ok ok ok ok",
    "/staff/sign-out/": "post",
    "/desk/": "in in no ok no no no no",
    "/desk/people/{handle}/": "in in no ok no no no no",
    "/desk/people/{handle}/unmask/": "post",
    "/desk/people/{handle}/services/{code}/": "in in no ok no no no no",
    "/desk/people/{handle}/services/{code}/check/": "in in no bad no no no no",
    "/desk/services/{public}/": "in in no ok no no no no",
    "/desk/services/{public}/check/": "in in no bad no no no no",
    "/hotline/": "in in no no ok no no no",
    "/hotline/people/{handle}/": "in in no no go no no no",
    "/hotline/people/{handle}/caller/": "in in no no ok no no no",
    "/hotline/end/": "post",
    "/hotline/people/{handle}/loss/": "post",
    "/hotline/people/{handle}/as-citizen/": "in in no no go no no no",
    "/hotline/people/{handle}/unmask/": "post",
    "/hotline/people/{handle}/services/{code}/": "in in no no go no no no",
    "/hotline/people/{handle}/services/{code}/check/": "in in no no go no no no",
    "/hotline/services/{public}/": "in in no no ok no no no",
    "/hotline/services/{public}/check/": "in in no no bad no no no",
    "/bank/": "in in no no no ok no no",
    "/bank/waiting/": "in in no no no ok no no",
    "/bank/waiting/check/": "post",
    "/bank/waiting/confirm/": "post",
    "/bank/people/{handle}/": "in in no no no ok no no",
    "/bank/people/{handle}/unmask/": "post",
    "/bank/people/{handle}/services/{code}/": "in in no no no ok no no",
    "/bank/people/{handle}/services/{code}/check/": "in in no no no bad no no",
    "/bank/services/{public}/": "in in no no no ok no no",
    "/bank/services/{public}/check/": "in in no no no bad no no",
    "/officer/": "in in no no no no ok no",
    "/officer/queue/": "in in no no no no ok no",
    "/officer/people/{handle}/": "in in no no no no ok no",
    "/officer/people/{handle}/cards/{card_id}/": "in in no no no no ok no",
    "/officer/people/{handle}/cards/{card_id}/photo/": "in in no no no no ok no",
    "/officer/people/{handle}/unmask/": "post",
    "/officer/people/{handle}/services/{code}/": "in in no no no no no no",
    "/officer/people/{handle}/services/{code}/check/": "in in no no no no no no",
    "/officer/services/{public}/": "in in no no no no no no",
    "/officer/services/{public}/check/": "in in no no no no no no",
    "/employer/": "in in no no no no no ok",
    "/employer/batches/{batch_id}/": "in in no no no no no no",
    "/employer/batches/{batch_id}/results.csv": "in in no no no no no no",
    "/employer/services/{public}/": "in in no no no no no ok",
    "/field/": "in in no no no no no no",
    "/field/shell/": "ok ok ok ok ok ok ok ok",
    "/field/sw.js": "ok ok ok ok ok ok ok ok",
    "/field/day.json": "in in no no no no no no",
    "/field/records/": "post",
    "/field/dropped/": "post",
    "/field/visits/{visit_id}/": "in in no no no no no no",
    "/field/visits/{visit_id}/services/{code}/": "in in no no no no no no",
    "/field/visits/{visit_id}/services/{code}/check/": "in in no no no no no no",
    "/kiosk/": "in in no no no no no no",
    "/kiosk/end/": "post",
    "/kiosk/ticket/": "in in no no no no no no",
    "/kiosk/identify/": "in in no no no no no no",
    "/kiosk/confirm/": "in in no no no no no no",
    "/kiosk/mine/": "in in no no no no no no",
    "/kiosk/mine/services/{code}/": "in in no no no no no no",
    "/kiosk/mine/services/{code}/check/": "in in no no no no no no",
    "/kiosk/services/{public}/": "in in no no no no no no",
    "/kiosk/services/{public}/check/": "in in no no no no no no",
    "/demo/": "ok ok ok ok ok ok ok ok",
    "/demo/clock/": "post",
    "/demo/messages/": "ok ok ok ok ok ok ok ok",
    "/demo/identity/": "ok ok ok ok ok ok ok ok",
}  # fmt: skip

NOWHERE = {"batch_id": "none", "visit_id": "none"}


def of_pages(patterns, start: str = "/"):
    """Every address of pages for people, as the table writes it."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith(("api/", "oauth/")):
            yield from of_pages(pattern.url_patterns, start + route)
        elif isinstance(pattern, URLPattern) and route != "healthz":
            yield (start + route).replace("<slug:", "{").replace(">", "}")


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
        **{c.value: at_work(c) for c in (Channel.DESK, Channel.HOTLINE, Channel.OFFICER)},
    }  # fmt: skip


def told(response, path: str) -> str:
    if response.status_code == 302:
        return "in" if response["Location"].startswith(("/sign-in/", "/staff/?")) else "go"
    return {200: "ok", 404: "no", 400: "bad"}.get(response.status_code, f"{response.status_code} at {path}")


def test_every_page_answers_every_role_as_the_table_says(browsers: dict[str, Browser]) -> None:
    person, card = application()
    holder = person_id(number(1))
    wrong = []
    for page, row in PAGES.items():
        names = {
            "handle": person if "cards" in page else holder,
            "card_id": card,
            "batch_id": "none",
            "visit_id": "none",
        }
        path = page.format(code="report_loss", public="find_outlet", **names)
        for role, answer in zip(ROLES, row.split() if row != "post" else ["post"] * len(ROLES), strict=True):
            response = browsers[role].get(path)
            got = "post" if response.status_code == 405 else told(response, path)
            # A page that only takes POST says so to those who may use it, and nothing to the others.
            fits = got in ("post", "in", "no", "go") if answer == "post" else got == answer
            wrong += [] if fits else [f"{path} {role}: {got} instead of {answer}"]
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_posts_are_guarded_like_pages(browsers: dict[str, Browser], role: str) -> None:
    """What a role may not open it may not send to either."""
    holder, sent = person_id(number(1)), []
    for page, row in PAGES.items():
        answers = dict(zip(ROLES, row.split(), strict=True)) if row != "post" else {}
        if answers.get(role) in ("in", "no"):
            path = page.format(
                code="report_loss", public="find_outlet", handle=holder, card_id="C1", batch_id="none", visit_id="none"
            )
            status = browsers[role].post(path, {"case_number": "0" * 32}).status_code
            sent += [] if status in (302, 404, 405) else [f"{path}: {status}"]
    assert sent == []
