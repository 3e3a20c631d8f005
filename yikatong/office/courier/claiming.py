"""Taking messages into the hand: a lease, not a lock, so that nothing is held open while a party makes us wait.

One statement a lane. A message is left alone while an earlier one to the same target about the same person waits: a
loss report must not be overtaken by its lifting. A holder's that waits for the morning holds up none: that a card was
reported lost is told at once, at night too. Ids of one person's messages rise with their commits, because
the dossier is locked while they are written.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from yikatong.cards.events import Party
from yikatong.office.courier.carried import Carried, Lane
from yikatong.office.wire import moment, sqlite_value

LEASE = timedelta(seconds=30)

WAITS = "m.sent_at IS NULL AND m.dead_at IS NULL"
# Materialised and locked before it is updated: else two couriers would wait for each other, or take more than they say.
CLAIM = """
    WITH picked AS MATERIALIZED (
        SELECT m.id FROM records_message m
        WHERE m.party = %s{target} AND {waits}
            AND (m.due_at IS NULL OR m.due_at <= %s{eager}) AND (m.leased_until IS NULL OR m.leased_until <= %s)
            AND NOT EXISTS (
                SELECT 1 FROM records_message e
                WHERE e.dossier_id = m.dossier_id AND e.party = m.party AND e.target = m.target AND e.id < m.id
                    AND e.sent_at IS NULL AND e.dead_at IS NULL AND (e.party <> 'holder' OR e.due_at IS NULL))
        ORDER BY m.id LIMIT {limit}{skip_locked})
    UPDATE records_message SET leased_until = %s, attempts = attempts + 1, tried_since = COALESCE(tried_since, %s)
    WHERE id IN (SELECT id FROM picked)
    RETURNING id, reference, dossier_id, party, target, kind, body, at, attempts, tried_since, leased_until"""
SKIP_LOCKED = {"postgresql": " FOR UPDATE OF m SKIP LOCKED", "sqlite": ""}
AWAKEN = "UPDATE records_message SET due_at = NULL WHERE party = %s{target} AND sent_at IS NULL AND dead_at IS NULL"
AWAKEN += " AND attempts > 0 AND due_at IS NOT NULL AND leased_until IS NULL"

Claimed = tuple[Carried, datetime, datetime]
"""What is carried, since when it has been tried, and until when it is ours."""


def claim(lane: Lane, limit: int, now: datetime, lease: timedelta = LEASE, eager: bool = False) -> list[Claimed]:
    """Up to ``limit`` messages of a lane that are due, in the order they were written; each is ours until now + lease.

    ``eager``: also what has failed and is not due again yet. One statement, committed at once.
    """
    target, targets = _target(lane, "m.")
    skip_locked, more = SKIP_LOCKED[connection.vendor], " OR m.attempts > 0" if eager else ""
    sql = CLAIM.format(target=target, waits=WAITS, eager=more, limit=int(limit), skip_locked=skip_locked)
    rows = _rows(sql, [lane.party.value, *targets, now, now, now + lease, now])
    return sorted((_claimed(*row) for row in rows), key=lambda one: one[0].message_id)


def awaken(lane: Lane) -> int:
    """What failed while the lane was down is due at once, now that it is up; how many. One statement."""
    target, targets = _target(lane, "")
    with connection.cursor() as cursor:
        cursor.execute(AWAKEN.format(target=target), [lane.party.value, *targets])
        return int(cursor.rowcount)


def _target(lane: Lane, alias: str) -> tuple[str, list[str]]:
    return ("", []) if lane.target is None else (f" AND {alias}target = %s", [lane.target])


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    values = [sqlite_value(value) for value in values] if connection.vendor == "sqlite" else values
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _claimed(
    number: int, reference: str, person_id: str, party: str, target: str, kind: str, body: str, at: Any,
    attempts: int, tried_since: Any, leased_until: Any,
) -> Claimed:  # fmt: skip
    facts = json.loads(body)
    carried = Carried(number, reference, person_id, Party(party), target, kind, facts, moment(at), attempts)
    return carried, moment(tried_since), moment(leased_until)
