"""Whether the caller of a telephone call was verified, for one person and a quarter of an hour."""

import time

from django.http import HttpRequest

VERIFIED_FOR_S = 15 * 60


def is_verified(request: HttpRequest, handle: str) -> bool:
    return time.time() < request.session.get("callers", {}).get(handle, 0)


def verified(request: HttpRequest, handle: str) -> None:
    """Only the person of this call: the one before it has hung up."""
    request.session["callers"] = {handle: int(time.time()) + VERIFIED_FOR_S}
