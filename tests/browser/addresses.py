"""Which view answers at an address. The desk's page of a person is the bank's and officer's too."""

import inspect
from collections.abc import Iterator
from functools import partial

from django.urls import Resolver404, URLPattern, URLResolver, resolve

from tests.browser.pages import PLACE

SOMEBODY = "00000000-0000-4000-8000-000000000000"


def views(resolver: URLResolver, above: str = "") -> Iterator[tuple[str, str]]:
    """Each route with the name of its view."""
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, name_of(pattern.callback)
        else:
            yield from views(pattern, route)


def name_of(callback: object) -> str:
    """By module and name, below ``yikatong.channels``."""
    view = inspect.unwrap(callback)  # type: ignore[arg-type]
    view = view.func if isinstance(view, partial) else view
    return f"{view.__module__.removeprefix('yikatong.channels.')}.{view.__qualname__}"


def view_of(address: str) -> str:
    """Of a path with or without its query; "" where there is none."""
    try:
        return name_of(resolve(PLACE.sub(SOMEBODY, address).partition("?")[0]).func)
    except Resolver404:
        return ""
