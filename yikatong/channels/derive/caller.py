"""Whether the caller of a telephone call was verified, for one person and a quarter of an hour."""

import time

from django.http import HttpRequest

VERIFIED_FOR_S = 15 * 60


def seconds_left(request: HttpRequest, handle: str) -> int:
    """How long the caller about this person still counts as verified; 0 when not."""
    return max(0, int(request.session.get("callers", {}).get(handle, 0) - time.time()))


def is_verified(request: HttpRequest, handle: str) -> bool:
    return seconds_left(request, handle) > 0


def verified(request: HttpRequest, handle: str) -> None:
    """Only the person of this call: the one before it has hung up."""
    request.session["callers"] = {handle: int(time.time()) + VERIFIED_FOR_S}


def forget(request: HttpRequest) -> None:
    """The call is over: whoever calls next is verified anew."""
    request.session.pop("callers", None)
