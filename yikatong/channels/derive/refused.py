"""A refusal about one answer, told at its field: the form is drawn again instead of a page that leads nowhere."""

from dataclasses import replace
from typing import Any

from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.decide import Decision, Refusal, Refused
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive.answer import Reason, reason_of
from yikatong.channels.derive.form import FormField
from yikatong.channels.derive.onward import BY_HAND, links_of
from yikatong.channels.derive.window import Window


def about_fields(decision: Decision) -> tuple[Refusal, ...]:
    """The refusals, if each of them is about an answer that can be given otherwise; else nothing."""
    refusals = decision.refusals if isinstance(decision, Refused) else ()
    return refusals if all(refusal.field for refusal in refusals) else ()


def faults_of(service: Service[Any], refusals: tuple[Refusal, ...]) -> tuple[FieldFault, ...]:
    """The same words as faults of the form."""
    labels = {f.name: f.label.words for f in fields_of(service.asks)}
    return tuple(FieldFault(r.field, labels[r.field], r.code, r.words, _cure(reason_of(r))) for r in refusals)


def with_refusals(
    fields: tuple[FormField, ...], refusals: tuple[Refusal, ...], window: Window
) -> tuple[FormField, ...]:
    """The fields with what each refusal rests on and what else helps."""
    first = {r.field: reason_of(r) for r in reversed(refusals)}
    return tuple(_told(field, first[field.name], window) if field.name in first else field for field in fields)


def _told(field: FormField, reason: Reason, window: Window) -> FormField:
    links = tuple(link for link in links_of(reason.next, window) if link.href)
    return replace(field, why=reason.why, next=links)


def _cure(reason: Reason) -> str:
    """What to do about it here, in the words of the first step that is done by hand."""
    return next((f"请{step.words}。" for step in reason.next if step.code in BY_HAND), "")
