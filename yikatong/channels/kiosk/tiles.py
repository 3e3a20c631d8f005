"""The large buttons: which services stand first, and their pictures."""

from dataclasses import dataclass

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.entries import MenuEntry
from yikatong.services import catalogue

ICONS = {
    "card_status": "credit-card", "report_loss": "shield-alert", "lift_loss": "undo-2", "track": "truck",
    "change_pin": "key-round", "reset_pin": "key-round", "unlock": "lock-open", "enable": "badge-check",
    "book_collection": "calendar-clock", "cancel_appointment": "calendar", "find_outlet": "map-pin",
    "check_photo": "camera", "renew": "refresh-cw", "replace": "credit-card", "apply": "plus",
    "transfer": "arrow-right", "review_cards": "list-checks", "activate_account": "landmark",
    "close_account": "landmark", "try_pin": "lock", "resubmit_photo": "image", "withdraw_application": "x",
}  # fmt: skip
FIRST = ("card_status", "report_loss", "track", "change_pin", "find_outlet")
ORDER = (*FIRST[:-1], "lift_loss", "enable", "unlock", "reset_pin", "book_collection", "cancel_appointment")


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    icon: str
    href: str
    note: str = ""


def first_tiles() -> tuple[Tile, ...]:
    """What stands on the start page: what most people come for. Whom it concerns is asked after the choice."""
    return tuple(_first(code) for code in FIRST if Channel.KIOSK in catalogue()[code].channels)


def _first(code: str) -> Tile:
    service, start = catalogue()[code], f"services/{code}/"
    personal = f"/kiosk/identify/?next=/kiosk/mine/{start}"
    return Tile(code, service.name, ICONS[code], personal if service.about_person else f"/kiosk/{start}")


def own_tiles(entries: tuple[MenuEntry, ...]) -> tuple[Tile, ...]:
    """What this person may ask now, the commonest first."""
    place = {code: n for n, code in enumerate(ORDER)}
    shown = sorted((e for e in entries if e.line.open), key=lambda e: place.get(e.line.code, len(ORDER)))
    return tuple(Tile(e.line.code, e.line.name, ICONS.get(e.line.code, "file-text"), e.href, e.card) for e in shown)
