"""What the bank has been told and has not taken yet."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yikatong.catalogue.channels import Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.person import kind_words
from yikatong.channels.derive.screens import page
from yikatong.office.staff import Posting
from yikatong.office.waiting import waiting_for


@dataclass(frozen=True, slots=True)
class WaitingView:
    words: str
    reference: str
    at: str
    person: str


@require_safe
@staffed(Channel.BANK)
def waiting(request: HttpRequest, posting: Posting) -> HttpResponse:
    after = request.GET.get("after", "")
    found, more = waiting_for(posting, int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0)
    lines = [
        WaitingView(kind_words(m.kind), m.reference, words_of(m.at), f"/bank/people/{m.person_id}/") for m in found
    ]
    return page(request, "bank/waiting.html", title="待处理的通知", lines=lines, more=more)
