"""One card, from the application that asks for it to the day it ends."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from yikatong.cards.custodians import Custodian
from yikatong.cards.orders import Funds, Order
from yikatong.cards.stages import FAILED, Stage
from yikatong.cards.states import ENDED, Function, Standing


class Reason(StrEnum):
    """Why a card is made."""

    FIRST = "first"
    REPLACEMENT = "replacement"
    RENEWAL = "renewal"
    TRANSFER = "transfer"
    FORMER = "former"

    @property
    def words(self) -> str:
        return {"first": "首次申领", "replacement": "补领", "renewal": "换领", "transfer": "跨省换发",
            "former": "原系统发放",
        }[self]  # fmt: skip


class Tenure(StrEnum):
    """Which of a person's cards in one province this is."""

    CURRENT = "current"
    COMING = "coming"
    GONE = "gone"

    @property
    def words(self) -> str:
        return {"current": "现用卡", "coming": "办理中的卡", "gone": "已失效的卡"}[self]


@dataclass(frozen=True, slots=True)
class Card:
    """A card and its two functions.

    ``card_id`` is the reference of the application that asked for it; ``card_no`` is printed on the face and is
    None until the plant has made it. ``region`` is the issuing area (six digits), ``wrong_pins`` the consecutive
    wrong tries, ``settled`` the functions whose money has been settled before cancelling. ``financial`` mirrors the
    bank's account: ``orders`` are those that a connected bank has not answered, ``bank_sequence`` is its own counter
    at the last word we applied, ``mirrored_at`` when that came; ``account_tail`` are the last four digits of the
    account's number. ``funds`` is what the holder chose for the predecessor's money, until that is ordered.
    ``custody`` is who was said to hold the plastic, where that is not as its stage says.
    """

    card_id: str
    region: str
    bank: str
    outlet: str
    reason: Reason
    stage: Stage
    stage_at: datetime
    applied_at: datetime
    social: Standing
    financial: Standing
    generation: int = 3
    predecessor: str | None = None
    employer: str | None = None
    photo: str | None = None
    card_no: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    collected_at: datetime | None = None
    pin_initial: bool = True
    wrong_pins: int = 0
    note: str = ""
    settled: frozenset[Function] = field(default_factory=frozenset)
    orders: tuple[Order, ...] = ()
    bank_sequence: int = 0
    mirrored_at: datetime | None = None
    account_tail: str | None = None
    funds: Funds | None = None
    custody: Custodian | None = None

    def standing(self, function: Function, now: datetime) -> Standing:
        """How one function stands at ``now``, lapsed reports counted as lapsed."""
        return (self.social if function is Function.SOCIAL else self.financial).at(now)

    @property
    def province(self) -> str:
        return self.region[:2]

    @property
    def collected(self) -> bool:
        return self.stage is Stage.COLLECTED

    @property
    def failed(self) -> bool:
        """Never became a card: its application was withdrawn or rejected."""
        return self.stage in FAILED

    @property
    def ended(self) -> bool:
        """No longer a card of its holder: its application failed or its social function is cancelled."""
        return self.failed or self.social.state in ENDED

    @property
    def in_making(self) -> bool:
        return not self.ended and not self.collected
