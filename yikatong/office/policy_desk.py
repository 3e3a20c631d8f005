"""The policy desk: staff propose a ruling, a second person publishes it, and from then on cases are decided by it."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from yikatong.catalogue.kinds import text
from yikatong.office import deployment
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.policy_impact import drop_samples
from yikatong.office.policy_rows import Proposal, proposal_of, rows
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.policies.parameter import Parameter
from yikatong.policies.ruling import Confidence, Document
from yikatong.records import models

PAGE = 50
DIGITS_MAX = 6  # of a number: as many days still end within the calendar


class OneHandOnly(CounterFault):
    code, words, status = "second_person_needed", "提出人不能审核自己的规则，请由另一位工作人员审核。", 409


class AlreadyDecided(CounterFault):
    code, words, status = "proposal_decided", "这条规则已经有了审核结果，没有再次处理。", 409


class ImpactUnknown(CounterFault):
    code, words, status = "impact_unfinished", "影响报告还没有算完，算完并看过后才能发布。", 409


class NotYours(CounterFault):
    code, words, status = "proposal_not_yours", "只有提出人可以撤回这条规则。", 403


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to propose; ``document`` is a registered one or a new one."""

    parameter: Parameter[Any]
    region: str
    value: Any
    in_force_on: date
    document: Document
    clause: str
    quote: str
    confidence: Confidence
    reason: str


def propose(draft: Draft, posting: Posting) -> str:
    """Keep a proposal; gives its id. Errors: OutOfScope for a region beyond the post's."""
    _check_reach(draft.region, posting)
    number = f"P{uuid.uuid4().hex[:12]}"
    models.PolicyProposal.objects.create(
        proposal_id=number, parameter=draft.parameter.code, region=regions.levels(draft.region)[0],
        value=json.dumps(_plain(draft.value), ensure_ascii=False), in_force_on=draft.in_force_on,
        document=json.dumps(asdict(draft.document), default=str, ensure_ascii=False), clause=draft.clause,
        quote=draft.quote, confidence=draft.confidence.value, reason=draft.reason, proposer=posting.actor,
        proposed_at=deployment.now(),
    )  # fmt: skip
    return number


def decide(proposal_id: str, verdict: str, reason: str, posting: Posting) -> None:
    """Publish or reject another's proposal, or withdraw one's own.

    Errors: OutOfScope, OneHandOnly, NotYours, ImpactUnknown, AlreadyDecided (also for the slower of two).
    """
    found = proposal(proposal_id, posting)
    _check_reach(found.ruling.region, posting)
    if found.verdict:
        raise AlreadyDecided
    if verdict == "withdrawn" and found.proposer != posting.actor:
        raise NotYours
    if verdict != "withdrawn" and found.proposer == posting.actor:
        raise OneHandOnly
    if verdict == "published" and not models.PolicyImpact.objects.filter(
        proposal_id=proposal_id, finished_at__isnull=False
    ):
        raise ImpactUnknown
    try:
        with transaction.atomic():
            models.PolicyVerdict.objects.create(
                proposal_id=proposal_id, verdict=verdict, reason=reason, decider=posting.actor,
                decided_at=deployment.now(),
            )  # fmt: skip
            drop_samples(proposal_id)
    except IntegrityError:
        raise AlreadyDecided from None
    deployment.start_afresh()


def proposal(proposal_id: str, posting: Posting) -> Proposal:
    """Errors: OutOfScope where it does not exist or concerns no place of this post."""
    row = rows().filter(proposal_id=proposal_id).first()
    if row is None or not _related(row.region, posting):
        raise OutOfScope("没有这条拟发布的规则，或不在您的业务范围内。")
    return proposal_of(row)


def proposals(posting: Posting, before: datetime | None = None) -> tuple[Proposal, ...]:
    """Those that concern the post's places, the latest first; a page of 50, keyset by the moment proposed."""
    found = rows().filter(proposed_at__lt=before) if before else rows()
    return _page(found, posting)


def waiting(posting: Posting) -> tuple[Proposal, ...]:
    """Those of them that nobody has decided, the latest first; a page of 50."""
    return _page(rows().filter(verdict__isnull=True), posting)


def _page(found: Any, posting: Posting) -> tuple[Proposal, ...]:
    own = regions.levels(posting.region)
    near = found if own[0] == regions.NATION_LEVEL else found.filter(region__regex=f"^({own[0]}.*|{'|'.join(own)})$")
    return tuple(proposal_of(row) for row in near.order_by("-proposed_at")[:PAGE])


def typed_value(parameter: Parameter[Any], typed: list[str], unsaid: bool) -> Any:
    """The value as a form sends it. Errors: ValueError in Chinese, InputFault for words that cannot be kept."""
    if unsaid:
        return parameter.parse(None)
    if parameter.kind in ("some_of", "names"):
        return parameter.parse([text(part) for entry in typed for part in entry.splitlines() if part.strip()])
    word = text(typed[0]) if typed and typed[0].strip() else ""
    if parameter.kind == "whole" and word.isascii() and word.isdigit() and len(word) <= DIGITS_MAX:
        return parameter.parse(int(word))
    if parameter.kind == "flag" and word in ("true", "false"):
        return parameter.parse(word == "true")
    return parameter.parse(word)


def _check_reach(region: str, posting: Posting) -> None:
    if not regions.covers(posting.region, region):
        raise OutOfScope("这个地区不在您的业务范围内，不能为它提出或审核规则。")


def _related(region: str, posting: Posting) -> bool:
    return regions.covers(posting.region, region) or regions.covers(region, posting.region)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
