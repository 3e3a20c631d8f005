"""What holders are told: the words of every message, and text messages that did not arrive, for somebody to tell."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.office.staff import Posting
from yikatong.office.telling import receipts
from yikatong.office.telling.preview import previews
from yikatong.policies import regions


@require_safe
@staffed(Channel.OFFICER)
def templates(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Read-only: the words are text files, which change with a release."""
    return page(request, "officer/messages.html", title=_("告知文字"), posting=posting, previews=previews())


@require_safe
@staffed(Channel.OFFICER)
def failed(request: HttpRequest, posting: Posting) -> HttpResponse:
    after = request.GET.get("after", "")
    found = receipts.failures(posting, int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0)
    return page(
        request, "officer/failed_messages.html", title=_("没有送到的短信"), posting=posting,
        lines=[(f, regions.name(f.region)) for f in found], how=[Option(k, v, False) for k, v in receipts.HOW.items()],
        more=found[-1].message_id if len(found) == receipts.PAGE else 0, kept=request.GET.get("kept") == "1",
    )  # fmt: skip


@posted
@staffed(Channel.OFFICER)
def settle(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The holder was told otherwise."""
    number = request.POST.get("message", "")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    receipts.settle(int(number), request.POST.get("how", ""), posting)
    return HttpResponseRedirect("/officer/messages/failed/?kept=1")
