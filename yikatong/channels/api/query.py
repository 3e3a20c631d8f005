"""What stands behind the question mark of an address, read by the same kinds as answers are."""

from typing import Any

from django.http import HttpRequest

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.kinds import WHOLE, Kind
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment


def kind_in(request: HttpRequest, name: str, kind: Kind) -> Any:
    """The typed value; None where it is absent or blank. Errors: NotUnderstood."""
    raw = request.GET.get(name)
    if not raw:
        return None
    try:
        return kind.read(raw, day_of(deployment.now()))
    except InputFault as fault:
        raise NotUnderstood((FieldFault(name, name, fault.code, fault.words, fault.cure),)) from None


def whole_in(request: HttpRequest, name: str, default: int) -> int:
    """A whole number from 0 to 2^31-1. Errors: NotUnderstood."""
    found: int | None = kind_in(request, name, WHOLE)
    if found is not None and not 0 <= found < 2**31:
        raise unfit(name, "应为0到2147483647之间的整数。")
    return default if found is None else found


def unfit(name: str, words: str) -> NotUnderstood:
    """An answer that can be read but means nothing here."""
    return NotUnderstood((FieldFault(name, name, "parameter_unfit", words, "请查阅接口文档后重新提交。"),))
