"""The bank's outbox: what it has to tell the bureau is sent, signed, and repeated until it was heard."""

import json
import random
import time
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db.models import QuerySet

from yikatong.adapters.webhooks.signing import signed_headers
from yikatong.sandbox.bank import clock, faults
from yikatong.sandbox.bank.keys import keys
from yikatong.sandbox.bank.models import Callback
from yikatong.sandbox.bank.snapshots import moment

TIMEOUT_S, FIRST_S, LONGEST_S, DOUBLINGS = 5.0, 1.0, 3600.0, 12
# Repeating cures neither of the others: they are set aside, shown on the panel, and can be sent again by hand.
WORTH_REPEATING = {401, 408, 425, 429}


def client() -> httpx.Client:
    """One for the sender's whole life: no proxies of the environment, no redirects."""
    return httpx.Client(timeout=TIMEOUT_S, trust_env=False, follow_redirects=False)


def unsent() -> QuerySet[Callback]:
    return Callback.objects.filter(sent_at=None, set_aside_at=None)


def due(limit: int = 50) -> list[int]:
    """What is to be sent now, oldest first."""
    return list(unsent().filter(due_at__lte=clock.now()).order_by("id").values_list("id", flat=True)[:limit])


def send(http: httpx.Client, row_id: int) -> None:
    """Send one call-back, unless it is held back: then it is overtaken by those behind it."""
    row = Callback.objects.get(id=row_id)
    if not _held_back(row):
        _send(http, row)


def _held_back(row: Callback) -> bool:
    if row.attempts or row.held:
        return False
    fault = faults.draw("reorder")
    if fault is None:
        return False
    row.held, row.due_at = True, clock.now() + timedelta(seconds=fault.seconds)
    row.save(update_fields=["held", "due_at"])
    return True


def body_of(row: Callback) -> bytes:
    """The same bytes each time: a repetition under the same id has to be the same message."""
    data = {**row.snapshot, "answer": row.answer}
    page = {"type": "account.changed", "timestamp": moment(row.made_at), "data": data}
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def _send(http: httpx.Client, row: Callback) -> None:
    status, words = _post(http, row)
    if status == 200 and faults.strikes("duplicate"):  # noqa: PLR2004 (HTTP)
        _post(http, row)
    if 200 <= status < 300 and faults.strikes("callback_answer_lost"):  # noqa: PLR2004 (HTTP)
        status, words = 0, "未收到回答（故障面板）"
    row.attempts += 1
    row.outcome = words[:80]
    _settle(row, status, clock.now())


def _settle(row: Callback, status: int, now: datetime) -> None:
    if 200 <= status < 300:  # noqa: PLR2004 (HTTP)
        row.sent_at = now
        _count_overtaking(row)
    elif 300 <= status < 500 and status not in WORTH_REPEATING:  # noqa: PLR2004 (HTTP)
        row.set_aside_at = now
    else:
        row.due_at = now + timedelta(seconds=pause(row.attempts))
    row.save(update_fields=["attempts", "outcome", "sent_at", "set_aside_at", "due_at"])


def pause(attempts: int) -> float:
    """Seconds until the next attempt: doubled each time up to an hour, with jitter so that not all come at once."""
    longest = min(LONGEST_S, FIRST_S * 2 ** min(attempts - 1, DOUBLINGS))
    return longest * random.uniform(0.75, 1.0)  # noqa: S311 (no secret)


def _count_overtaking(row: Callback) -> None:
    """`reorder` has hit when a later word of an account was heard while an earlier one was held back."""
    overtaken = unsent().filter(account_id=row.account_id, sequence__lt=row.sequence, held=True)
    for _ in range(overtaken.count()):
        faults.hit("reorder")


def _post(http: httpx.Client, row: Callback) -> tuple[int, str]:
    """The status (0: none) and what to write down about it."""
    body = body_of(row)
    signed = signed_headers(keys(settings.KEYS_FILE).to_bureau, row.webhook_id, int(time.time()), body)
    try:
        answer = http.post(settings.CALLBACK_URL, content=body, headers=signed | {"content-type": "application/json"})
    except httpx.HTTPError as fault:
        return 0, f"没有回答：{type(fault).__name__}"
    return answer.status_code, f"{answer.status_code} {_word(answer)}".strip()


def _word(answer: httpx.Response) -> str:
    """The stable word of an answer: its status or its code."""
    try:
        page = answer.json()
    except ValueError:
        return ""
    return str(page.get("status") or page.get("code") or "") if isinstance(page, dict) else ""


def send_again(webhook_id: str) -> None:
    """What was set aside is due at once."""
    Callback.objects.filter(webhook_id=webhook_id, sent_at=None).update(set_aside_at=None, due_at=clock.now())
