"""A function's state by the name that it has where the card was issued: 口头挂失 in Shaanxi for 临时挂失."""

from datetime import datetime

from yikatong.cards.card import Card
from yikatong.cards.states import Function, State
from yikatong.catalogue.moments import day_of
from yikatong.policies import parameters as p
from yikatong.policies.policy import Policies, PolicyMissing


def state_words(card: Card, function: Function, policies: Policies, now: datetime) -> str:
    """What every screen and answer calls it; the common name where the place has not given it one."""
    state = card.standing(function, now).state
    if state is not State.TEMP_LOST:
        return state.words
    try:
        return policies.ruling(p.temporary_loss_label, card.region, day_of(now)).value
    except PolicyMissing:
        return state.words
