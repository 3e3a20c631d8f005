"""撤销委托或监护登记: protective, so it asks for little."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.events import Event, MandateRevoked
from yikatong.cards.person import Mandate, MandateKind
from yikatong.catalogue.card_kinds import CodeText
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    mandate: Annotated[CodeText, Label("登记编号", "登记时告知，也可在“我的委托”中查看。")]


revoke_mandate = Service(
    code="revoke_mandate",
    name="撤销委托或监护登记",
    summary="不再需要他人代办时随时撤销，撤销后立即失效。",
    asks=Asked,
    channels={Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.PRESENT},
    askers=frozenset({AskerKind.HOLDER, AskerKind.OFFICER}),
    card=(),
    synonyms=("取消委托", "取消授权", "不让别人代办"),
)


def found(case: Case[Asked]) -> Mandate | None:
    return next((m for m in case.person.mandates if m.mandate_id == case.asked.mandate), None)


@revoke_mandate.refuses("没有查到这项登记，请核对编号。", next=("call_12333",), field="mandate")
def mandate_not_found(case: Case[Asked]) -> bool:
    return found(case) is None


@revoke_mandate.refuses("这项登记已在{ended}失效，不需要撤销。", next=("nothing",))
def mandate_over(case: Case[Asked]) -> bool | Facts:
    mandate = found(case)
    if mandate is None or (mandate.revoked_at is None and case.today <= mandate.ends_on):
        return False
    return {"ended": mandate.revoked_at or mandate.ends_on}


@revoke_mandate.refuses("监护登记须由经办人员在网点核对后撤销。", next=("desk", "bring_documents"))
def officer_needed(case: Case[Asked]) -> bool:
    mandate = found(case)
    at_desk = case.channel is Channel.DESK and case.asker.kind is AskerKind.OFFICER
    return mandate is not None and mandate.kind is MandateKind.GUARDIAN and not at_desk


@revoke_mandate.grants("已撤销，从现在起对方不能再代为办理。", next=("register_mandate",))
def revoke(case: Case[Asked]) -> Iterable[Event]:
    yield MandateRevoked(mandate_id=case.asked.mandate)
