"""The queue of applications that wait for review, longest waiting first, and the photo of each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import handed_out, page
from yikatong.channels.derive.window import staff_window
from yikatong.channels.officer.reviewing import WAITING, Place, path_of, place_of
from yikatong.office import deployment
from yikatong.office.desk_queue import QUEUE_PAGE, Queued, queue
from yikatong.office.pictures import photo_of
from yikatong.office.staff import Posting
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class QueueLine:
    href: str
    place: str
    stage: str
    since: str
    bank: str
    outlet: str


@require_safe
@staffed(Channel.OFFICER)
def review_queue(request: HttpRequest, posting: Posting) -> HttpResponse:
    here = place_of(request)
    found = queue(WAITING, posting.region, (here.at, here.card_id) if here else None)
    more = Place(found[-1].stage_at, found[-1].card_id).query if len(found) == QUEUE_PAGE else ""
    return page(
        request, "officer/queue.html", title=_("待审核的申请"), lines=[_line(q) for q in found], more=more,
        done=request.GET.get("done", "")[:40],
    )  # fmt: skip


@require_safe
@staffed(Channel.OFFICER)
def photo(request: HttpRequest, posting: Posting, handle: str, card_id: str) -> HttpResponse:
    """The photo itself: never cached, never guessed to be anything but a JPEG."""
    window = staff_window(posting, Assurance.NONE, handle, handle)
    return handed_out(photo_of(handle, card_id, window.visitor), "image/jpeg", "inline; filename=photo.jpg")


def _line(queued: Queued) -> QueueLine:
    directory = deployment.directory()
    bank = directory.banks.get(queued.bank)
    outlet = directory.outlets.get(queued.outlet)
    return QueueLine(
        path_of(queued), regions.name(queued.region), Stage(queued.stage).words, words_of(queued.stage_at),
        bank.name if bank else queued.bank, outlet.name if outlet else queued.outlet,
    )  # fmt: skip
