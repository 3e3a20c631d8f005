"""Before the screen: the identity card on the reader, then a real-person check. Nobody learns who is on record."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yikatong.cards.identity import InputFault, read_id_number, read_person_name
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.screens import page
from yikatong.channels.kiosk.visitor import Arriving, arrive, arriving_of, begin, hall
from yikatong.office import deployment, visitors
from yikatong.office.sign_in_rows import SignInFault
from yikatong.office.staff import Posting
from yikatong.ports.identity import Method

FORM = require_http_methods(["GET", "HEAD", "POST"])
HOME = "/kiosk/mine/"


@FORM
@hall
def identify(request: HttpRequest, posting: Posting) -> HttpResponse:
    """A card reader is a keyboard: it types the number and Enter."""
    wanted = _within(request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        return page(request, "kiosk/identify.html", title=_("刷身份证"), next=wanted)
    try:
        number = read_id_number(request.POST.get("number", "")[:100], day_of(deployment.now()))
    except InputFault as fault:
        faults = (FieldFault("number", _("证件号码"), fault.code, fault.words, fault.cure),)
        return page(request, "kiosk/identify.html", 422, title=_("刷身份证"), next=wanted, faults=faults)
    arrive(request, posting, Arriving(number, wanted))
    return HttpResponseRedirect("/kiosk/confirm/")


@FORM
@hall
def confirm(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The real-person check, by the face or by its alternative, against the name on record or the one typed."""
    arriving = arriving_of(request, posting)
    if arriving is None:
        return HttpResponseRedirect("/kiosk/")
    if request.method != "POST":
        return _confirm_page(request, arriving)
    method = request.POST.get("method", "")
    try:
        name = read_person_name(request.POST["name"][:200]) if request.POST.get("name") else ""
        if method not in list(Method):
            raise InputFault("answer_missing", "没有选择核验方式。", "请选择一种核验方式。")
        token = visitors.admit(arriving.number, name, Method(method), f"kiosk:{posting.post_id}")
    except InputFault as fault:
        return _confirm_page(request, arriving, FieldFault("name", "", fault.code, fault.words, fault.cure), 422)
    except SignInFault as fault:
        if fault.code == "identity_refused" and not arriving.name_needed:
            arriving = Arriving(arriving.number, arriving.next, name_needed=True)
            arrive(request, posting, arriving)
        return _confirm_page(request, arriving, FieldFault("method", "", fault.code, fault.words, ""), fault.status)
    begin(request, posting, token)
    return HttpResponseRedirect(arriving.next or HOME)


def _confirm_page(
    request: HttpRequest, arriving: Arriving, fault: FieldFault | None = None, status: int = 200
) -> HttpResponse:
    return page(
        request, "kiosk/confirm.html", status, title=_("实人核验"), methods=list(Method),
        number=mask_id_number_in_lists(arriving.number.number), name_needed=arriving.name_needed,
        faults=(fault,) if fault else (),
    )  # fmt: skip


def _within(wanted: str) -> str:
    """Where to go on: one of the visitor's own pages, or nowhere in particular."""
    path = wanted.partition("?")[0]
    plain = path.replace("/", "").replace("_", "").replace("-", "").isalnum()
    return path if path.startswith(HOME) and plain else ""
