"""Calling partners: what their messages look like on the wire. A carrier of the courier."""

import json
import time
from collections.abc import Mapping
from typing import Any

from yikatong.adapters.webhooks.guard import Answer
from yikatong.adapters.webhooks.signing import signed_headers
from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier.carried import Carried, Lane
from yikatong.office.courier.client import client, taken
from yikatong.office.subscription_rows import subscribed
from yikatong.office.subscription_secrets import secrets_of
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models


def call(carried: Carried) -> int | None:
    """A carrier. Its message has the same ``webhook-id`` however often it is sent. Errors: Unavailable, NotYet."""
    row = models.Subscription.objects.filter(pk=carried.target).first()
    if row is None or row.approved_at is None or row.ended_at is not None:
        raise Unavailable("这个订阅已经停止。", permanent=True)
    page = {name: fact for name, fact in carried.body.items() if name != "timestamp"}
    body = envelope(carried.kind, str(carried.body["timestamp"]), page)
    return taken(posted(row, f"msg_{carried.message_id}", body), deployment.now())


def lanes() -> tuple[Lane, ...]:
    """One for each subscription in force: a partner that hangs holds up no other."""
    return tuple(Lane(Party.PARTNER, one.subscription_id) for one in subscribed())


def envelope(kind: str, timestamp: str, facts: Mapping[str, Any]) -> bytes:
    """The body of a message (Standard Webhooks): type, timestamp, data."""
    page = {"type": kind, "timestamp": timestamp, "data": facts}
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def posted(row: "models.Subscription", webhook_id: str, body: bytes) -> Answer:
    """Send one signed message to where the subscription leads. Errors: Unavailable."""
    signed = signed_headers(secrets_of(row, deployment.now()), webhook_id, int(time.time()), body)
    return client().send("POST", row.url, body, {**signed, "content-type": "application/json"})
