"""The account as others are told: the shape ``Account`` of docs/bank-protocol.yaml."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yikatong.sandbox.bank.hours import ZONE
from yikatong.sandbox.bank.models import Account

Snapshot = dict[str, Any]


def moment(at: datetime | None) -> str | None:
    """RFC 3339 with the offset of Beijing."""
    return at.astimezone(ZONE).isoformat(timespec="milliseconds") if at else None


def snapshot(account: Account, at: datetime) -> Snapshot:
    standing = account.standing.at(at)
    loss = {"kind": standing.loss.value, "since": moment(standing.since), "until": moment(standing.until)}\
        if standing.loss else None  # fmt: skip
    return {
        "card_id": account.card_id,
        "sequence": account.sequence,
        "state": standing.told.value,
        "loss": loss,
        "tail": account.tail or None,
        "settled": account.settled,
        "physical": account.physical or None,
    }


def as_of(told: Mapping[str, Any], at: datetime) -> Snapshot:
    """An earlier snapshot as it read at ``at``: a temporary report that had lapsed by then is gone."""
    loss = told["loss"]
    lapsed = loss and loss["until"] and datetime.fromisoformat(loss["until"]) <= at
    return {**told, "loss": None} if lapsed else dict(told)
