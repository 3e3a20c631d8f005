"""The outbox as the pages show it: who is told, how it stands, what came of each attempt."""

from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.events import Party
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.person import kind_words
from yikatong.office.courier import desk
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.outbox import AttemptLine, Line, MessageState, MessageView
from yikatong.office.courier.settling import Outcome

PILLS = {
    MessageState.WAITING: ("warn", "hourglass"), MessageState.FAILING: ("warn", "refresh-cw"),
    MessageState.DEAD: ("bad", "circle-x"), MessageState.SENT: ("ok", "circle-check"),
}  # fmt: skip
TRIED = {
    Outcome.SENT: ("ok", "circle-check"), Outcome.FAILED: ("warn", "refresh-cw"),
    Outcome.POSTPONED: ("off", "clock"), Outcome.DEAD: ("bad", "circle-x"), Outcome.PUT_BACK: ("off", "undo-2"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """``name``: who of the party, where it is not everybody; ``next``: when it is carried next, in words."""

    number: int
    href: str
    party: str
    name: str
    kind: str
    reference: str
    at: str
    state: str
    tone: str
    icon: str
    attempts: int
    next: str


@dataclass(frozen=True, slots=True)
class AttemptShown:
    at: datetime
    outcome: str
    tone: str
    icon: str
    status: int | None
    took_ms: int
    words: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """``resendable``, ``replayable``: what may be done with it. ``behind``: the earlier message it waits for."""

    line: OutboxLine
    person_href: str
    sent: str
    dead: str
    is_carried: bool
    in_hand: bool
    behind: int | None
    behind_href: str
    resendable: bool
    replayable: bool
    attempts: tuple[AttemptShown, ...]


def lane_of(typed: str) -> Lane | None:
    """As :attr:`Lane.words` has it; None for what names no party."""
    party, _, target = typed[:60].replace("\0", "").partition(":")
    return Lane(Party(party), target or None) if party in set(Party) else None


def lane_options(chosen: str) -> list[Option]:
    return [Option(r.lane.words, _receiver(r), r.lane.words == chosen) for r in desk.receivers()]


def _receiver(receiver: desk.Receiver) -> str:
    return f"{receiver.lane.party.words}：{receiver.name}" if receiver.name else receiver.lane.party.words


def lines_of(lines: tuple[Line, ...]) -> list[OutboxLine]:
    names = desk.names_of(line.lane for line in lines)
    return [_line(line, names[line.lane]) for line in lines]


def view_of(view: MessageView) -> MessagePage:
    line, state = view.line, view.line.state
    (shown,) = lines_of((line,))
    free = line.leased_until is None
    return MessagePage(
        shown, f"/officer/people/{line.person_id}/", words_of(line.sent_at) if line.sent_at else "",
        words_of(line.dead_at) if line.dead_at else "", line.is_carried, not free, view.behind,
        f"/officer/outbox/{view.behind}/" if view.behind else "",
        free and line.is_carried and state in (MessageState.DEAD, MessageState.FAILING),
        line.is_carried and state is MessageState.SENT and line.party is not Party.HOLDER,
        tuple(_attempt(tried) for tried in view.attempts),
    )  # fmt: skip


def _line(line: Line, name: str) -> OutboxLine:
    tone, icon = PILLS[line.state]
    return OutboxLine(
        line.message_id, f"/officer/outbox/{line.message_id}/", line.party.words, name,
        kind_words(line.kind), line.reference, words_of(line.at), line.state.words, tone, icon, line.attempts,
        _next(line),
    )  # fmt: skip


def _next(line: Line) -> str:
    if line.state not in (MessageState.WAITING, MessageState.FAILING):
        return ""
    if line.leased_until is not None:
        return "正在投递"
    if not line.is_carried:
        return "不由信使投递"
    return words_of(line.due_at) if line.due_at else "随时"


def _attempt(tried: AttemptLine) -> AttemptShown:
    tone, icon = TRIED[tried.outcome]
    return AttemptShown(
        tried.at, tried.outcome.words, tone, icon, tried.status, tried.took_ms, tried.words
    )  # fmt: skip
