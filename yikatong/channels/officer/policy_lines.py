"""Rulings, proposals and impact reports as the policy desk's pages show them."""

from dataclasses import dataclass
from datetime import date

from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.answer import Why, why_of
from yikatong.office import deployment, policy_impact
from yikatong.office.policy_compare import CHANGES
from yikatong.office.policy_impact import Impact
from yikatong.office.policy_rows import Proposal
from yikatong.office.staff import Posting
from yikatong.policies.parameter import Parameter
from yikatong.policies.ruling import Ruling


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One parameter in one place on one day; ``others``: what other levels say; ``differ`` that it is not the same."""

    code: str
    name: str
    here: Why | None
    others: tuple[Why, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    why: Why
    recorded_on: str
    quote: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as lists and its own page show it."""

    href: str
    name: str
    place: str
    value: str
    in_force_on: str
    source: str
    confidence: str
    reason: str
    state: str
    verdict: str
    proposer: str
    proposed_at: str
    decided: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ImpactView:
    """The report in words; ``share`` of the count that is done, in percent; ``samples`` with their masked names."""

    total: int
    seen: int
    share: int
    step: int
    people: int
    open_cases: int
    lines: tuple[tuple[str, int], ...]
    samples: tuple[tuple[policy_impact.Sample, str], ...]
    finished_at: str


def value_line(parameter: Parameter[object], region: str, on: date) -> ValueLine:
    trail = deployment.policies().trail(parameter, region, on)
    said = tuple(why_of(ruling) for ruling in trail)
    differ = len({ruling.words for ruling in trail}) > 1
    return ValueLine(parameter.code, parameter.name, said[0] if said else None, said[1:], differ)


def history_line(ruling: Ruling[object]) -> HistoryLine:
    return HistoryLine(why_of(ruling), words_of(ruling.recorded_on), ruling.source.quote)


def proposal_line(found: Proposal, posting: Posting) -> ProposalLine:
    ruling, why = found.ruling, why_of(found.ruling)
    decided = f"{found.decider}，{words_of(found.decided_at)}" if found.decided_at else ""
    return ProposalLine(
        f"/officer/policies/proposals/{found.proposal_id}/", ruling.parameter.name, why.place, ruling.words,
        why.in_force_on, why.source, why.confidence, found.reason, found.state, found.verdict, found.proposer,
        words_of(found.proposed_at), f"{decided}：{found.verdict_reason}" if found.verdict_reason else decided,
        found.proposer == posting.actor,
    )  # fmt: skip


def impact_view(impact: Impact, posting: Posting, within: bool) -> ImpactView:
    """``within``: the whole place is this post's; else the people counted may not be, and no example is shown."""
    named = policy_impact.named(impact.samples, posting) if impact.finished_at and within else ()
    share = 100 if impact.finished_at or not impact.total else 100 * impact.seen // impact.total
    return ImpactView(
        impact.total, impact.seen, share, impact.step, impact.people, impact.open_cases,
        tuple((CHANGES[code], n) for code, n in impact.counts.items()), named,
        words_of(impact.finished_at) if impact.finished_at else "",
    )  # fmt: skip
