"""What is one's own: progress, the timeline, personal details, who looked, what was told, and the family."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.masking import mask_address, mask_id_number, mask_mobile, mask_name
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.drafts import new_case_number
from yikatong.channels.derive.guard import posted
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.channels.portal.home import cases_of
from yikatong.channels.portal.newcomer import newcomer_page
from yikatong.channels.portal.notice_words import notice_line
from yikatong.channels.portal.window import personal
from yikatong.office import family
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import open_dossier
from yikatong.office.looks import looks_at
from yikatong.office.notices import open_notices
from yikatong.office.own_acts import own_acts
from yikatong.office.telling.choices import choose_sms, unread


@require_safe
@personal
def progress(request: HttpRequest, window: Window) -> HttpResponse:
    """Every case that runs, each with its steps; below them the latest acts."""
    window.check_matter()
    try:
        dossier = open_dossier(window.about, window.visitor, "progress")
    except OutOfScope:
        return newcomer_page(request, window)
    return page(
        request, "portal/progress.html", title=_("办理进度"), window=window, tab="progress", base=window.base,
        cases=cases_of(dossier), now=dossier.now, latest=dossier.timeline[:3],
    )  # fmt: skip


@require_safe
@personal
def timeline(request: HttpRequest, window: Window) -> HttpResponse:
    window.check_matter()
    acts = own_acts(window.about or "", before_of(request))
    return page(
        request, "portal/timeline.html", title=_("业务记录"), window=window, tab="progress", base=window.base, acts=acts
    )


@require_safe
@personal
def me(request: HttpRequest, window: Window) -> HttpResponse:
    """Personal details, masked until asked for, and everything that is one's own."""
    try:
        dossier = open_dossier(window.about, window.visitor, "me")
    except OutOfScope:
        return newcomer_page(request, window)
    words, shown = dossier.person.words, request.GET.get("show") == "1"
    details = (
        (words.name, words.id_number, words.mobile, words.address)
        if words and shown
        else (mask_name(words.name), mask_id_number(words.id_number), mask_mobile(words.mobile),
              mask_address(words.address))
        if words
        else ("", "", "", "")
    )  # fmt: skip
    return page(
        request, "portal/me.html", title=_("我的"), window=window, tab="me", base="/", details=details, shown=shown,
        correcting=[p.part.words for p in dossier.person.proposals if not p.settled], unread=unread(window.about or ""),
    )  # fmt: skip


@require_safe
@personal
def looks(request: HttpRequest, window: Window) -> HttpResponse:
    found = looks_at(window.about or "", before_of(request))
    days = [(day, list(lines)) for day, lines in groupby(found.lines, key=lambda line: day_of(line.at))]
    return page(
        request,
        "portal/looks.html",
        title=_("谁看过我的档案"),
        window=window,
        tab="me",
        base="/",
        looks=found,
        days=days,
    )


@require_safe
@personal
def notices(request: HttpRequest, window: Window) -> HttpResponse:
    """What was told, in four parts each, and whether it arrived; what is shown here counts as read."""
    found = open_notices(window.about or "", before_of(request), get_language() or "zh-hans")
    return page(
        request, "portal/notices.html", title=_("通知"), window=window, tab="me", base="/", notices=found,
        lines=[notice_line(notice) for notice in found.lines],
    )  # fmt: skip


@posted
@personal
def choose_messages(request: HttpRequest, window: Window) -> HttpResponse:
    """Text messages that can wait: wanted or not."""
    if request.POST.get("sms") not in ("yes", "no"):
        raise Http404
    choose_sms(window.about or "", request.POST["sms"] == "yes")
    return HttpResponseRedirect("/notices/")


@require_safe
@personal
def relatives(request: HttpRequest, window: Window) -> HttpResponse:
    """For whom one may act (a tap opens that person's pages, which name them on top), and who may act for oneself."""
    number = request.signed.number  # type: ignore[attr-defined]
    return page(
        request, "portal/family.html", title=_("亲情服务"), window=window, tab="me", base="/",
        relatives=family.relatives(number), given=family.given_by(number), case_number=new_case_number(),
    )  # fmt: skip


def before_of(request: HttpRequest) -> int | None:
    """Where a page of a list begins; what is no such number begins at the start."""
    written = request.GET.get("before", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None
