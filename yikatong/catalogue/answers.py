"""From raw answers to the typed question: one reading for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yikatong.cards.identity import InputFault
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.service import Service


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one answer, for the form, the API problem and the command line alike."""

    field: str
    label: str
    code: str
    words: str
    cure: str


class NotUnderstood(ValueError):
    """What was asked cannot be understood; nothing was decided. ``faults`` has every fault at once."""

    def __init__(self, faults: tuple[FieldFault, ...]) -> None:
        super().__init__("；".join(f"{f.label}：{f.words}" for f in faults))
        self.faults = faults


def read_answers(service: Service[Any], raw: Mapping[str, Any], today: date) -> Any:
    """The service's question with typed answers. Blank optional answers take their default.

    Errors: :class:`NotUnderstood` with a fault for each bad, missing or unknown answer.
    """
    known = {f.name: f for f in fields_of(service.asks)}
    faults = [_unknown(name) for name in raw if name not in known]
    found: dict[str, Any] = {}
    for field in known.values():
        try:
            found[field.name] = _read(field, raw.get(field.name), today)
        except InputFault as fault:
            faults.append(FieldFault(field.name, field.label.words, fault.code, fault.words, fault.cure))
    if faults:
        raise NotUnderstood(tuple(faults))
    return service.asks(**found)


def _read(field: Field, raw: Any, today: date) -> Any:
    if raw is None or raw == "":
        if field.required:
            raise InputFault("answer_missing", "这一项没有填写。", "请填写这一项。")
        return field.default
    return field.kind.read(raw, today)


def _unknown(name: str) -> FieldFault:
    return FieldFault(name[:40], name[:40], "answer_unknown", "没有这一项。", "请删除这一项后再提交。")
