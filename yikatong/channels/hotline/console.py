"""What the console shows of a call: the sentences to say, the result beside them, and the reference to read out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yikatong.cards.directory import Bank
from yikatong.cards.masking import mask_card_no
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.decide import Granted
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.answer import AnswerView, answer_view
from yikatong.channels.derive.entries import MenuEntry
from yikatong.channels.derive.person import PersonView, person_view
from yikatong.channels.derive.window import Window
from yikatong.office import deployment
from yikatong.office.calls import Call, Console, LossChoice
from yikatong.office.counter import service_of
from yikatong.policies import regions

# Read out as operators do: 幺 for one, which is else taken for seven.
SPOKEN = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
GROUPS = re.compile(r"([A-Z]{2})(\d{2})(\d{2})(\d{2})-(.{3})(.{3})(.{4})")
PROTECTIVE = ("revoke_mandate",)


@dataclass(frozen=True, slots=True)
class Group:
    """A few characters of a reference, and how its digits are spoken in Chinese."""

    characters: str
    spoken: str


@dataclass(frozen=True, slots=True)
class LossLine:
    """One function of one card that may be stopped now. ``closed``: why not, with where else."""

    value: str
    function: str
    place: str
    number: str
    words: str
    closed: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CallLine:
    reference: str
    actor: str
    began: str
    ended: str
    words: str


@dataclass(frozen=True, slots=True)
class ConsolePage:
    person: PersonView
    called: str
    losses: tuple[LossLine, ...]
    open: tuple[MenuEntry, ...]
    shut: tuple[MenuEntry, ...]
    banks: tuple[Bank, ...]
    calls: tuple[CallLine, ...]
    answer: AnswerView | None
    groups: tuple[Group, ...]

    @property
    def can_stop(self) -> bool:
        return any(not loss.closed for loss in self.losses)


def console_page(console: Console, window: Window, chosen: str = "") -> ConsolePage:
    """``chosen``: the choice that was made already, as card and function."""
    view = person_view(console.dossier, window, console.dossier.openings)
    others = _operations(view.menu)
    answer = answer_view(service_of("report_loss"), console.outcome) if console.outcome else None
    return ConsolePage(
        person=view,
        called=next((loss.called for loss in console.losses if loss.called), ""),
        losses=_loss_lines(console.losses, chosen),
        open=tuple(entry for entry in others if entry.line.open),
        shut=tuple(entry for entry in others if not entry.line.open),
        banks=_banks(console.losses),
        calls=tuple(_call_line(call) for call in console.calls),
        answer=answer,
        groups=grouped(answer.reference) if answer else (),
    )


def grouped(reference: str) -> tuple[Group, ...]:
    """YK261121-7K3M9QX2T4 → YK 26 11 21 7K3 M9Q X2T4: what a person can repeat. Another form stays whole."""
    found = GROUPS.fullmatch(reference)
    parts = found.groups() if found else (reference,)
    return tuple(Group(part, "".join(SPOKEN.get(c, c) for c in part)) for part in parts if part)


def citizen_window(window: Window) -> Window:
    """The same person's window at the portal, for words alone: nothing can be asked through it."""
    return Window(Channel.PORTAL, Assurance.CODE, "", base="/", public="/", about=window.about, handle=window.handle)


def _loss_lines(losses: Iterable[LossChoice], chosen: str) -> tuple[LossLine, ...]:
    lines, first = [], chosen
    for loss in losses:
        value = f"{loss.card.card_id} {loss.function.value}"
        granted = isinstance(loss.decision, Granted)
        words = loss.decision.words if isinstance(loss.decision, Granted) else ""
        closed = "" if granted else "；".join(r.words for r in loss.decision.refusals)  # type: ignore[union-attr]
        first = first or (value if granted else "")
        place, number = regions.name(loss.card.region), mask_card_no(loss.card.card_no or "")
        lines.append(LossLine(value, loss.function.words, place, number, words, closed, granted and value == first))
    return tuple(lines)


def _operations(menu: Iterable[MenuEntry]) -> tuple[MenuEntry, ...]:
    """What the channel allows besides, the protective first. The loss form stands above them already."""
    others = [entry for entry in menu if entry.line.code != "report_loss"]
    return tuple(sorted(others, key=lambda e: e.line.code not in PROTECTIVE))


def _banks(losses: Iterable[LossChoice]) -> tuple[Bank, ...]:
    known = deployment.directory().banks
    codes = dict.fromkeys(loss.card.bank for loss in losses)
    return tuple(known[code] for code in codes if code in known)


def _call_line(call: Call) -> CallLine:
    ended = words_of(call.ended_at) if call.ended_at else ""
    words = _(call.outcome.words) if call.outcome else ""
    return CallLine(call.reference, call.actor, words_of(call.began_at), ended, words)
