"""Connected banks (已联网银行): where each is asked, and the secrets by which we and they know each other."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from yikatong.adapters.webhooks.signing import key_of, new_secret
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.canonical import canonical
from yikatong.records import models

URL_CHARACTERS_MAX = 300


class Direction(StrEnum):
    """Whose messages a secret signs."""

    OURS = "ours"
    THEIRS = "theirs"

    @property
    def words(self) -> str:
        return {"ours": "我方发往银行", "theirs": "银行发往我方"}[self]


@dataclass(frozen=True, slots=True)
class Link:
    """A connected bank. Secrets: the present one first, then the former one while it is being replaced."""

    bank: str
    base_url: str
    connected_at: datetime
    ours: tuple[str, ...] = field(repr=False)
    theirs: tuple[str, ...] = field(repr=False)

    def secrets(self, direction: Direction) -> tuple[str, ...]:
        return self.ours if direction is Direction.OURS else self.theirs


class BankUnknown(CounterFault):
    code, words, status = "bank_unknown", "没有这家银行，请核对银行代码；银行须先登记在机构名录中。", 404


class BankNotConnected(CounterFault):
    code, words, status = "bank_not_connected", "这家银行没有联网，请先用 yikatong bank connect 联网。", 404


class BankConnected(CounterFault):
    code, words, status = "bank_connected", "这家银行已经联网；要改地址请先用 yikatong bank disconnect 断开。", 409


class AddressUnfit(CounterFault):
    code, status = "address_unfit", 422
    words = "银行接口地址须为 https:// 开头的完整地址，不含用户名、密码、问号和井号；只有获准的内部网段可用 http://。"


class OrdersOpen(CounterFault):
    code, status = "orders_open", 409
    words = "这家银行还有没有答复的指令，不能断开：请先用 yikatong bank query 查询，或与银行核对后由银行答复。"


class ReplacementRunning(CounterFault):
    code, status = "replacement_running", 409
    words = "上一次更换还没有结束：请确认银行已改用新密钥，先加 --finish 停用旧密钥，再次更换。"


def links() -> list[Link]:
    """Every connected bank, by code."""
    return [_opened(row) for row in models.BankLink.objects.order_by("bank")]


def connected() -> list[str]:
    """The codes of connected banks; asked every second, so no secret is opened."""
    return [*models.BankLink.objects.order_by("bank").values_list("bank", flat=True)]


def link_of(bank: str) -> Link | None:
    row = models.BankLink.objects.filter(bank=bank).first()
    return _opened(row) if row else None


def connect(bank: str, base_url: str, ours: str | None = None, theirs: str | None = None) -> Link:
    """Connect a bank of the directory; secrets that are not given are made.

    From now on what only the bank can make true is ordered of it. Errors: BankUnknown, AddressUnfit, BankConnected,
    SignatureFault (secret_form).
    """
    if not models.BankRow.objects.filter(code=bank).exists():
        raise BankUnknown
    link = Link(
        bank, _fit(base_url), deployment.now(), (_sound(ours or new_secret()),), (_sound(theirs or new_secret()),)
    )
    try:
        with transaction.atomic():
            models.BankLink.objects.create(
                bank=bank, base_url=link.base_url, sealed=_sealed(link), connected_at=link.connected_at
            )
    except IntegrityError:
        raise BankConnected from None
    deployment.directory.forget()
    return link


def rotate(bank: str, direction: Direction, *, at_once: bool = False) -> str:
    """Replace one secret and give the new one. The former one holds until :func:`finish`, or not at all ``at_once``.

    Errors: BankNotConnected; ReplacementRunning while two are in use, lest the bank be locked out unawares.
    """
    secret = new_secret()

    def replaced(link: Link) -> Link:
        now = link.secrets(direction)
        if len(now) > 1 and not at_once:
            raise ReplacementRunning
        return replace(link, **{direction.value: (secret,) if at_once else (secret, now[0])})

    _change(bank, replaced)
    return secret


def finish(bank: str) -> int:
    """Stop every former secret; how many there were. Errors: BankNotConnected."""
    link = _change(bank, lambda link: replace(link, ours=link.ours[:1], theirs=link.theirs[:1]))
    return len(link.ours) + len(link.theirs) - 2


def disconnect(bank: str) -> None:
    """From now on the bank's tellers are its word again. Errors: BankNotConnected, OrdersOpen: what was asked of the
    bank and not answered would be waited for by nobody."""
    if models.Holding.objects.filter(bank=bank, facts__contains='"orders":[{').exists():
        raise OrdersOpen
    if not models.BankLink.objects.filter(bank=bank).delete()[0]:
        raise BankNotConnected
    deployment.directory.forget()


def _change(bank: str, change: Callable[[Link], Link]) -> Link:
    """Change the secrets under the row's lock; the link as it was before."""
    with transaction.atomic():
        row = models.BankLink.objects.select_for_update().filter(bank=bank).first()
        if row is None:
            raise BankNotConnected
        link = _opened(row)
        row.sealed = _sealed(change(link))
        row.save(update_fields=["sealed"])
    return link


def _fit(base_url: str) -> str:
    tidy = base_url.strip().rstrip("/")
    try:
        parts = urlsplit(tidy)
        sound = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    plain = tidy.isascii() and tidy.isprintable() and not set(tidy) & set(" \\?#@")
    if not sound or not plain or len(tidy) > URL_CHARACTERS_MAX:
        raise AddressUnfit
    return tidy


def _sound(secret: str) -> str:
    key_of(secret)
    return secret


def _place(bank: str) -> str:
    return f"records_banklink|sealed|{bank}"


def _sealed(link: Link) -> bytes:
    page = canonical({"ours": link.ours, "theirs": link.theirs})
    return deployment.vault().seal(page.encode(), _place(link.bank))


def _opened(row: models.BankLink) -> Link:
    page = json.loads(deployment.vault().open(bytes(row.sealed), _place(row.bank)))
    return Link(row.bank, row.base_url, row.connected_at, tuple(page["ours"]), tuple(page["theirs"]))
