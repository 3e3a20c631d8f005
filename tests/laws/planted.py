"""A sound service, and the ways in which the tests spoil it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from yikatong.cards import events as e
from yikatong.cards.card import Tenure
from yikatong.cards.states import Function, State
from yikatong.catalogue import checks
from yikatong.catalogue.card_kinds import NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.common import CARD_RULES, COMMON_RULES
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.catalogue.steps import STEPS

HERE = "planted"
COMMON_STEPS = {step for rule in (*COMMON_RULES, *CARD_RULES) for step in rule.next} - {*STEPS, *Channel}
NAMES = dict.fromkeys({HERE, *COMMON_STEPS}, "试验")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    function: Annotated[Function, Label("哪项功能")] = Function.SOCIAL
    pin: Annotated[NewPin | None, Label("新密码")] = None


def planted(**changes: Any) -> Service[Asked]:
    """A sound service that collects a loss report, before a fault is planted in it."""
    made = Service(
        **{"code": HERE, "name": "试验", "summary": "试验。", "asks": Asked, "card": (Tenure.CURRENT,),
           "channels": {Channel.DESK: Assurance.PRESENT}, **changes}
    )  # fmt: skip

    @made.refuses("{function}已在{since}挂失。", next=("wait",))
    def already_stopped(case: Case[Asked]) -> bool:
        return case.standing(case.asked.function).state not in (State.NORMAL, State.SEALED, State.ACTIVE)

    @made.grants("{function}已停用，到{until}为止。", next=("wait",))
    def stop(case: Case[Asked]) -> Iterable[e.Event]:
        yield reported(case, case.now + timedelta(days=7))

    return made


def reported(case: Case[Asked], until: Any = None, function: Function | None = None) -> e.LossReported:
    function = function or case.asked.function
    return e.LossReported(card_id=case.card.card_id, function=function, formal=until is None, until=until)


def acting(*acts: Any) -> Service[Asked]:
    """A planted service that does something else."""
    made = planted()
    made.granted_words, made.act = "办好了。", lambda case: [act(case) for act in acts]
    return made


def flaws(made: Service[Any]) -> set[str]:
    return {flaw.code for flaw in checks.flaws({made.code: made})}
