"""撤回申请: take an application back while the bank and the plant have not begun their part."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, StageReached
from yikatong.cards.stages import Stage
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the card says which application is meant."""


def warning(case: Case[Asked]) -> str | None:
    return "撤回后这次申请作废，需要社保卡时须重新申请。"


withdraw_application = Service(
    code="withdraw_application",
    name="撤回申请",
    summary="进入制卡之前，可以撤回申领、补领或换领的申请。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.KIOSK: Assurance.FACE,
        Channel.BANK: Assurance.PRESENT, Channel.FIELD: Assurance.PRESENT,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.COMING,),
    irrevocable=warning,
    synonyms=("取消申请", "不办了", "撤销申请"),
)  # fmt: skip


@withdraw_application.refuses("这项申请现在是“{stage}”，不能再撤回。", next=("track", "call_12333"))
def too_late_to_withdraw(case: Case[Asked]) -> bool:
    return not case.card.stage.may_become(Stage.WITHDRAWN)


@withdraw_application.grants("申请已撤回，不会制卡。参保缴费不受影响。", next=("apply", "replace"))
def withdraw(case: Case[Asked]) -> Iterable[Event]:
    yield StageReached(card_id=case.card.card_id, stage=Stage.WITHDRAWN)
