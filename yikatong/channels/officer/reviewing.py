"""One application after the other: A passes it, R returns or rejects it with a reason, J and K leaf through the queue.

After each decision the next application opens with the receipt of the last one on top, so that four hundred photographs
are four hundred looks and not twelve hundred pages.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.cards.stages import WAITING_FOR_REVIEW
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.decide import Opening
from yikatong.channels.derive import drafts, drawing, filling
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.person import CardView, person_view
from yikatong.channels.derive.refused import about_fields, faults_of
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window, staff_window
from yikatong.office import preview
from yikatong.office.counter import serve, service_of
from yikatong.office.desk_queue import Queued, open_dossier, queue
from yikatong.office.staff import Posting

REVIEW = "review_application"
WAITING = tuple(sorted(stage.value for stage in WAITING_FOR_REVIEW))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue one stands: when the application at hand came to its stage, and which it is."""

    at: datetime
    card_id: str

    @property
    def query(self) -> str:
        return urlencode({"at": self.at.isoformat(), "card": self.card_id})


def moment_of(written: str) -> datetime:
    """Where a page of a list begins. Errors: Http404 for what is no moment of these centuries."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise Http404 from None
    if moment.tzinfo is None or not 1900 < moment.year < 9000:  # what no clock shows, no time zone can shift
        raise Http404
    return moment


def place_of(request: HttpRequest) -> Place | None:
    """Errors: Http404 for what is no such place."""
    if "at" not in request.GET:
        return None
    card = request.GET.get("card", "")
    if "\0" in card:
        raise Http404
    return Place(moment_of(request.GET["at"]), card)


def path_of(queued: Queued) -> str:
    return f"/officer/people/{queued.person_id}/cards/{queued.card_id}/?" + Place(queued.stage_at, queued.card_id).query


@require_safe
@staffed(Channel.OFFICER)
def following(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The next application after the one at hand; at the end the queue, which may have new ones at its head."""
    here = place_of(request)
    found = queue(WAITING, posting.region, (here.at, here.card_id) if here else None, 1)
    done = request.GET.get("done", "")
    more = "&" + urlencode({"done": done}) if done else ""
    return HttpResponseRedirect(path_of(found[0]) + more if found else f"/officer/queue/?{more.lstrip('&')}")


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.OFFICER)
def application(request: HttpRequest, posting: Posting, handle: str, card_id: str) -> HttpResponse:
    """GET: the application with its photo. POST: the verdict; a refusal about an answer comes back to the form."""
    window = staff_window(posting, Assurance.NONE, handle, handle)
    if request.method == "POST":
        return _decide(request, window, card_id)
    return _page(request, window, card_id)


def _decide(request: HttpRequest, window: Window, card_id: str) -> HttpResponse:
    service, here = service_of(REVIEW), place_of(request)
    ask = window.ask(
        service, card_id=card_id, case_number=drafts.case_number_of(request.POST.get("case_number", "")),
        answers={name: request.POST.get(name, "") for name in ("verdict", "reason", "note")},
    )  # fmt: skip
    outcome = serve(ask)
    if outcome.granted:
        told = urlencode({"done": outcome.reference})
        return HttpResponseRedirect(f"/officer/queue/next/?{here.query}&{told}" if here else f"/officer/queue/?{told}")
    if refusals := about_fields(outcome.decision):
        return _page(request, window, card_id, faults_of(service, refusals))
    return drawing.answered(request, window, outcome, service, ask=ask)


def _page(request: HttpRequest, window: Window, card_id: str, faults: tuple[FieldFault, ...] = ()) -> HttpResponse:
    dossier = open_dossier(window.handle, window.visitor, "application")
    openings = preview.openings_at(dossier, window.visitor, window.own)
    view = person_view(dossier, window, openings)
    card = next((c for c in view.cards if c.card_id == card_id), None)
    if card is None:
        raise Http404
    here = place_of(request)
    review = next((o for o in openings if _reviews(o, card)), None)
    return page(
        request, "officer/application.html", 422 if faults else 200, title=_("申请审核"), person=view, card=card,
        menu=[e for e in view.menu if e.line.card_id == card_id and e.line.code != REVIEW], window=window,
        reasons=_reasons(request, window, review), faults=faults, note=request.POST.get("note", "")[:200],
        case_number=drafts.new_case_number(), place=f"?{here.query}" if here else "",
        following=f"/officer/queue/next/?{here.query}" if here else "/officer/queue/next/",
        done=request.GET.get("done", "")[:40],
    )  # fmt: skip


def _reviews(opening: Opening, card: CardView) -> bool:
    mine = opening.card is not None and opening.card.card_id == card.card_id
    return opening.service.code == REVIEW and opening.open and mine


def _reasons(request: HttpRequest, window: Window, review: Opening | None) -> tuple[Option, ...]:
    """The reason templates, empty where the application is not to be reviewed now."""
    if review is None:
        return ()
    chosen = {"reason": request.POST.get("reason", "")} if request.method == "POST" else None
    form = filling.draw(review.service, window, review, chosen)
    return next(f for f in form.fields if f.name == "reason").options
