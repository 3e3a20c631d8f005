"""Proposed rulings as they lie in the tables, and read back."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yikatong.catalogue.moments import CHINA, day_of
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.ruling import Confidence, Document, Ruling, Source
from yikatong.records import models

VERDICTS = {"published": "已发布", "rejected": "未通过", "withdrawn": "已撤回"}
OPEN = "等待第二人审核"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed ruling and what became of it; ``verdict`` is empty while it waits."""

    proposal_id: str
    ruling: Ruling[Any]
    reason: str
    proposer: str
    proposed_at: datetime
    verdict: str
    verdict_reason: str
    decider: str
    decided_at: datetime | None

    @property
    def state(self) -> str:
        return VERDICTS.get(self.verdict, OPEN)


def published_here() -> Iterator[Ruling[Any]]:
    """The rulings that were published at this desk, the latest first; a parameter that is no more is left out."""
    published = rows().filter(verdict__verdict="published").order_by("-verdict__pk")
    return (proposal_of(row).ruling for row in published if row.parameter in PARAMETERS)


def rows() -> Any:
    """Proposals with their verdicts, in one statement."""
    return models.PolicyProposal.objects.select_related("verdict")


def proposal_of(row: models.PolicyProposal) -> Proposal:
    verdict = getattr(row, "verdict", None)
    recorded = day_of(verdict.decided_at if verdict else row.proposed_at)
    parameter = PARAMETERS[row.parameter]
    source = Source(_document(json.loads(row.document)), row.clause, row.quote)
    ruling = Ruling(
        parameter, row.region, parameter.parse(json.loads(row.value)), row.in_force_on, recorded, source,
        Confidence(row.confidence),
    )  # fmt: skip
    return Proposal(
        row.proposal_id, ruling, row.reason, row.proposer, row.proposed_at.astimezone(CHINA),
        verdict.verdict if verdict else "", verdict.reason if verdict else "", verdict.decider if verdict else "",
        verdict.decided_at.astimezone(CHINA) if verdict else None,
    )  # fmt: skip


def _document(page: Mapping[str, Any]) -> Document:
    document = Document(**page)
    written = page["published_on"]
    return replace(document, published_on=date.fromisoformat(written) if written else None)
