"""Reconciliation: what differs by owner and cause, one difference with what to do, the runs, and all as a file."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yikatong.adapters.sheets.writing import CSV, as_csv
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import handed_out, page
from yikatong.channels.officer.reconciliation_lines import difference_line, group_line, run_line, tell_lines
from yikatong.office import personnel
from yikatong.office import reconciliation as office
from yikatong.office.staff import Posting

LIST = "/officer/reconciliation/"


@require_safe
@staffed(Channel.OFFICER)
def differences(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Open differences, the oldest first, of one cause or of all; and the last reconciliations."""
    cause = request.GET.get("cause", "")
    if cause and cause not in set(office.Cause):
        raise Http404
    found = office.page(posting, cause=cause, after=_after(request))
    more = f"{found[-1].opened_at.isoformat()}|{found[-1].number}" if len(found) == office.PAGE else ""
    return page(
        request, "officer/reconciliation.html", title=_("三方对账"), posting=posting, cause=cause, more=more,
        groups=[group_line(group) for group in office.groups(posting)],
        lines=[difference_line(line) for line in found], runs=[run_line(run) for run in office.recent_runs()],
    )  # fmt: skip


@require_safe
@staffed(Channel.OFFICER)
def difference(request: HttpRequest, posting: Posting, number: int) -> HttpResponse:
    """One difference: the three values, why, whose turn it is and what to do."""
    seen = office.one(posting, number)
    return page(
        request, "officer/difference.html", title=seen.line.aspect.words, posting=posting, seen=seen,
        line=difference_line(seen.line), tells=tell_lines(seen), to_do=seen.line.cause.to_do,
        asked=request.GET.get("asked", ""),
    )  # fmt: skip


@require_POST
@staffed(Channel.OFFICER)
def heal(request: HttpRequest, posting: Posting, number: int) -> HttpResponse:
    """Ask the bank about this account once more, now."""
    asked = "answered" if office.heal_one(posting, number) else "silent"
    return HttpResponseRedirect(f"{LIST}{number}/?asked={asked}")


@require_POST
@staffed(Channel.OFFICER)
def export(request: HttpRequest, posting: Posting) -> HttpResponse:
    """All that is open as CSV. That it was taken is written down first."""
    personnel.note(posting, "exported", "reconciliation.csv")
    head = ("卡的编号", "发卡银行", "差异事项", "原因", "处理方", "怎么办", "从何时起", "天数")
    rows = (
        (line.card_id, line.bank, line.aspect.words, line.cause.words, line.owner.words, line.cause.to_do,
         line.opened_at.isoformat(timespec="minutes"), line.days)
        for line in office.rows(posting)
    )  # fmt: skip
    return handed_out(as_csv([head, *rows]), CSV, 'attachment; filename="reconciliation.csv"')


def _after(request: HttpRequest) -> tuple[datetime, int] | None:
    """Where the next page begins. Errors: Http404 for what is no place."""
    if "after" not in request.GET:
        return None
    at, _bar, number = request.GET["after"].partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Http404 from None
    if moment.tzinfo is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return moment, int(number)
