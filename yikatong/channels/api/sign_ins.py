"""Citizens at the portal: who they say they are, the code sent to them, and a real-person check."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.cards.identity import InputFault
from yikatong.catalogue.card_kinds import CODE, ID_NUMBER, NAME
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.kinds import Kind, choice, text
from yikatong.catalogue.moments import day_of
from yikatong.channels.api import openapi as o
from yikatong.channels.api.caller import caller_in, only_through
from yikatong.channels.api.faults import Faults
from yikatong.channels.api.problems import too_often, written
from yikatong.channels.api.reading import read_object
from yikatong.channels.api.signed import sign_in_token, signed_in
from yikatong.office import deployment, limits, sign_in
from yikatong.office.clients import Caller
from yikatong.policies import articles
from yikatong.ports.identity import Method

LABELS = {
    "id_number": "证件号码", "name": "姓名", "code": "短信验证码", "method": "核验方式", "address": "网络地址",
}  # fmt: skip
METHOD = choice(Method)
ADDRESS = Kind("address", lambda raw, today: text(raw), {"type": ["string", "null"], "maxLength": 60})
TEXT = {"type": "string", "minLength": 1, "maxLength": 200}


def begin(request: HttpRequest) -> HttpResponse:
    """Send a code to the mobile on file. The answer is the same whether or not there is one."""
    caller = caller_in(request)
    only_through(caller, Channel.PORTAL)
    told = _told(request, id_number=ID_NUMBER, name=NAME, address=ADDRESS)
    return _json({"ticket": sign_in.begin(told["id_number"], told["name"], _origin(request, told, caller))}, 201)


def identity(request: HttpRequest) -> HttpResponse:
    """Sign in by a real-person check, for whoever has no record yet or another mobile by now."""
    caller = caller_in(request)
    only_through(caller, Channel.PORTAL)
    told = _told(request, id_number=ID_NUMBER, name=NAME, method=METHOD, address=ADDRESS)
    token = sign_in.by_identity(told["id_number"], told["name"], told["method"], _origin(request, told, caller))
    return _json({"token": token, "assurance": _assurance(token)}, 201)


def _origin(request: HttpRequest, told: dict[str, Any], caller: Caller) -> str:
    """Whose tries these are: the citizen's address as the portal tells it, else the portal's own; counted here too."""
    origin = f"{caller.client}|{told['address'] or request.META.get('REMOTE_ADDR', '')}"
    _count("sign_in_number", told["id_number"].number)
    _count("sign_in_address", origin)
    return origin


def _assurance(token: str) -> str:
    signed = sign_in.who(token)
    return (signed.assurance if signed else Assurance.NONE).name.lower()


def confirm(request: HttpRequest, ticket: str) -> HttpResponse:
    """The code that was sent, for a token to put into the header ``Sign-In``."""
    only_through(caller_in(request), Channel.PORTAL)
    _count("sign_in_ticket", ticket)
    token = sign_in.confirm(ticket, _told(request, code=CODE)["code"])
    return _json({"token": token, "assurance": _assurance(token)})


def step_up(request: HttpRequest) -> HttpResponse:
    """A real-person check of the moment, by face or by its alternative."""
    only_through(caller_in(request), Channel.PORTAL)
    token, method = sign_in_token(request), _told(request, method=METHOD)["method"]
    signed_in(request)
    return _json({"assurance": sign_in.step_up(token, method).name.lower()})


def _told(request: HttpRequest, **kinds: Kind) -> dict[str, Any]:
    """The body's members by their kinds; all are required. Errors: NotUnderstood."""
    body, faults, today = read_object(request), Faults(LABELS), day_of(deployment.now())
    faults.strangers(body, kinds)
    told = {name: faults.read(name, lambda raw, k=kind: _required(k, raw, today), body.get(name))  # type: ignore[misc]
            for name, kind in kinds.items()}  # fmt: skip
    faults.check()
    return told


def _required(kind: Kind, raw: Any, today: date) -> Any:
    if raw is None and kind is ADDRESS:
        return None
    if raw is None:
        raise InputFault("answer_missing", "这一项没有填写。", "请填写这一项。")
    return kind.read(raw, today)


def _count(kind: str, key: str) -> None:
    if waiting := limits.wait_s(kind, key):
        raise too_often(waiting)


def _json(page: dict[str, str], status: int = 200) -> HttpResponse:
    return HttpResponse(written(page), status=status, content_type="application/json")


def add_sign_ins(api: NinjaAPI) -> None:
    basis = o.legal_basis("核实办理人身份", articles.AGENCY_REGISTRATION, articles.FACE_ALTERNATIVE)
    known = {"token": TEXT, "assurance": {"type": "string"}}
    for path, view, words, asked, status, parameters, given in (
        ("", begin, "发送短信验证码", ("id_number", "name"), 201, [], {"ticket": TEXT}),
        ("/identity", identity, "以实人核验登录", ("id_number", "name", "method"), 201, [], known),
        ("/{ticket}/code", confirm, "提交短信验证码", ("code",), 200, [], known),
        ("/step-up", step_up, "实人核验", ("method",), 200, [o.SIGN_IN], {"assurance": {"type": "string"}}),
    ):
        schema = {**o.page(**dict.fromkeys(asked, TEXT)), "additionalProperties": False}
        if "name" in asked:
            schema["properties"]["address"] = ADDRESS.schema
        problems = o.problems(*o.COMMON, 409, 413, 415, 503)
        extra: o.Schema = {
            "requestBody": o.takes(schema), "parameters": parameters, "x-legal-basis": basis,
            "responses": {**o.answers(o.page(**given), status=status), **problems},
        }  # fmt: skip
        api.post(f"/sign-ins{path}", operation_id=f"sign_in_{view.__name__}", summary=words, tags=["公民登录"],
                 response={status: None}, openapi_extra=extra)(view)  # fmt: skip
