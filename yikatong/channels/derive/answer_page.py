"""An answer as a page shows it: what happened, why, what next, under which reference, and what follows from it."""

from dataclasses import dataclass

from yikatong.channels.derive.aftermath import AfterRow, after_rows
from yikatong.channels.derive.answer import AnswerView
from yikatong.channels.derive.onward import ReasonLines, advising, following, links_of, openings_next, reason_lines
from yikatong.channels.derive.window import Link, Window
from yikatong.office.done import Done


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The view that every channel shares, and this channel's links.

    ``reasons``: the one to solve first comes first. ``next`` holds only what can be done now; ``after`` is what the
    act has set going, each with its state; ``receipt`` is the path of what to keep, "" where nothing was written.
    """

    view: AnswerView
    reasons: tuple[ReasonLines, ...]
    next: tuple[Link, ...]
    after: tuple[AfterRow, ...] = ()
    receipt: str = ""

    @property
    def main(self) -> ReasonLines | None:
        return self.reasons[0] if self.reasons else None

    @property
    def others(self) -> tuple[ReasonLines, ...]:
        return self.reasons[1:]

    @property
    def follows(self) -> tuple[Link, ...]:
        return following(self.next)

    @property
    def advice(self) -> tuple[Link, ...]:
        return advising(self.next)


def answer_page(view: AnswerView, window: Window, here: str = "", done: Done | None = None) -> AnswerPage:
    """``here`` is where a real-person check comes back to; ``done`` the act as the ledger has it, once it is there."""
    openings = openings_next(window, (*view.next, *(step for reason in view.reasons for step in reason.next)))
    return AnswerPage(
        view, reason_lines(view.reasons, window, here, openings), links_of(view.next, window, here, openings),
        after_rows(done) if done else (), window.receipt_path(view.reference) if view.reference else "",
    )  # fmt: skip
