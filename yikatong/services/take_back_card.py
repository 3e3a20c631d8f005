"""撤销转入: a card was taken over by mistake, and nobody has used the record since. The reverse of 转入."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from yikatong.cards.card import Reason, Tenure
from yikatong.cards.events import CardTakenBack, Event
from yikatong.cards.states import State
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles

# A month's accounts have been compared with the former system by then; who has relied on the card longer keeps it.
DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    ground: Annotated[str, Label("撤销原因", "写明转入错在哪里，不写个人信息。")]


take_back_card = Service(
    code="take_back_card",
    name="撤销转入",
    summary="转入的卡弄错了，且转入后没有办理过任何业务的，撤销转入；卡号可以再次转入，账目都保留。",
    asks=Asked,
    channels={Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.OFFICER}),
    card=(Tenure.CURRENT,),
    synonyms=("转错了", "转入有误", "撤回转入"),
)


@take_back_card.refuses("这张卡不是从原系统转入的，不能撤销转入。", next=("card_status",))
def not_taken_over(case: Case[Asked]) -> bool:
    return case.card.reason is not Reason.FORMER


@take_back_card.refuses(f"转入超过{DAYS}天，不能撤销。", next=("propose_correction",), because=articles.AGENCY_RECORD)
def taken_over_long_ago(case: Case[Asked]) -> bool:
    return case.card.reason is Reason.FORMER and case.now - case.card.applied_at > timedelta(days=DAYS)


@take_back_card.refuses(
    "转入后这张卡已经办理过业务，不能撤销转入。", next=("card_status", "propose_correction"),
    because=articles.AGENCY_RECORD,
)  # fmt: skip
def used_since(case: Case[Asked]) -> bool:
    """Whatever an act leaves on a card; what it leaves elsewhere shows in the version that the asker names."""
    card, person = case.card, case.person
    stood = {card.applied_at, card.stage_at, card.collected_at, card.social.since, card.financial.since}
    written = bool(card.wrong_pins or card.settled or card.note or card.orders or card.custody)
    pin_set = card.social.state is State.SEALED and not card.pin_initial
    followed = person.coming(card) is not None or person.appointment(card.card_id) is not None
    paid_here = person.benefits_card == card.card_id
    return card.reason is Reason.FORMER and (len(stood) > 1 or written or pin_set or followed or paid_here)


@take_back_card.grants("转入已撤销，这张卡不再记在这位参保人名下。", next=("take_over_card",))
def take_back(case: Case[Asked]) -> Iterable[Event]:
    yield CardTakenBack(card_id=case.card.card_id, ground=case.asked.ground)
