"""Every address of the site is in pages.py, or here with the reason why nobody looks at it."""

import re
from collections.abc import Iterable, Iterator

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.browser.pages import PAGES, PLACE

# Routes, by how they begin, that are no pages for people.
NO_PAGES = {
    "api/": "for machines; tests/api",
    "oauth/": "for machines; tests/api",
    "healthz": "for the load balancer",
}
# Single routes, with the reason.
UNSEEN: dict[str, str] = {}
POST_ONLY = "only sent to; there is nothing to look at"


def routes(resolver: URLResolver, above: str = "") -> Iterator[str]:
    """The route of every pattern, as ``resolve(path).route`` names it."""
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def route_of(address: str) -> str:
    path = PLACE.sub("00000000-0000-4000-8000-000000000000", address).partition("?")[0]
    try:
        return str(resolve(path).route)
    except Resolver404:
        return ""  # the page that says that there is no such page


def unlisted(found: Iterable[str], listed: Iterable[str], unseen: Iterable[str] = ()) -> list[str]:
    seen = {*listed, *unseen}
    return sorted(route for route in found if route not in seen and not route.startswith(tuple(NO_PAGES)))


def test_an_unlisted_address_is_seen() -> None:
    assert unlisted(["new/", "old/", "api/x/"], ["old/"]) == ["new/"]
    assert unlisted(["new/"], [], ["new/"]) == []


def test_every_address_is_listed() -> None:
    assert unlisted(routes(get_resolver()), map(route_of, (page.address for page in PAGES)), UNSEEN) == []


def test_no_exception_is_out_of_date() -> None:
    found, listed = set(routes(get_resolver())), {route_of(page.address) for page in PAGES}
    assert {route for route in UNSEEN if route not in found or route in listed} == set()


def test_names_are_file_names_of_their_own() -> None:
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
