"""From the number that a caller gives to the end of the call. Nothing is shown before the caller is verified."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.cards.identity import InputFault, read_person_name
from yikatong.cards.states import LossKind
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive import drafts
from yikatong.channels.derive.caller import is_verified, seconds_left
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window, staff_window
from yikatong.channels.hotline import call
from yikatong.channels.hotline.console import citizen_window, console_page
from yikatong.office import calls, deployment, reception
from yikatong.office.counter import service_of
from yikatong.office.staff import Posting

FORM = require_http_methods(["GET", "HEAD", "POST"])
ITEMS = ("born_on", "mobile", "card_no")


@FORM
@staffed(Channel.HOTLINE)
def search(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Between two calls. Found is asked for proof at once, in the same answer: a request less for the frightened."""
    if request.method != "POST":
        return _search_page(request, posting)
    call.next_caller(request, posting)
    try:
        sought = reception.search(request.POST.get("q", ""), posting)
    except InputFault as fault:
        return _search_page(request, posting, 422, fault=fault)
    if sought.person_id is None:
        return _search_page(request, posting, missing=True)
    call.take(request, posting, sought.person_id)
    return _caller_page(request, posting, sought.person_id)


@FORM
@staffed(Channel.HOTLINE)
def caller(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """Is the caller the holder? Compared in the office; the screen learns how many things were right, not which."""
    if request.method != "POST":
        return _caller_page(request, posting, handle)
    call.take(request, posting, handle)
    said = {item: request.POST.get(item, "")[:20] for item in ITEMS}
    try:
        name = read_person_name(request.POST.get("name", "")[:200])
    except InputFault as fault:
        return _caller_page(request, posting, handle, 422, fault=fault)
    score = reception.check_caller(handle, posting, name, said)
    if not score.passed:
        return _caller_page(request, posting, handle, 422, score=score)
    call.passed(request, handle)
    return HttpResponseRedirect(f"/hotline/people/{handle}/")


@require_safe
@staffed(Channel.HOTLINE)
def console(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """The script and the result, side by side."""
    if not is_verified(request, handle):
        return HttpResponseRedirect(f"/hotline/people/{handle}/caller/")
    window = _window(posting, handle)
    return _console_page(request, posting, window, calls.open_console(handle, window.visitor))


@posted
@staffed(Channel.HOTLINE)
def loss(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """A temporary loss in one step: the clerk has said it back to the caller, and the counter decides."""
    if not is_verified(request, handle):
        return HttpResponseRedirect(f"/hotline/people/{handle}/caller/")
    window, chosen = _window(posting, handle), request.POST.get("loss", "")[:100]
    case_number = drafts.case_number_of(request.POST.get("case_number", ""))
    card_id, _blank, function = chosen.partition(" ")
    if request.POST.get("repeated") != "on" or not function:
        shown = {"unsaid": request.POST.get("repeated") != "on", "unchosen": not function}
        seen = calls.open_console(handle, window.visitor)
        return _console_page(request, posting, window, seen, 422, chosen, **shown)
    answers = {"function": function, "kind": LossKind.TEMPORARY.value}
    ask = window.ask(service_of("report_loss"), answers=answers, card_id=card_id, case_number=case_number)
    return _console_page(request, posting, window, calls.act(ask, window.visitor))


@require_safe
@staffed(Channel.HOTLINE)
def as_citizen(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """What the holder sees on their telephone, to talk them through it. Nothing here can be clicked."""
    if not is_verified(request, handle):
        return HttpResponseRedirect(f"/hotline/people/{handle}/caller/")
    window = _window(posting, handle)
    dossier = calls.as_citizen(handle, window.visitor, Assurance.CODE)
    view = person_view(dossier, citizen_window(window), dossier.openings)
    masked = person_view(dossier, window, ())
    return page(
        request, "hotline/as_citizen.html", title=_("本人看到的内容"), posting=posting, window=window, person=view,
        masked=masked, **_left(request, handle),
    )  # fmt: skip


@posted
@staffed(Channel.HOTLINE)
def end(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The call is over: its trace is noted, and nobody is verified any more."""
    outcome = call.hang_up(request, posting)
    return _search_page(request, posting, ended=_(outcome.words) if outcome else "")


def _window(posting: Posting, handle: str) -> Window:
    return staff_window(posting, Assurance.CLAIMED, handle, handle)


def _left(request: HttpRequest, handle: str) -> dict[str, int]:
    left = seconds_left(request, handle)
    return {"left": left, "left_minutes": -(-left // 60)}


def _search_page(request: HttpRequest, posting: Posting, status: int = 200, **shown: Any) -> HttpResponse:
    banks = deployment.directory().banks.values()
    lasting = call.ongoing(request)
    return page(
        request, "hotline/search.html", status, title=_("12333热线"), posting=posting, banks=banks,
        ongoing=f"/hotline/people/{lasting.person_id}/" if lasting else "", **shown,
    )  # fmt: skip


def _caller_page(
    request: HttpRequest, posting: Posting, handle: str, status: int = 200, **shown: Any
) -> HttpResponse:  # fmt: skip
    """Of whom no call is going on only the questions are shown: a look without a call would leave no trace."""
    hint, lasting = reception.hint(handle, posting), call.ongoing(request)
    calling = lasting is not None and lasting.person_id == handle
    return page(
        request, "hotline/caller.html", status, title=_("核对来电人"), posting=posting,
        hint=hint if calling else "", action=f"/hotline/people/{handle}/caller/", **shown,
    )  # fmt: skip


def _console_page(
    request: HttpRequest, posting: Posting, window: Window, seen: calls.Console, status: int = 200, chosen: str = "",
    **shown: Any,
) -> HttpResponse:  # fmt: skip
    """Without a new case number after an act that was granted: a second click is the same ask."""
    return page(
        request, "hotline/console.html", status, title=_("接听中"), posting=posting, window=window,
        console=console_page(seen, window, chosen), case_number=drafts.new_case_number(),
        **_left(request, window.handle), **shown,
    )  # fmt: skip
