"""What a partner is told of an act, by its purpose: named facts and nothing else, about nobody in particular.

A list of what is given, not of what is withheld: a fact that somebody adds to an event tomorrow stays with us. No
personal word, no free text and no number of ours is ever among them; a test looks at every entry.
"""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from yikatong.cards.events import Event, kind_of
from yikatong.cards.person import Person
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.office.pages import event_pages
from yikatong.policies import regions


class Purpose(StrEnum):
    """What a partner needs to hear of acts for."""

    CARD_USE = "card_use"
    APPLICATION_PROGRESS = "application_progress"
    STATISTICS = "statistics"

    @property
    def words(self) -> str:
        return {"card_use": "用卡核验", "application_progress": "办卡进度", "statistics": "统计"}[self]

    @property
    def means(self) -> str:
        return {
            "card_use": "定点医院、药店、公交等凭卡服务的单位：卡此刻能不能用",
            "application_progress": "代人申领的单位：卡办到哪一步",
            "statistics": "只有地区和日期，不涉及任何人",
        }[self]


# Purpose → kind of event → the facts that are given of it.
GIVEN: Mapping[Purpose, Mapping[str, tuple[str, ...]]] = {
    Purpose.CARD_USE: {
        "loss_reported": ("function", "formal", "until"),
        "loss_lifted": ("function",),
        "function_enabled": (),
        "function_locked": (),
        "function_unlocked": (),
        "function_cancelled": (),
        "card_collected": (),
    },
    Purpose.APPLICATION_PROGRESS: {
        "application_submitted": ("region", "reason"),
        "stage_reached": ("stage", "outlet"),
        "card_made": ("valid_until",),
        "card_collected": ("outlet",),
    },
    Purpose.STATISTICS: {
        "application_submitted": ("reason",),
        "stage_reached": ("stage",),
        "card_collected": (),
        "loss_reported": ("function", "formal"),
        "function_cancelled": (),
    },
}
# For these it does not matter who is meant, so it is not told.
NOBODY = frozenset({Purpose.STATISTICS})


def region_of(event: Event, person: Person) -> str:
    """Where the act belongs: the region of its card, the nation where it is about none."""
    card = person.card(str(getattr(event, "card_id", "")))
    return card.region if card else regions.NATION


def given(purpose: Purpose, event: Event, person: Person) -> dict[str, Any] | None:
    """The facts of this event that the purpose needs, and the card's region; None where it needs none of them."""
    names = GIVEN[purpose].get(kind_of(event))
    if names is None:
        return None
    facts = event_pages([event]).facts[0]
    return {"region": region_of(event, person), **{name: facts[name] for name in names}}


def told_at(purpose: Purpose, at: datetime) -> datetime:
    """The moment that a partner is told; where nobody is meant only the day, for a minute would tell who."""
    return datetime.combine(day_of(at), time(), CHINA) if purpose in NOBODY else at
