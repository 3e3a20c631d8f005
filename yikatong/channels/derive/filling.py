"""Reading a service's form as a browser sends it, and drawing it again."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from yikatong.cards.identity import InputFault, read_id_number
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import BY_MANDATE, Asker, AskerKind, Assurance
from yikatong.catalogue.decide import Opening
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive.form import Form, FormField, Option, form_of
from yikatong.channels.derive.window import HOLDER, Window
from yikatong.office import deployment
from yikatong.office.cases import index_of
from yikatong.office.prepare import PHOTO_BYTES_MAX
from yikatong.policies import regions
from yikatong.services import catalogue

RADIOS_MAX, RADIOS_MAX_OPTIONAL = 6, 3
ASKERS = (AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN)


@dataclass(frozen=True, slots=True)
class AskerChoice:
    """Who stands at the counter: offered where the service may be asked by others than the holder."""

    options: tuple[Option, ...]
    agent_number: str
    fault: str


def is_direct(service: Service[Any]) -> bool:
    """Whether the form goes straight to the act: secrets and files are never kept in between."""
    return any(f.kind.secret or f.kind.uploaded for f in fields_of(service.asks))


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


def asker_choice(request: HttpRequest, service: Service[Any], window: Window, faults: tuple[FieldFault, ...]) -> Any:
    """The chooser of who asks, or None where there is nothing to choose."""
    if not _choosable(service, window):
        return None
    chosen = request.POST.get("asker", request.GET.get("by", AskerKind.HOLDER.value))
    options = tuple(Option(k.value, k.words, k.value == chosen) for k in ASKERS if k in service.askers)
    words = next((f"{f.words}{f.cure}" for f in faults if f.field in ("asker", "agent_number")), "")
    return AskerChoice(options, request.POST.get("agent_number", "")[:40], words)


def _choosable(service: Service[Any], window: Window) -> bool:
    return window.vouches and service.about_person and bool(service.askers & BY_MANDATE)


def draw(
    service: Service[Any],
    window: Window,
    opening: Opening | None = None,
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> Form:
    """The form, with a list of places instead of codes to know by heart."""
    region = opening.card.region if opening and opening.card else window.region
    form = form_of(service, deployment.directory(), region=region, opening=opening, raw=raw, faults=faults)
    return replace(form, fields=tuple(_with_services(_with_places(_folded(f), window.region)) for f in form.fields))


def _folded(field: FormField) -> FormField:
    """Many choices fold into one control, which also can be left empty again."""
    most = RADIOS_MAX if field.required else RADIOS_MAX_OPTIONAL
    return replace(field, widget="select") if field.widget == "choice" and len(field.options) > most else field


def _with_places(field: FormField, near: str) -> FormField:
    if field.name != "region" or field.widget != "text":
        return field
    chosen = field.value or (near if regions.known(near) else "")
    return replace(field, widget="select", options=place_options(chosen))


def _with_services(field: FormField) -> FormField:
    """A service is chosen by its name, among those that some outlet does: nobody knows the codes."""
    if field.name != "service" or field.widget != "text":
        return field
    done = {code for outlet in deployment.directory().outlets.values() for code in outlet.services}
    options = tuple(Option(s.code, s.name, s.code == field.value) for s in catalogue().values() if s.code in done)
    return replace(field, widget="select", options=options)


def place_options(chosen: str) -> tuple[Option, ...]:
    """The regions we have names for."""
    return tuple(Option(code, regions.name(code), code == chosen) for code in sorted(regions.names()))


def _fault(field: str, label: str, code: str, words: str, cure: str) -> FieldFault:
    return FieldFault(field, label, code, words, cure)
