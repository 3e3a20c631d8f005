"""The bank's inbox: what it has been told and has still to do, one by one or several together."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.bank.matters import DUTIES, Choice, is_connected, matter_view
from yikatong.channels.bank.together import Ticked, asks_of, matter_of, read_ticked, row_answers
from yikatong.channels.derive import drafts
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import staff_window
from yikatong.office import deployment, together
from yikatong.office.staff import Posting
from yikatong.office.waiting import WAITING_PAGE, Matter, waiting_for

OVERVIEW_ROWS = 5
NOTHING_TICKED = "nothing_ticked"


@require_safe
@staffed(Channel.BANK)
def waiting(request: HttpRequest, posting: Posting) -> HttpResponse:
    """All matters with their longest waiting, or one matter page by page."""
    return _waiting_page(request, posting, request.GET.get("matter", ""))


@posted
@staffed(Channel.BANK)
def check(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Who was ticked, masked, and what would be answered; nothing is done yet. Nobody ticked: the list again."""
    try:
        ticked = read_ticked(request, posting.party)
    except InputFault as fault:
        if fault.code != NOTHING_TICKED:
            raise
        return _waiting_page(request, posting, request.POST["matter"], 422, fault.code)
    return _check_page(request, posting, ticked, drafts.new_case_number())


@posted
@staffed(Channel.BANK)
def confirm(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Done one by one, told row by row. The same click again is answered again and done once."""
    nonce, ticked = drafts.case_number_of(request.POST.get("case_number", "")), read_ticked(request, posting.party)
    rows = row_answers(together.serve_each(asks_of(ticked, posting, nonce)))
    done = sum(row.result in ("granted", "already") for row in rows)
    return page(
        request, "bank/done.html", title=ticked.choice.words, posting=posting, ticked=ticked, rows=rows, done=done,
        left=len(rows) - done,
    )  # fmt: skip


def _waiting_page(
    request: HttpRequest, posting: Posting, chosen: str, status: int = 200, fault: str = ""
) -> HttpResponse:  # fmt: skip
    window = staff_window(posting, Assurance.NONE)
    matters = (matter_of(chosen),) if chosen else tuple(Matter)
    found = waiting_for(posting, matters, _after(request), WAITING_PAGE if chosen else OVERVIEW_ROWS)
    now_s = deployment.now().timestamp()
    views = [matter_view(one, window, now_s) for one in found]
    return page(
        request, "bank/waiting.html", status, title=_("待处理"), posting=posting, window=window, chosen=chosen,
        matters=[view for view in views if view.lines or chosen],
        chips=[Choice(matter.value, _(duty.name)) for matter, duty in DUTIES.items()], fault=fault,
        connected=is_connected(posting.party),
    )  # fmt: skip


def _check_page(request: HttpRequest, posting: Posting, ticked: Ticked, nonce: str) -> HttpResponse:
    rows = row_answers(together.preview_each(asks_of(ticked, posting, nonce)))
    possible = [row for row in rows if row.result == "granted"]
    return page(
        request, "bank/check.html", title=ticked.choice.words, posting=posting, ticked=ticked, rows=rows,
        possible=possible, case_number=nonce,
    )  # fmt: skip


def _after(request: HttpRequest) -> int:
    """The row after which the page begins; what is no number begins at the beginning."""
    after = request.GET.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
