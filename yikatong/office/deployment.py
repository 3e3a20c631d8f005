"""What this deployment brings to every case: the vault, the directory, the policies and the clock."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from django.conf import settings

from yikatong.cards.codec import plain, read
from yikatong.cards.directory import Bank, Directory, Outlet
from yikatong.office.policy_rows import published_here
from yikatong.office.vault import PRODUCTION_COST, Keys, Vault
from yikatong.policies.policy import Policies, published
from yikatong.records import models

FRESH_FOR_S = 1.0
_all_kept: list["Kept"] = []


@cache
def vault() -> Vault:
    keys = settings.KEYS
    encryption: Mapping[str, bytes] = keys.vault
    named = Keys(list(encryption)[-1], encryption, keys.index_pepper, keys.pin_pepper)
    return Vault(named, cost=getattr(settings, "PIN_COST", PRODUCTION_COST))


def policies() -> Policies:
    """The rulings that came with the program and those published at the policy desk, seen by all within a second."""
    return _policies_up_to(_latest_verdict())


@lru_cache(maxsize=1)
def _policies_up_to(verdict: int) -> Policies:
    return published().with_rulings(published_here()) if verdict else published()


class Kept:
    """A value read from the database at most once a second in each process."""

    def __init__(self, fetch):  # type: ignore[no-untyped-def]
        self._fetch, self._value, self._read_at = fetch, None, float("-inf")
        _all_kept.append(self)

    def __call__(self):  # type: ignore[no-untyped-def]
        now = time.monotonic()
        if now - self._read_at > FRESH_FOR_S:
            self._value, self._read_at = self._fetch(), now
        return self._value

    def forget(self) -> None:
        self._read_at = float("-inf")


def _fetch_directory() -> Directory:
    outlets = [read(Outlet, json.loads(facts)) for facts in models.OutletRow.objects.values_list("facts", flat=True)]
    connected = set(models.BankLink.objects.values_list("bank", flat=True))
    banks = [Bank(b.code, b.name, b.hotline, b.code in connected) for b in models.BankRow.objects.all()]
    return Directory.of(outlets, banks)


def _fetch_ahead_s() -> int:
    return models.DemoClock.objects.values_list("ahead_s", flat=True).first() or 0


def _fetch_latest_verdict() -> int:
    found = models.PolicyVerdict.objects.filter(verdict="published").order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0


directory = Kept(_fetch_directory)
_latest_verdict = Kept(_fetch_latest_verdict)
_ahead_s = Kept(_fetch_ahead_s)


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block it is ``moment``: how the demonstration's past is lived. Errors: ValueError elsewhere."""
    if not settings.DEMO:
        raise ValueError("时钟只能在演示环境中调整。")
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)


def now() -> datetime:
    """The present moment. In demo mode alone it may run ahead of the world."""
    if (told := _told.get()) is not None:
        return told
    moment = datetime.now(UTC)
    return moment + timedelta(seconds=_ahead_s()) if settings.DEMO else moment


def advance(seconds: int) -> datetime:
    """Move the demo's clock forward. Errors: ValueError outside demo mode or for a step back."""
    if not settings.DEMO:
        raise ValueError("时钟只能在演示环境中调整。")
    if seconds <= 0:
        raise ValueError("时钟只能向前调整。")
    row, _ = models.DemoClock.objects.get_or_create(pk=1)
    row.ahead_s += seconds
    row.save()
    _ahead_s.forget()
    return now()


def start_afresh() -> None:
    """Forget what was read, after the directory, the clock or the rulings were changed in this process."""
    for kept in _all_kept:
        kept.forget()
    _policies_up_to.cache_clear()


def publish_directory(outlets: Iterable[Outlet], banks: Iterable[Bank]) -> None:
    """Make these the outlets and banks that cases are decided with; others of the same code are replaced."""
    for outlet in outlets:
        row = {"region": outlet.region, "facts": json.dumps(plain(outlet), ensure_ascii=False)}
        models.OutletRow.objects.update_or_create(code=outlet.code, defaults=row)
    for bank in banks:
        models.BankRow.objects.update_or_create(code=bank.code, defaults={"name": bank.name, "hotline": bank.hotline})
    directory.forget()
