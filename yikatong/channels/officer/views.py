"""The review of applications: longest waiting first, each with its photo."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import flow
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import staff_window
from yikatong.office import deployment, preview
from yikatong.office.desk_queue import QUEUE_PAGE, Queued, open_dossier, queue
from yikatong.office.pictures import photo_of
from yikatong.office.staff import Posting
from yikatong.policies import regions

REVIEW = "review_application"


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
    stages = tuple(sorted(stage.value for stage in WAITING_FOR_REVIEW))
    found = queue(stages, posting.region, _after(request))
    more = urlencode({"at": found[-1].stage_at.isoformat(), "card": found[-1].card_id}) if found else ""
    return page(
        request, "officer/queue.html", title="待审核的申请", lines=[_line(q) for q in found],
        more=more if len(found) == QUEUE_PAGE else "",
    )  # fmt: skip


@require_safe
@staffed(Channel.OFFICER)
def application(request: HttpRequest, posting: Posting, handle: str, card_id: str) -> HttpResponse:
    """One application: its card, its photo, and the services that an officer may ask about it."""
    window = staff_window(posting, Assurance.NONE, handle, handle)
    dossier = open_dossier(handle, window.visitor, "application")
    openings = preview.openings_at(dossier, window.visitor, window.own)
    view = person_view(dossier, window, openings)
    card = next((c for c in view.cards if c.card_id == card_id), None)
    if card is None:
        raise Http404
    menu = [e for e in view.menu if e.line.card_id == card_id]
    review = next(
        (o for o in openings if o.service.code == REVIEW and o.open and o.card and o.card.card_id == card_id), None
    )
    form = flow.form_parts(request, window, review.service, review, card_id) if review else {}
    return page(
        request,
        "officer/application.html",
        title=f"申请：{view.name}",
        person=view,
        card=card,
        menu=menu,
        **form,
        window=window,
    )


@require_safe
@staffed(Channel.OFFICER)
def photo(request: HttpRequest, posting: Posting, handle: str, card_id: str) -> HttpResponse:
    """The photo itself: never cached, never guessed to be anything but a JPEG."""
    window = staff_window(posting, Assurance.NONE, handle, handle)
    response = HttpResponse(photo_of(handle, card_id, window.visitor), content_type="image/jpeg")
    response["Cache-Control"] = "no-store, private"
    response["Content-Disposition"] = "inline; filename=photo.jpg"
    return response


def _after(request: HttpRequest) -> tuple[datetime, str] | None:
    """Where the page before ended. Errors: Http404 for what is no such place."""
    if "at" not in request.GET:
        return None
    try:
        moment = datetime.fromisoformat(request.GET["at"])
    except ValueError:
        raise Http404 from None
    card = request.GET.get("card", "")
    if moment.tzinfo is None or "\0" in card:
        raise Http404
    return moment, card


def _line(queued: Queued) -> QueueLine:
    directory = deployment.directory()
    bank = directory.banks.get(queued.bank)
    outlet = directory.outlets.get(queued.outlet)
    return QueueLine(
        f"/officer/people/{queued.person_id}/cards/{queued.card_id}/", regions.name(queued.region),
        Stage(queued.stage).words, words_of(queued.stage_at), bank.name if bank else queued.bank,
        outlet.name if outlet else queued.outlet,
    )  # fmt: skip
