"""The window at which a citizen asks: as themselves or for a relative, as surely as they are known at this moment."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from yikatong.cards.masking import mask_name
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive.guard import citizens
from yikatong.channels.derive.window import Window
from yikatong.office import family
from yikatong.office.cases import index_of
from yikatong.office.family import Relative
from yikatong.office.sign_in import Signed

SKIN = "portal/page.html"
View = Callable[..., HttpResponse]


def citizen_window(signed: Signed) -> Window:
    return Window(Channel.PORTAL, signed.assurance, _client(signed), base="/", public="/", about=signed.number)


def relative_window(signed: Signed, relative: Relative) -> Window:
    """Paths of their own: a form that was opened for one person can never be sent for another."""
    return Window(
        Channel.PORTAL, signed.assurance, _client(signed), base=f"/for/{relative.person_id}/", public="/",
        about=relative.person_id, handle=relative.person_id, actor=relative.actor,
        acting=family.asker_of(signed.number, relative),
        acting_for=mask_name(relative.name) if relative.limits else relative.name, matters=relative.limits,
    )  # fmt: skip


def public_window(client: str) -> Window:
    """For what concerns nobody."""
    return Window(Channel.PORTAL, Assurance.NONE, f"portal:{client}"[:80], base="/", public="/")


def personal(view: View) -> View:
    """For signed-in citizens: ``view(request, window, …)``. Below ``/for/<handle>/`` the mandate is checked anew."""

    @citizens
    @wraps(view)
    def opened(request: HttpRequest, signed: Signed, *args: Any, handle: str = "", **kwargs: Any) -> HttpResponse:
        request.signed = signed  # type: ignore[attr-defined]
        if not handle:
            return view(request, citizen_window(signed), *args, **kwargs)
        relative = family.acting_for(signed.number, handle)
        return view(request, relative_window(signed, relative), *args, **kwargs)

    return opened


def at_portal(view: View) -> View:
    """Every page of the portal, also one that another room draws, has the portal's tabs and banner."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.skin = SKIN  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return framed


def _client(signed: Signed) -> str:
    return f"portal:{index_of(signed.number).hex()[:32]}"
