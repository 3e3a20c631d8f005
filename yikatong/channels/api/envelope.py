"""What surrounds the answers of an act: about whom, which card, who asks, how surely they are known."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.card_kinds import CODE, ID_NUMBER, REGION
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import TRUTH, choice
from yikatong.catalogue.service import Service
from yikatong.channels.api.caller import AGENT, GUARDIAN, HOLDER, PEOPLE, RIGHTS
from yikatong.channels.api.faults import Faults
from yikatong.channels.api.headers import case_number, version_wanted
from yikatong.channels.api.signed import signed_in
from yikatong.office.ask import Ask
from yikatong.office.clients import Caller
from yikatong.office.counter import index_of
from yikatong.office.sign_in import Signed
from yikatong.policies import regions

ASKER_KIND = choice(AskerKind)
NAMES = {
    "person": "办理对象", "card": "社保卡", "region": "地区", "asker": "办理人", "assurance": "核验方式",
    "answers": "办理内容", "confirmed": "确认",
}  # fmt: skip


def read_ask(request: HttpRequest, body: Mapping[str, Any], service: Service[Any], caller: Caller, today: date) -> Ask:
    """The ask that the counter gets. Errors: NotUnderstood with every fault at once, Problem for headers."""
    faults = Faults(NAMES)
    faults.strangers(body, NAMES)
    signed = signed_in(request) if caller.channel is Channel.PORTAL and service.about_person else None
    about = _about(faults, faults.part(body, "person"), today)
    kind, agent = _asker(faults, body, service, caller, today)
    region = _region(faults, body.get("region"), caller, today)
    assurance = _assurance(faults, body.get("assurance"), caller, signed)
    confirmed = faults.read("confirmed", lambda raw: TRUTH.read(raw, today), body.get("confirmed") or False)
    card = body.get("card")
    card_id = faults.read("card", lambda raw: CODE.read(raw, today), card) if card is not None else None
    if signed and kind is HOLDER and about is not None:
        faults.add("person", "person_not_expected", "本人办理时以登录身份为准，不需要填写。", "请删除这一项。")
    if service.about_person and about is None and not (signed and kind is HOLDER) and "person" not in faults:
        faults.add("person", "answer_missing", "没有说明为谁办理。", "请填写证件号码或人员编号。")
    answers = faults.part(body, "answers")
    faults.check()
    asker, who, scope = _parties(kind, agent, about, signed, caller)
    return Ask(
        service=service.code, answers=answers, channel=caller.channel, assurance=assurance, client=caller.client,
        about=who if service.about_person else None, card_id=card_id, asker=asker, region=region,
        case_number=case_number(request, required=service.act is not None), actor=caller.client, scope=scope,
        party=caller.party if caller.channel is Channel.BANK else "", version=version_wanted(request),
        confirmed=confirmed,
    )  # fmt: skip


def _about(faults: Faults, person: Mapping[str, Any], today: date) -> str | IdNumber | None:
    faults.strangers(person, ("id_number", "person_id"), "person.")
    if len(person) > 1:
        faults.add("person", "person_twice", "证件号码和人员编号只能填写一项。")
    if "id_number" in person:
        number: IdNumber | None = faults.read(
            "person.id_number", lambda raw: ID_NUMBER.read(raw, today), person["id_number"]
        )
        return number
    if "person_id" in person:
        code: str | None = faults.read("person.person_id", lambda raw: CODE.read(raw, today), person["person_id"])
        return code
    return None


def _asker(
    faults: Faults, body: Mapping[str, Any], service: Service[Any], caller: Caller, today: date
) -> tuple[AskerKind, IdNumber | None]:
    """Who asks; unsaid it is the channel's own party where the service is for it, else the holder."""
    said, offered = faults.part(body, "asker"), RIGHTS[caller.channel].askers
    faults.strangers(said, ("kind", "agent_id_number"), "asker.")
    kind = next((k for k in offered if k in service.askers), offered[0])
    if said.get("kind") is not None:
        kind = faults.read("asker.kind", lambda raw: ASKER_KIND.read(raw, today), said["kind"]) or kind
    if kind not in offered:
        words = "、".join(k.words for k in offered)
        faults.add("asker.kind", "asker_not_offered", f"这个渠道的办理人只能是：{words}。")
    agent, by_agent = said.get("agent_id_number"), kind in (AGENT, GUARDIAN)
    if by_agent and caller.channel is not Channel.PORTAL:
        number = faults.read("asker.agent_id_number", lambda raw: ID_NUMBER.read(raw, today), agent)
        return kind, number
    if agent is not None:
        faults.add("asker.agent_id_number", "agent_not_expected", "这里不需要代理人证件号码。", "请删除这一项。")
    return kind, None


def _region(faults: Faults, raw: Any, caller: Caller, today: date) -> str:
    if raw is None:
        return caller.region
    code = faults.read("region", lambda raw: REGION.read(raw, today), raw)
    if code and caller.channel is not Channel.PORTAL and not regions.covers(caller.region, code):
        faults.add("region", "region_out_of_scope", "这个地区不在您的业务范围内。", "请改填您业务范围内的地区。")
    return code or caller.region


def _assurance(faults: Faults, raw: Any, caller: Caller, signed: Signed | None) -> Assurance:
    rights = RIGHTS[caller.channel]
    ceiling = (signed.assurance if signed else Assurance.NONE) if caller.channel is Channel.PORTAL else rights.ceiling
    if raw is None:
        return ceiling if signed else rights.usual
    named = {a.name.lower(): a for a in Assurance}.get(raw) if isinstance(raw, str) else None
    if named is None:
        offered = "、".join(a.words for a in Assurance)
        faults.add("assurance", "answer_not_offered", f"请从以下选项中选择：{offered}。")
    elif named > ceiling:
        faults.add("assurance", "assurance_above_ceiling", f"这个渠道最高只能是：{ceiling.words}。")
    return named if named is not None else Assurance.NONE


def _parties(
    kind: AskerKind, agent: IdNumber | None, about: str | IdNumber | None, signed: Signed | None, caller: Caller
) -> tuple[Asker, str | IdNumber | None, str | None]:
    """The asker, about whom, and the region to be seen: none for holders, the nation for agents on the portal."""
    by_agent = kind in (AGENT, GUARDIAN)
    if caller.channel is Channel.PORTAL:
        if signed is None:
            return Asker(kind), None, None
        own = signed.number
        if not by_agent:
            return Asker(kind), own, None
        return Asker(kind, index_of(own).hex()), about, regions.NATION
    if by_agent and agent is not None:
        return Asker(kind, index_of(agent).hex()), about, caller.region
    code = "" if kind in PEOPLE else caller.client if kind is AskerKind.OFFICER else caller.party
    return Asker(kind, code), about, caller.region
