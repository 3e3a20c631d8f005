"""The lines of a person's menu at one window, with their paths."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Card
from yikatong.cards.masking import mask_card_no
from yikatong.cards.person import Person
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.decide import TOO_LOW, Opening
from yikatong.channels.derive.menu import MenuLine, menu_of
from yikatong.channels.derive.onward import ReasonLines, reason_lines
from yikatong.channels.derive.window import Window
from yikatong.policies import regions

KEYS = 9


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu with its path; ``step_up`` where only a real-person check is missing.

    ``key``: the digit that opens it on a keyboard, for the first nine that are open.
    """

    line: MenuLine
    href: str
    card: str
    reasons: tuple[ReasonLines, ...]
    step_up: str

    @property
    def shut(self) -> bool:
        """Nothing that the person does here and now opens it."""
        return not self.line.open and not self.step_up

    @property
    def key(self) -> str:
        return str(self.line.number) if self.line.open and self.line.number <= KEYS else ""


def menu_entries(openings: Iterable[Opening], window: Window, person: Person) -> tuple[MenuEntry, ...]:
    """Numbered, the open ones first and the shut ones last; of several cards each line says which."""
    offered = (o for o in openings if not o.service.by_program)
    shown = [o for o in offered if window.channel is not Channel.BANK or not o.card or o.card.bank == window.party]
    entries = (_entry(line, window, person) for line in menu_of(shown))
    return tuple(sorted(entries, key=lambda e: e.shut))


def _entry(line: MenuLine, window: Window, person: Person) -> MenuEntry:
    href = window.service_path(line.code, line.card_id)
    card = person.card(line.card_id) if line.card_id and len(person.cards) > 1 else None
    reasons = reason_lines(line.reasons, window, here=href)
    only_assurance = window.channel is Channel.PORTAL and [r.code for r in reasons] == [TOO_LOW]
    step_up = next((n.href for n in reasons[0].next if n.href), "") if only_assurance else ""
    return MenuEntry(line, href, _short(card, person) if card else "", reasons, step_up)


def _short(card: Card, person: Person) -> str:
    number = f" {mask_card_no(card.card_no)}" if card.card_no else ""
    return f"{regions.name(card.region)}{person.tenure(card).words}{number}"
