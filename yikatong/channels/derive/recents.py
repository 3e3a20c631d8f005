"""The acts of this window, as lines of a page: what was done for whom, to be printed again or taken back."""

from dataclasses import dataclass

from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import CHINA
from yikatong.channels.derive.window import Window
from yikatong.office import recent, windows
from yikatong.office.staff import Posting


@dataclass(frozen=True, slots=True)
class RecentLine:
    """``left`` is "4:32" while the act can be taken back, ``undone_by`` the receipt number of what took it back."""

    reference: str
    time: str
    holder: str
    name: str
    person: str
    receipt: str
    undo: str
    left: str
    left_s: int
    first_undo: bool
    undone_by: str
    prints: int


def recents_view(posting: Posting, window: Window) -> tuple[RecentLine, ...]:
    shift = windows.shift_of(posting) if posting.channel is Channel.DESK else None
    found = recent.recent(posting, shift)
    first = next((done for done in found if done.undo_s), None)
    return tuple(_line(done, window, done is first) for done in found)


def _line(done: recent.Done, window: Window, first_undo: bool) -> RecentLine:
    person = f"{window.public}people/{done.person_id}/"
    receipt = f"{person}receipts/{done.reference}/"
    return RecentLine(
        done.reference, f"{done.at.astimezone(CHINA):%H:%M}", done.holder, done.name, person, receipt,
        f"{receipt}undo/", clock(done.undo_s), done.undo_s, first_undo, done.undone_by, done.prints,
    )  # fmt: skip


def clock(seconds: int) -> str:
    """272 → "4:32"; empty when nothing is left."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
