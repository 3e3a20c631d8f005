"""Who is meant by a path of a staffed channel: an opaque id, or a handle for somebody who has no record yet."""

import secrets
from base64 import b64decode, b64encode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.caller import is_verified
from yikatong.channels.derive.window import Window, staff_window
from yikatong.office import deployment, reception
from yikatong.office.staff import Posting
from yikatong.office.vault import VaultFault
from yikatong.services import catalogue

# Where the clerk vouches for the person before the form; on each form they say what they saw.
ASSURANCES = {Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT, Channel.HOTLINE: Assurance.CLAIMED}
NEW = "new-"
NEWCOMERS_KEPT = 5


def window_at(request: HttpRequest, posting: Posting, handle: str) -> Window:
    """The window about one person. Errors: OutOfScope; Http404 for a newcomer of another sign-in."""
    about: str | IdNumber = handle
    if handle.startswith(NEW):
        about = _number_of(request, posting, handle)
    elif posting.channel is Channel.BANK:
        reception.look_up(handle, posting)
    return staff_window(posting, ASSURANCES.get(posting.channel, Assurance.NONE), about, handle)


def caller_first(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse | None:
    """On the telephone nothing about a person is shown before the caller was verified."""
    if posting.channel is not Channel.HOTLINE or is_verified(request, handle):
        return None
    return HttpResponseRedirect(f"/hotline/people/{handle}/caller/")


def is_new(handle: str) -> bool:
    return handle.startswith(NEW)


def registering(channel: Channel) -> tuple[str, ...]:
    """The services by which somebody unknown becomes known."""
    return tuple(s.code for s in catalogue().values() if s.registers and channel in s.channels)


def newcomer(request: HttpRequest, posting: Posting, number: IdNumber) -> str:
    """A handle for somebody who has no record: the number stays on the server, sealed."""
    handle = NEW + secrets.token_hex(8)
    sealed = deployment.vault().seal(number.number.encode(), f"newcomer|{posting.client}|{handle}")
    others = list(request.session.get("newcomers", {}).items())[-(NEWCOMERS_KEPT - 1) :]
    request.session["newcomers"] = dict(others) | {handle: b64encode(sealed).decode()}
    return handle


def _number_of(request: HttpRequest, posting: Posting, handle: str) -> IdNumber:
    sealed = request.session.get("newcomers", {}).get(handle)
    if sealed is None:
        raise Http404
    try:  # kept at another post of this account, or under a key that is no more
        number = deployment.vault().open(b64decode(sealed), f"newcomer|{posting.client}|{handle}").decode()
    except VaultFault:
        raise Http404 from None
    return read_id_number(number, day_of(deployment.now()))
