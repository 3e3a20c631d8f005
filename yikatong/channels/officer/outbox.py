"""The outbox, for the officers who see to it that parties outside are told: lists, one message, carrying anew."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import CHINA
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.officer.outbox_lines import lane_of, lane_options, lines_of, view_of
from yikatong.office import deployment
from yikatong.office.courier import desk, outbox
from yikatong.office.courier.outbox import MessageState
from yikatong.office.staff import Posting

SINCE_FORM = "%Y-%m-%dT%H:%M"
BULK = ("recover", "replay")


@require_safe
@staffed(Channel.OFFICER)
def messages(request: HttpRequest, posting: Posting) -> HttpResponse:
    return _list(request, posting)


@require_safe
@staffed(Channel.OFFICER)
def message(request: HttpRequest, posting: Posting, number: int) -> HttpResponse:
    """One message with every attempt at carrying it."""
    view = view_of(outbox.message_view(number, posting.region))
    done = request.GET.get("done") == "1"
    return page(request, "officer/outbox_message.html", title=_("消息"), posting=posting, m=view, done=done)


@posted
@staffed(Channel.OFFICER)
def anew(request: HttpRequest, posting: Posting, number: int) -> HttpResponse:
    """Resend or replay this one."""
    act = request.POST.get("act", "")
    if act not in ("resend", "replay"):
        raise Http404
    desk.anew(posting, number, again=act == "replay")
    return HttpResponseRedirect(f"/officer/outbox/{number}/?done=1")


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def recovery(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Many at once: dead letters since a moment, or all that one party was sent since then."""
    if request.method != "POST":
        return _recovery(request, posting)
    act, lane = request.POST.get("act", ""), lane_of(request.POST.get("to", ""))
    if act not in BULK:
        raise Http404
    since = _moment(request.POST.get("since", ""))
    faults = _faults(act, lane is None, since is None)
    if faults or since is None:
        return _recovery(request, posting, faults)
    count = desk.many_anew(posting, since, lane, again=act == "replay")
    return HttpResponseRedirect(f"/officer/outbox/recovery/?count={count}")


def _list(request: HttpRequest, posting: Posting) -> HttpResponse:
    state = request.GET.get("state", MessageState.FAILING.value)
    if state not in set(MessageState):
        raise Http404
    lane = lane_of(request.GET.get("to", ""))
    found = outbox.outbox_page(MessageState(state), posting.region, lane, _number(request.GET.get("before", "")))
    counts = outbox.troubles(posting.region)
    to = lane.words if lane else ""
    return page(
        request, "officer/outbox.html", title=_("发件箱"), posting=posting, state=state, to=to,
        states=[(s.value, s.words, counts.get(s), s.value == state) for s in MessageState],
        lanes=lane_options(to), lines=lines_of(found.lines), older=found.older,
        count_max=outbox.COUNT_MAX,
    )  # fmt: skip


def _recovery(request: HttpRequest, posting: Posting, faults: tuple[FieldFault, ...] = ()) -> HttpResponse:
    yesterday = (deployment.now() - timedelta(days=1)).astimezone(CHINA).strftime(SINCE_FORM)
    shown: dict[str, Any] = {"since": request.POST.get("since", yesterday)[:16], "to": request.POST.get("to", "")}
    return page(
        request, "officer/outbox_recovery.html", 422 if faults else 200, title=_("恢复和重放"), posting=posting,
        faults=faults, lanes=lane_options(shown["to"]), count=_number(request.GET.get("count", "")),
        at_most=desk.AT_MOST, **shown,
    )  # fmt: skip


def _faults(act: str, no_lane: bool, no_moment: bool) -> tuple[FieldFault, ...]:
    found = []
    if no_moment:
        found.append(FieldFault("since", "", "since_form", "起始时间不完整。", "请填写日期和时间。"))
    if act == "replay" and no_lane:
        found.append(FieldFault("to", "", "lane_missing", "没有选择接收方。", "重放须选择一个接收方。"))
    return tuple(found)


def _moment(typed: str) -> datetime | None:
    """Of China, as the field of a form sends it."""
    try:
        return datetime.strptime(typed, SINCE_FORM).replace(tzinfo=CHINA)
    except ValueError:
        return None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None
