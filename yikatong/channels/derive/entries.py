"""The lines of a person's menu at one window, with their paths."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Card
from yikatong.cards.masking import mask_card_no
from yikatong.cards.person import Person
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.decide import Opening
from yikatong.channels.derive.menu import MenuLine, menu_of
from yikatong.channels.derive.window import ReasonLines, Window, reason_lines
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu with its path; ``step_up`` where only a real-person check is missing."""

    line: MenuLine
    href: str
    card: str
    reasons: tuple[ReasonLines, ...]
    step_up: str


def menu_entries(openings: Iterable[Opening], window: Window, person: Person) -> tuple[MenuEntry, ...]:
    """Numbered, the open ones first; of several cards each line says which."""
    shown = [o for o in openings if window.channel is not Channel.BANK or not o.card or o.card.bank == window.party]
    return tuple(_entry(line, window, person) for line in menu_of(shown))


def _entry(line: MenuLine, window: Window, person: Person) -> MenuEntry:
    href = window.service_path(line.code, line.card_id)
    card = person.card(line.card_id) if line.card_id and len(person.cards) > 1 else None
    reasons = reason_lines(line.reasons, window, here=href)
    only_assurance = window.channel is Channel.PORTAL and [r.code for r in reasons] == ["assurance_too_low"]
    step_up = next((n.href for n in reasons[0].next if n.href), "") if only_assurance else ""
    return MenuEntry(line, href, _short(card, person) if card else "", reasons, step_up)


def _short(card: Card, person: Person) -> str:
    number = f" {mask_card_no(card.card_no)}" if card.card_no else ""
    return f"{regions.name(card.region)}{person.tenure(card).words}{number}"
