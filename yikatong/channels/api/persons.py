"""Persons: found by a number that is posted, then read under an opaque id. Every look is noted before it is given."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import NinjaAPI

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.card_kinds import CODE, ID_NUMBER
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.api import openapi as o
from yikatong.channels.api.caller import RIGHTS, caller_in
from yikatong.channels.api.faults import Faults
from yikatong.channels.api.person_view import PersonView, person_view
from yikatong.channels.api.problems import too_often, written
from yikatong.channels.api.query import whole_in
from yikatong.channels.api.reading import read_object
from yikatong.channels.api.schemas import component
from yikatong.channels.api.signed import signed_in
from yikatong.channels.derive.menu import MenuLine, menu_of
from yikatong.office import deployment, limits, person_pages
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import Dossier, Visitor, open_dossier
from yikatong.policies import articles

LABELS = {"id_number": "证件号码", "card_no": "社保卡号", "reference": "业务编号"}
BASIS = o.legal_basis("查询参保人的社保卡办理情况", articles.AGENCY_FREE_QUERY, articles.AGENCY_SECRECY)
PARAMETERS = [o.SIGN_IN, o.IF_NONE_MATCH]


def visitor_in(request: HttpRequest) -> tuple[Visitor, IdNumber | None]:
    """Whose eyes these are, and on the portal whose record alone may be seen. Errors: OutOfScope, Problem 401."""
    caller = caller_in(request)
    rights = RIGHTS[caller.channel]
    if not rights.opens:
        raise OutOfScope
    if caller.channel is Channel.PORTAL:
        signed = signed_in(request)
        return Visitor(caller.channel, signed.assurance, caller.client, Asker(), None, caller.region), signed.number
    kind = AskerKind.OFFICER if caller.channel is Channel.OFFICER else AskerKind.HOLDER
    asker = Asker(kind, caller.client if kind is AskerKind.OFFICER else "")
    return Visitor(caller.channel, rights.usual, caller.client, asker, caller.region, caller.region), None


def opened(request: HttpRequest, person_id: str, purpose: str) -> tuple[Dossier, Visitor]:
    """The dossier under this id, if it may be seen. Errors: OutOfScope, in the same words for every reason why not."""
    visitor, own = visitor_in(request)
    if not person_id.isascii() or not person_id.isalnum():
        raise OutOfScope
    if own is None:
        return open_dossier(person_id, visitor, purpose), visitor
    dossier = open_dossier(own, visitor, purpose)
    if dossier.person.person_id != person_id:
        raise OutOfScope
    return dossier, visitor


def tagged(request: HttpRequest, page: Mapping[str, Any], version: int) -> HttpResponse:
    """200 with an entity tag of version and content, or 304 where the caller has exactly this already.

    The content is in it because a report of loss lapses without any act.
    """
    text = written(page)
    tag = f'"{version}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    wanted = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    same = request.method == "GET" and tag in wanted
    response = HttpResponseNotModified() if same else HttpResponse(text, content_type="application/json")
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def search(request: HttpRequest) -> HttpResponse:
    """Exactly one of an identity number, a card's number or a receipt number."""
    visitor, own = visitor_in(request)
    about = _meant(read_object(request), visitor, own)
    dossier = open_dossier(about, visitor, "search")
    return _person(request, dossier, visitor)


def _meant(body: Mapping[str, Any], visitor: Visitor, own: IdNumber | None) -> str | IdNumber:
    faults = Faults(LABELS)
    faults.strangers(body, LABELS)
    given = [name for name in LABELS if body.get(name) is not None]
    if own is not None:
        if given:
            faults.add(given[0], "answer_unknown", "登录后只能查询本人，不需要填写。", "请删除这一项。")
        faults.check()
        return own
    if len(given) != 1:
        faults.add(given[1] if given else "id_number", "one_expected", "请填写证件号码、社保卡号、业务编号中的一项。")
        faults.check()
    kind = ID_NUMBER if given[0] == "id_number" else CODE
    found = faults.read(given[0], lambda raw: kind.read(raw, day_of(deployment.now())), body[given[0]])
    faults.check()
    key = found.number if isinstance(found, IdNumber) else found
    if waiting := limits.wait_s("person", key):
        raise too_often(waiting)
    if isinstance(found, IdNumber):
        return found
    return person_pages.of_card(found, visitor.scope) if given[0] == "card_no" else person_pages.of_reference(found)


def _person(request: HttpRequest, dossier: Dossier, visitor: Visitor) -> HttpResponse:
    view = person_view(dossier.person, visitor.channel, visitor.scope, dossier.now)
    return tagged(request, asdict(view), dossier.person.version)


def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """The person, masked, with their cards."""
    return _person(request, *opened(request, person_id, "person"))


def openings(request: HttpRequest, person_id: str) -> HttpResponse:
    """What may be asked now; what may not, with the reasons."""
    dossier, _ = opened(request, person_id, "openings")
    lines = [asdict(line) for line in menu_of(dossier.openings)]
    return tagged(request, {"openings": lines}, dossier.person.version)


def timeline(request: HttpRequest, person_id: str) -> HttpResponse:
    """What was done, the latest first; ``after`` is the last version of the page before."""
    before = whole_in(request, "after", 2**31 - 1)
    dossier, visitor = opened(request, person_id, "timeline")
    steps = person_pages.timeline(dossier.person.person_id, visitor, before)
    after = steps[-1].version if len(steps) == person_pages.PAGE else None
    return HttpResponse(
        written({"steps": [asdict(step) for step in steps], "after": after}), content_type="application/json"
    )


def add_persons(api: NinjaAPI) -> None:
    parameters = [*PARAMETERS]
    after = o.query("after", "上一页最后一条的version", schema={"type": "integer", "minimum": 1})
    number = {"type": "string", "minLength": 1, "maxLength": 40}
    wanted = {
        "type": "object", "additionalProperties": False, "maxProperties": 1,
        "properties": {"id_number": ID_NUMBER.schema, "card_no": number, "reference": number},
    }  # fmt: skip
    lines = {"type": "array", "items": component(MenuLine)}
    steps = {"type": "array", "items": component(person_pages.Step)}
    paged: dict[str, o.Schema] = {"steps": steps, "after": {"type": ["integer", "null"]}}
    # Before the address with an id, which would take "search" for one.
    found = {**o.reads(component(PersonView), o.SIGN_IN, statuses=(413, 415)), "requestBody": o.takes(wanted)}
    api.post("/persons/search", operation_id="search_person", summary="查找参保人", tags=["参保人"],
             openapi_extra={**found, "x-legal-basis": BASIS})(search)  # fmt: skip
    for path, view, words, extra in (
        ("", person, "参保人", o.reads(component(PersonView), *parameters, unchanged=True)),
        ("/openings", openings, "可以办理的事项", o.reads(o.page(openings=lines), *parameters, unchanged=True)),
        ("/timeline", timeline, "办理记录", o.reads(o.page(**paged), o.SIGN_IN, after)),
    ):
        api.get(f"/persons/{{person_id}}{path}", operation_id=view.__name__, summary=words, tags=["参保人"],
                openapi_extra={**extra, "x-legal-basis": BASIS})(view)  # fmt: skip
