"""Signing in and out, and the real-person check in between."""

import re
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yikatong.cards.identity import IdNumber, InputFault, read_id_number, read_person_name
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive.guard import SIGN_IN_COOKIE, TICKET_COOKIE, citizens
from yikatong.channels.derive.look import safe_next
from yikatong.channels.derive.screens import client_address, friendly, page
from yikatong.office import deployment
from yikatong.office import sign_in as door
from yikatong.office.sign_in import Signed
from yikatong.office.sign_in_rows import CODE_FOR, SIGNED_FOR, SignInFault
from yikatong.ports.identity import Method
from yikatong.services import catalogue

FORM = require_http_methods(["GET", "HEAD", "POST"])
MEANT = re.compile(r"(?P<base>/(?:for/[\w-]+/)?)(?:services/(?P<code>[a-z_]+)/)?")
METHOD_MISSING = FieldFault("method", "", "answer_missing", "请选择一种核验方式。", "")


@FORM
@friendly
def sign_in(request: HttpRequest) -> HttpResponse:
    """Number and name; the reply is the same whoever is asked for."""
    if request.method != "POST":
        return _first(request)
    number, name, faults = _read(request)
    if number is None or faults:
        return _first(request, faults)
    try:
        ticket = door.begin(number, name, client_address(request))
    except SignInFault as fault:
        return _first(request, (_fault("number", fault.words, fault.code),), fault.status)
    response = HttpResponseRedirect(f"/sign-in/code/{_query(request)}")
    _keep(response, TICKET_COOKIE, ticket, int(CODE_FOR.total_seconds()))
    return response


@FORM
@friendly
def code(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _drawn(request, "portal/code.html", title=_("输入验证码"))
    typed = request.POST.get("code", "")[:20]
    if not typed.strip():
        empty = (_fault("code", "没有填写验证码。请填写短信里的六位数字。", "answer_missing"),)
        return _drawn(request, "portal/code.html", empty, title=_("输入验证码"))
    try:
        token = door.confirm(request.COOKIES.get(TICKET_COOKIE, ""), typed)
    except SignInFault as fault:
        faults = (_fault("code", fault.words, fault.code),)
        return _drawn(request, "portal/code.html", faults, fault.status, title=_("输入验证码"))
    return _signed(request, token)


@FORM
@friendly
def by_identity(request: HttpRequest) -> HttpResponse:
    """For whoever has no mobile on record, or no record at all yet."""
    if request.method != "POST":
        return _first(request, template="portal/by_identity.html")
    number, name, faults = _read(request)
    method = request.POST.get("method", "")
    if method not in list(Method):
        faults = (*faults, METHOD_MISSING)
    if number is None or faults:
        return _first(request, faults, template="portal/by_identity.html")
    try:
        token = door.by_identity(number, name, Method(method), client_address(request))
    except SignInFault as fault:
        found = (_fault("method", fault.words, fault.code),)
        return _first(request, found, fault.status, "portal/by_identity.html")
    return _signed(request, token)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    door.sign_out(request.COOKIES.get(SIGN_IN_COOKIE, ""))
    request.session.pop("drafts", None)
    response = HttpResponseRedirect("/")
    response.delete_cookie(SIGN_IN_COOKIE)
    return response


@FORM
@citizens
def step_up(request: HttpRequest, signed: Signed) -> HttpResponse:
    shown = {"title": _("实人核验"), "signed": signed, **_meant(safe_next(request, "/"))}
    if request.method != "POST":
        return _drawn(request, "portal/step_up.html", **shown)
    method = request.POST.get("method", "")
    if method not in list(Method):
        return _drawn(request, "portal/step_up.html", (METHOD_MISSING,), **shown)
    try:
        door.step_up(request.COOKIES.get(SIGN_IN_COOKIE, ""), Method(method))
    except SignInFault as fault:
        faults = (_fault("method", fault.words, fault.code),)
        return _drawn(request, "portal/step_up.html", faults, fault.status, **shown)
    return HttpResponseRedirect(safe_next(request, "/"))


def _meant(path: str) -> dict[str, str]:
    """Which service the check is for, and the first page of the same person for whoever would rather not."""
    found = MEANT.match(path)
    known = catalogue().get(found["code"] or "") if found else None
    return {"service": known.name if known else "", "cancel": found["base"] if found else "/"}


def _read(request: HttpRequest) -> tuple[IdNumber | None, str, tuple[FieldFault, ...]]:
    """What was typed; what is empty is told as empty, not as too short."""
    number, name, faults = None, "", []
    typed = request.POST.get("number", "")[:100]
    try:
        if not typed.strip():
            raise InputFault("answer_missing", "没有填写证件号码。", "请填写身份证上的18位号码。")
        number = read_id_number(typed, day_of(deployment.now()))
    except InputFault as fault:
        faults.append(FieldFault("number", "证件号码", fault.code, fault.words, fault.cure))
    try:
        name = read_person_name(request.POST.get("name", "")[:200])
    except InputFault as fault:
        faults.append(FieldFault("name", "姓名", fault.code, fault.words, fault.cure))
    return number, name, tuple(faults)


def _first(
    request: HttpRequest,
    faults: tuple[FieldFault, ...] = (),
    status: int = 422,
    template: str = "portal/sign_in.html",
) -> HttpResponse:
    """The form, with the name that was typed; the number is typed again, it is not echoed."""
    return _drawn(request, template, faults, status, title=_("登录"), name=request.POST.get("name", "")[:50])


def _drawn(
    request: HttpRequest, template: str, faults: tuple[FieldFault, ...] = (), status: int = 422, **shown: Any
) -> HttpResponse:
    """A form, each fault beside its field; ``refused`` is the result in a few words if it is no typing error."""
    wrong = {f.field: f"{f.words}{f.cure}" for f in faults}
    refused = _refused().get(status, "") if faults else ""
    shown |= {"faults": faults, "wrong": wrong, "refused": refused, "next": safe_next(request, "/")}
    return page(request, template, status if faults else 200, methods=list(Method), **shown)


def _refused() -> dict[int, str]:
    return {401: _("登录已结束"), 403: _("没有通过核验"), 429: _("现在不能登录"), 503: _("现在不能核验")}


def _signed(request: HttpRequest, token: str) -> HttpResponse:
    request.session.pop("drafts", None)  # of whoever used this browser before
    response = HttpResponseRedirect(safe_next(request, "/"))
    _keep(response, SIGN_IN_COOKIE, token, int(SIGNED_FOR.total_seconds()))
    response.delete_cookie(TICKET_COOKIE)
    return response


def _keep(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _query(request: HttpRequest) -> str:
    wanted = safe_next(request, "")
    return f"?next={quote(wanted)}" if wanted else ""


def _fault(field: str, words: str, code: str) -> FieldFault:
    return FieldFault(field, "", code, words, "")
