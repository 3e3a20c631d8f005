"""Reading a service's form as a browser sends it, and drawing it again."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from yikatong.cards.identity import InputFault, read_id_number
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.card_kinds import HERE
from yikatong.catalogue.channels import BY_MANDATE, Asker, AskerKind, Assurance
from yikatong.catalogue.decide import Opening, Refusal
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive.drafts import Draft
from yikatong.channels.derive.form import Form, FormField, Option, form_of
from yikatong.channels.derive.refused import with_refusals
from yikatong.channels.derive.window import HOLDER, Window
from yikatong.office import deployment
from yikatong.office.cases import index_of
from yikatong.office.prepare import PHOTO_BYTES_MAX
from yikatong.policies import regions
from yikatong.services import catalogue

RADIOS_MAX, RADIOS_MAX_OPTIONAL = 6, 3
AGENT_NUMBER_MAX = 40
ASKERS = (AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN)


@dataclass(frozen=True, slots=True)
class AskerChoice:
    """Who stands at the counter: offered where the service may be asked by others than the holder."""

    options: tuple[Option, ...]
    agent_number: str
    fault: str

    @property
    def holder(self) -> bool:
        """The usual case: then the chooser stands folded."""
        return not self.fault and any(o.chosen and o.value == AskerKind.HOLDER for o in self.options)


def is_direct(service: Service[Any]) -> bool:
    """Whether the form goes straight to the act: secrets and files are never kept in between."""
    return any(f.kind.secret or f.kind.uploaded for f in fields_of(service.asks))


def asks_confirmation(service: Service[Any]) -> bool:
    """Whether the form that goes straight to the act has a box to confirm with. Where it asks for the holder's consent,
    that answer is the confirmation: nobody is asked the same twice."""
    return service.act is not None and is_direct(service) and "consent" not in {f.name for f in fields_of(service.asks)}


def read_form(request: HttpRequest, service: Service[Any]) -> dict[str, Any]:
    """The raw answers of one form; of a file no more is read than shows that it is too large."""
    raw: dict[str, Any] = {}
    for field in fields_of(service.asks):
        if field.kind.uploaded:
            file = request.FILES.get(field.name)
            raw[field.name] = file.read(PHOTO_BYTES_MAX + 1) if file else None
        else:
            raw[field.name] = request.POST.get(field.name, "")
    return raw


def given_in(request: HttpRequest, service: Service[Any]) -> dict[str, str]:
    """What is chosen before the form opens: choices and the region by the link, never what somebody typed; the
    outlet where the clerk sits."""
    asked, shift = fields_of(service.asks), getattr(request, "shift", None)
    wanted = {f.name: request.GET.get(f.name, "") for f in asked if f.choices or f.name == "region"}
    here = {f.name: shift.outlet for f in asked if f.kind is HERE} if shift else {}
    return {name: value for name, value in (wanted | here).items() if value}


UNSEEN = FieldFault(
    "present", "核对证件", "documents_unseen", "还没有勾选“已当面核对办理人的身份证件”。", "请当面核对证件后勾选。"
)  # fmt: skip


def read_asker(request: HttpRequest, service: Service[Any], window: Window) -> Asker:
    """Who asks, as the clerk says. Errors: NotUnderstood."""
    kind = request.POST.get("asker", AskerKind.HOLDER.value)
    if not _choosable(service, window) or kind == AskerKind.HOLDER:
        return window.asker_for(service, HOLDER)
    if kind not in BY_MANDATE:
        raise NotUnderstood((_fault("asker", "办理人", "answer_not_offered", "没有这种办理人。", "请重新选择。"),))
    try:
        number = read_id_number(request.POST.get("agent_number", ""), day_of(deployment.now()))
    except InputFault as fault:
        raise NotUnderstood((_fault("agent_number", "代理人证件号码", fault.code, fault.words, fault.cure),)) from None
    return Asker(AskerKind(kind), index_of(number).hex())


def read_assurance(request: HttpRequest, service: Service[Any], window: Window) -> Assurance:
    """At a counter the clerk says whether the document was seen; without it the person only claims to be the holder.

    Errors: NotUnderstood where the service asks for the holder in person and the clerk has not said so.
    """
    if not window.vouches:
        return window.assurance
    if request.POST.get("present") == "on":
        return Assurance.PRESENT
    if service.about_person and service.channels[window.channel] > Assurance.CLAIMED:
        raise NotUnderstood((UNSEEN,))
    return Assurance.CLAIMED


def asker_choice(
    request: HttpRequest, service: Service[Any], window: Window, faults: tuple[FieldFault, ...], draft: Draft | None
) -> AskerChoice | None:
    """The chooser of who asks, or None where there is nothing to choose."""
    if not _choosable(service, window):
        return None
    before = draft.asker.kind.value if draft else request.GET.get("by", AskerKind.HOLDER.value)
    chosen, number = request.POST.get("asker", before), draft.agent_number if draft else ""
    options = tuple(Option(k.value, k.words, k.value == chosen) for k in ASKERS if k in service.askers)
    words = next((f"{f.words}{f.cure}" for f in faults if f.field in ("asker", "agent_number")), "")
    return AskerChoice(options, request.POST.get("agent_number", number)[:AGENT_NUMBER_MAX], words)


def was_seen(request: HttpRequest, draft: Draft | None) -> bool:
    """Whether the clerk has said on this form that the document was seen."""
    return request.POST.get("present") == "on" or bool(draft and draft.assurance is Assurance.PRESENT)


def _choosable(service: Service[Any], window: Window) -> bool:
    return window.vouches and service.about_person and bool(service.askers & BY_MANDATE)


def draw(
    service: Service[Any],
    window: Window,
    opening: Opening | None = None,
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
    refusals: tuple[Refusal, ...] = (),
) -> Form:
    """The form, with a list of places instead of codes to know by heart, and what ``refusals`` say of answers."""
    region = opening.card.region if opening and opening.card else window.region
    form = form_of(service, deployment.directory(), region=region, opening=opening, raw=raw, faults=faults)
    drawn = (_with_services(_with_places(_folded(f), region)) for f in form.fields)
    return replace(form, fields=with_refusals(tuple(drawn), refusals, window))


def _folded(field: FormField) -> FormField:
    """Many choices fold into one control, which also can be left empty again."""
    most = RADIOS_MAX if field.required else RADIOS_MAX_OPTIONAL
    return replace(field, widget="select") if field.widget == "choice" and len(field.options) > most else field


def _with_places(field: FormField, near: str) -> FormField:
    if field.name != "region" or field.widget != "text":
        return field
    chosen = field.value or (near if regions.known(near) else "")
    return replace(field, widget="select", options=place_options(chosen, near))


def _with_services(field: FormField) -> FormField:
    """A service is chosen by its name, among those that some outlet does: nobody knows the codes."""
    if field.name != "service" or field.widget != "text":
        return field
    done = {code for outlet in deployment.directory().outlets.values() for code in outlet.services}
    options = tuple(Option(s.code, s.name, s.code == field.value) for s in catalogue().values() if s.code in done)
    return replace(field, widget="select", options=options)


def place_options(chosen: str, near: str = "") -> tuple[Option, ...]:
    """The regions we have names for: the one nearby first, then its province's, then the others by their codes."""
    home = regions.province(near) if near and near != regions.NATION and regions.known(near) else ""
    codes = sorted(regions.names(), key=lambda c: (c != near, not home or not regions.covers(home, c), c))
    return tuple(Option(code, regions.name(code), code == chosen) for code in codes)


def _fault(field: str, label: str, code: str, words: str, cure: str) -> FieldFault:
    return FieldFault(field, label, code, words, cure)
