"""Where to go from an answer: reasons in the order in which they help, and only steps that can be taken now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.decide import TOO_LOW, Opening
from yikatong.channels.derive.answer import Reason, Step, Why
from yikatong.channels.derive.window import Link, Window, link_of
from yikatong.office import preview
from yikatong.services import catalogue

STEPS_MAX = 3
# Until these are put right nothing else helps: the wrong window, the wrong asker, no rule to go by.
SHUTS = frozenset(
    {"channel_not_offered", "channel_not_here", "asker_not_entitled", "mandate_missing", "mandate_not_accepted",
     "mandate_rule_unsaid", "person_unknown", "policy_missing"}
)  # fmt: skip
NEEDLESS = frozenset({"nothing", "keep_using"})
BY_HAND = frozenset({"choose_pin", "type_again", "retake_photo", "change_dates", "mend_file", "choose_card", "step_up"})
LAST = frozenset({"wait", "call_12333", Channel.HOTLINE.value, *NEEDLESS})


def following(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """What a page of ours does next, as buttons."""
    return tuple(link for link in links if link.href)


def advising(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """What to do next that no page of ours does."""
    return tuple(link for link in links if not link.href)


@dataclass(frozen=True, slots=True)
class ReasonLines:
    """One reason to refuse, with where to go from here."""

    code: str
    words: str
    why: Why | None
    next: tuple[Link, ...]

    @property
    def short(self) -> str:
        """Its first sentence, for a list."""
        return self.words.partition("。")[0]

    @property
    def follows(self) -> tuple[Link, ...]:
        return following(self.next)

    @property
    def advice(self) -> tuple[Link, ...]:
        return advising(self.next)


Openings = Mapping[str, Opening]


def openings_next(window: Window, steps: Iterable[Step]) -> Openings | None:
    """Which of the services among these steps may be asked about the window's person now; None about nobody."""
    if window.about is None:
        return None
    named = dict.fromkeys(s.service for s in steps if s.service and window.service_path(s.service))
    codes = tuple(code for code in named if code and catalogue()[code].about_person)
    if not codes:
        return {}
    found = preview.openings_after(window.about, window.visitor, window.own, codes)
    if not found and isinstance(window.about, IdNumber):  # of whom there is no record: what registers people
        registering = tuple(code for code in codes if catalogue()[code].registers)
        found = preview.openings_for_newcomer(window.about, window.visitor, registering)
    return {o.service.code: o for o in sorted(found, key=lambda o: not may_be_asked(o))[::-1]}


def may_be_asked(opening: Opening) -> bool:
    """Open, or open once the person is known more surely: then the way leads through that check."""
    return opening.open or [r.code for r in opening.refusals] == [TOO_LOW]


def links_of(
    steps: tuple[Step, ...], window: Window, here: str = "", openings: Openings | None = None
) -> tuple[Link, ...]:
    """The steps that can be taken, three at most. A service that would refuse now is not offered."""
    links = (_link(step, window, here, openings) for step in steps)
    return tuple(link for link in links if link)[:STEPS_MAX]


def _link(step: Step, window: Window, here: str, openings: Openings | None) -> Link | None:
    link = link_of(step, window, here)
    if not step.service or not link.href or openings is None or not catalogue()[step.service].about_person:
        return link
    opening = openings.get(step.service)
    if opening is None or not may_be_asked(opening):
        return None
    return Link(link.words, window.service_path(step.service, opening.card.card_id if opening.card else None))


def reason_lines(
    reasons: tuple[Reason, ...], window: Window, here: str = "", openings: Openings | None = None
) -> tuple[ReasonLines, ...]:
    """The one to solve first comes first; the rest does not contradict it."""
    alone = len(reasons) == 1
    ordered = sorted(reasons, key=lambda r: _rank(r, window, alone))
    return tuple(ReasonLines(r.code, r.words, r.why, links_of(r.next, window, here, openings)) for r in ordered)


def _rank(reason: Reason, window: Window, alone: bool) -> int:
    """0 shuts all else out, 1 makes the service needless, 2 can be solved here, 3 elsewhere, 4 by waiting or asking.

    To be known more surely solves nothing while something else refuses: that comes last.
    """
    codes = {step.code for step in reason.next}
    if reason.code == TOO_LOW and not alone:
        return 5
    if reason.code in SHUTS:
        return 0
    if reason.next and reason.next[0].code in NEEDLESS:
        return 1
    if codes & BY_HAND or any(s.service and window.service_path(s.service) for s in reason.next):
        return 2
    return 3 if codes - LAST else 4
