"""Who stands before the screen: one visitor session at a time, sealed on the server, short, and gone when it ends."""

import json
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import View
from yikatong.channels.derive.window import Window
from yikatong.office import deployment, sign_in
from yikatong.office.cases import index_of
from yikatong.office.sign_in import Signed
from yikatong.office.sign_in_rows import FACE_FOR
from yikatong.office.staff import Posting
from yikatong.office.vault import VaultFault

IDLE_S = 3 * 60
WHOLE_S = int(FACE_FOR.total_seconds())  # longer than the real-person check is good for nobody stays
# What a visit leaves in the post's session; ending the visit takes all of it away.
KEPT = ("visitor", "arriving", "drafts", "newcomers", "callers", "receipts")


@dataclass(frozen=True, slots=True)
class Arriving:
    """Somebody who gave a number and is not yet checked; ``next`` is where they were going."""

    number: IdNumber
    next: str
    name_needed: bool = False


def hall(view: View) -> View:
    """For a screen that staff opened: large letters unless others are chosen, and the kiosk's own frame."""

    @staffed(Channel.KIOSK)
    @wraps(view)
    def framed(request: HttpRequest, posting: Posting, *args: Any, **kwargs: Any) -> HttpResponse:
        request.COOKIES.setdefault("yk_size", "elder")
        request.skin = "kiosk/skin.html"  # type: ignore[attr-defined]
        return view(request, posting, *args, **kwargs)

    return framed


def visitors(view: View) -> View:
    """For whoever passed the real-person check: ``view(request, window, …)``; others begin at the beginning."""

    @hall
    @wraps(view)
    def checked(request: HttpRequest, posting: Posting, *args: Any, **kwargs: Any) -> HttpResponse:
        signed = visitor_of(request, posting)
        if signed is None:
            return HttpResponseRedirect("/kiosk/")
        return view(request, visitor_window(posting, signed), *args, **kwargs)

    return checked


def visitor_window(posting: Posting, signed: Signed) -> Window:
    client = f"kiosk:{index_of(signed.number).hex()[:32]}"
    return Window(
        Channel.KIOSK, signed.assurance, client, base="/kiosk/mine/", public="/kiosk/", about=signed.number,
        actor=posting.actor, region=posting.region,
    )  # fmt: skip


def public_window(posting: Posting) -> Window:
    """For what concerns nobody."""
    return Window(
        Channel.KIOSK, Assurance.NONE, posting.client, base="/kiosk/", public="/kiosk/", actor=posting.actor,
        region=posting.region,
    )  # fmt: skip


def arrive(request: HttpRequest, posting: Posting, arriving: Arriving) -> None:
    page = {"number": arriving.number.number, "next": arriving.next, "name_needed": arriving.name_needed}
    request.session["arriving"] = {"page": _sealed(json.dumps(page), posting, "arriving"), "since": int(time.time())}


def arriving_of(request: HttpRequest, posting: Posting) -> Arriving | None:
    """Who is arriving; forgotten here after as long as an idle visit."""
    kept = request.session.get("arriving")
    opened = _opened(kept["page"], posting, "arriving") if kept else None
    if opened is None or int(time.time()) - kept["since"] > IDLE_S:
        request.session.pop("arriving", None)
        return None
    page = json.loads(opened)
    number = read_id_number(page["number"], day_of(deployment.now()))
    return Arriving(number, page["next"], page["name_needed"])


def begin(request: HttpRequest, posting: Posting, token: str) -> None:
    """The visit begins; what was prepared for the one before is gone."""
    clear(request, posting)
    now = int(time.time())
    request.session["visitor"] = {"token": _sealed(token, posting, "visitor"), "since": now, "seen": now}


def visitor_of(request: HttpRequest, posting: Posting) -> Signed | None:
    """Who is visiting; the visit is ended here when it was idle or long. Counted in the world's time."""
    visit = request.session.get("visitor")
    if visit is None:
        return None
    now, token = int(time.time()), _opened(visit["token"], posting, "visitor")
    signed = sign_in.who(token) if token else None
    if signed is None or now - visit["seen"] > IDLE_S or now - visit["since"] > WHOLE_S:
        clear(request, posting)
        return None
    request.session["visitor"] = visit | {"seen": now}
    return signed


def clear(request: HttpRequest, posting: Posting) -> None:
    """End the visit: the sign-in and everything that was typed. Ending nothing is no error."""
    visit = request.session.get("visitor")
    token = _opened(visit["token"], posting, "visitor") if visit else None
    if token:
        sign_in.sign_out(token)
    for name in KEPT:
        request.session.pop(name, None)


def _sealed(words: str, posting: Posting, room: str) -> str:
    return b64encode(deployment.vault().seal(words.encode(), f"{room}|{posting.client}")).decode()


def _opened(sealed: str | None, posting: Posting, room: str) -> str | None:
    """None where nothing was kept, or by another post."""
    try:
        return deployment.vault().open(b64decode(sealed), f"{room}|{posting.client}").decode() if sealed else None
    except VaultFault:
        return None
