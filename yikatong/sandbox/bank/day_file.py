"""The file of a day: every account as it stood when the day ended, made from the bank's own words of each change."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from yikatong.sandbox.bank import clock
from yikatong.sandbox.bank.hours import ZONE
from yikatong.sandbox.bank.models import Callback
from yikatong.sandbox.bank.reading import WireFault
from yikatong.sandbox.bank.snapshots import as_of, moment

UNKNOWN = WireFault(404, "day_unknown", "该日尚未结束或没有对账文件，请在次日零时之后再取。")
PAGE = 2000


def day_file(text: str) -> Iterator[bytes]:
    """The lines of the day named ``YYYY-MM-DD``. Errors: WireFault (day_unknown) before the first line."""
    try:
        day = date.fromisoformat(text)
        end = datetime.combine(day + timedelta(days=1), time(), ZONE)
    except (ValueError, OverflowError):
        raise UNKNOWN from None
    if end > clock.now():
        raise UNKNOWN
    return _lines(day, end)


def _lines(day: date, end: datetime) -> Iterator[bytes]:
    weighed, count = hashlib.sha256(), 0
    header = {"type": "header", "bank": settings.BANK_CODE, "day": day.isoformat(), "at": moment(end)}
    for line in (header, *_accounts(end)):
        count += line["type"] == "account"
        written = _line(line)
        weighed.update(written)
        yield written
    yield _line({"type": "trailer", "count": count, "sha256": weighed.hexdigest()})


def _accounts(end: datetime) -> Iterator[dict[str, Any]]:
    """The last word before the end on each account; a card whose account was never opened has none."""
    last = Callback.objects.filter(made_at__lt=end).values("account_id").annotate(last=Max("id")).values("last")
    words = Callback.objects.filter(id__in=last).order_by("account_id").values_list("snapshot", flat=True)
    for told in words.iterator(chunk_size=PAGE):
        if told["tail"]:
            yield {"type": "account", **as_of(told, end)}


def _line(page: dict[str, Any]) -> bytes:
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
