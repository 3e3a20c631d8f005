"""What waits for a second pair of eyes: corrections, rulings, imports, posts. Each is decided on its own page."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import drafts, drawing
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import staff_window
from yikatong.channels.officer.import_lines import STATES
from yikatong.office import corrections, imports, personnel, policy_desk
from yikatong.office.counter import serve, service_of
from yikatong.office.staff import Posting

CORRECT = "correct_record"


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """``mine``: proposed by this account, which therefore cannot approve it."""

    href: str
    words: str
    reason: str
    proposer: str
    at: str
    mine: bool


@require_safe
@staffed(Channel.OFFICER)
def approvals(request: HttpRequest, posting: Posting) -> HttpResponse:
    mine = posting.actor
    corrected = [
        ApprovalLine(
            f"/officer/people/{c.person_id}/corrections/{c.proposal_id}/", c.part.words, c.reason, c.proposer,
            words_of(c.at), c.proposer == mine,
        )
        for c in corrections.waiting(posting)
    ]  # fmt: skip
    ruled = [
        ApprovalLine(
            f"/officer/policies/proposals/{p.proposal_id}/", p.ruling.parameter.name, p.reason, p.proposer,
            words_of(p.proposed_at), p.proposer == mine,
        )
        for p in policy_desk.waiting(posting)
    ]  # fmt: skip
    imported = [
        ApprovalLine(
            f"/officer/imports/{i.import_id}/", STATES[i.state][0], i.file_name, i.asked_by,
            words_of(i.steps[-1].at), mine in (i.asked_by, i.actor if i.state == "commit_asked" else ""),
        )
        for i in imports.asked(posting)
    ]  # fmt: skip
    posts = len(personnel.proposals(posting))
    return page(
        request, "officer/approvals.html", title=_("等待复核"), posting=posting, corrections=corrected, rulings=ruled,
        imports=imported, posts=posts,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def correction(request: HttpRequest, posting: Posting, handle: str, number: str) -> HttpResponse:
    """Old and new side by side, in full, the look noted; then yes or no."""
    window = staff_window(posting, Assurance.NONE, handle, handle)
    if request.method != "POST":
        found = corrections.correction(handle, number, window.visitor)
        return page(
            request, "officer/correction.html", title=_("复核信息更正"), posting=posting, window=window, found=found,
            part=found.proposal.part.words, at=words_of(found.proposal.proposed_at),
            mine=found.proposal.proposer == posting.actor, case_number=drafts.new_case_number(),
        )  # fmt: skip
    verdict = request.POST.get("verdict", "")
    if verdict not in ("approve", "decline"):
        raise Http404
    service = service_of(CORRECT)
    ask = window.ask(
        service, answers={"proposal": number, "approve": verdict == "approve"},
        case_number=drafts.case_number_of(request.POST.get("case_number", "")),
    )  # fmt: skip
    return drawing.answered(request, window, serve(ask), service, ask=ask)
