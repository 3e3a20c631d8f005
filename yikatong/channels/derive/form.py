"""The form of a service, for any channel that draws one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from yikatong.cards.directory import Directory
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.decide import Opening
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive.answer import Why
from yikatong.channels.derive.window import Link
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; ``closed`` says why it cannot be chosen now."""

    value: str
    words: str
    chosen: bool
    closed: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """``widget``: text, tel, number, date, datetime-local, password, file, choice, truth, select.

    ``usual``: it has its default, which few change.
    ``fault`` with its ``cure`` says what is wrong; where a rule refused the answer, ``why`` is what it rests on and
    ``next`` what else helps.
    """

    name: str
    label: str
    help: str
    widget: str
    required: bool
    value: str
    options: tuple[Option, ...]
    fault: str
    cure: str
    why: Why | None = None
    next: tuple[Link, ...] = ()
    usual: bool = False

    @property
    def aside(self) -> bool:
        """May be left alone, and was: shown folded, so that what matters stands alone."""
        filled = self.value not in ("", "False", "false")
        asked = self.required or filled or self.widget in ("choice", "password")
        return not self.fault and (self.usual or not asked)


@dataclass(frozen=True, slots=True)
class Form:
    fields: tuple[FormField, ...]
    uploads: bool

    @property
    def asides(self) -> tuple[FormField, ...]:
        return tuple(field for field in self.fields if field.aside)


def form_of(
    service: Service[Any],
    directory: Directory,
    *,
    region: str = "00",
    opening: Opening | None = None,
    raw: Mapping[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> Form:
    """The service's form, with what was typed before and what was wrong with it. Secrets are never echoed.

    What is not in ``raw`` was not asked yet: it has its default, or the one answer that is possible.
    """
    found = {f.field: f for f in faults}
    closed = {(name, value): refusals[0].words for name, value, refusals in (opening.closed if opening else ())}
    asked = fields_of(service.asks)
    drawn = (_drawn(f, directory, region, _typed(f, raw), closed, found.get(f.name)) for f in asked)
    drawn = (field if raw and field.name in raw else _settled(field) for field in drawn)
    return Form(tuple(drawn), any(f.kind.uploaded for f in asked))


def _typed(field: Field, raw: Mapping[str, Any] | None) -> str:
    """What stands in the field: what was typed before, or on a fresh form its default."""
    if field.kind.secret or field.kind.uploaded:
        return ""
    if raw is None or field.name not in raw:
        return "" if field.default is None else str(field.default)
    return "" if raw[field.name] is None else str(raw[field.name])


def _drawn(
    field: Field, directory: Directory, region: str, typed: str, closed: Mapping[tuple[str, str], str],
    fault: FieldFault | None,
) -> FormField:  # fmt: skip
    shut = {o.value: closed.get((field.name, o.value), "") for o in _options(field, directory, region, typed)}
    options = tuple(
        replace(o, closed=shut[o.value], chosen=o.chosen and not shut[o.value])
        for o in _options(field, directory, region, typed)
    )
    widget = "select" if field.kind.widget in ("outlet", "bank") else field.kind.widget
    return FormField(
        field.name, field.label.words, field.label.help, widget, field.required, typed, options,
        fault.words if fault else "", fault.cure if fault else "",
        usual=field.label.folded and typed == str(field.default),
    )  # fmt: skip


def _settled(field: FormField) -> FormField:
    """Where one answer alone is possible it is chosen already: nobody is asked what has no alternative."""
    possible = [o for o in field.options if not o.closed]
    shut = any(o.value == field.value and o.closed for o in field.options)
    if len(possible) != 1 or not (field.required and not field.value or shut):
        return field
    chosen = tuple(replace(o, chosen=o is possible[0]) for o in field.options)
    return replace(field, options=chosen, value=possible[0].value)


def _options(field: Field, directory: Directory, region: str, typed: str) -> tuple[Option, ...]:
    if field.kind.widget == "choice":
        return tuple(Option(str(c), c.words, str(c) == typed) for c in field.choices)
    if field.kind.widget == "outlet":
        province = regions.province(region) if region != "00" else "00"
        near = sorted(
            (o for o in directory.outlets.values() if regions.covers(province, o.region)), key=lambda o: o.code
        )
        return tuple(Option(o.code, f"{o.name}（{o.address}）", o.code == typed) for o in near)
    if field.kind.widget == "bank":
        return tuple(Option(b.code, b.name, b.code == typed) for b in directory.banks.values())
    return ()
