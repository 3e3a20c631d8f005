"""Brings a message of the outbox to its holder. On their page it stands since the act; here it becomes a text message.

The number and the words are made now and kept nowhere: what is kept says only how the holder was told.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from yikatong.cards.events import Party
from yikatong.cards.person import Person
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger, outside
from yikatong.office.cases import key_of
from yikatong.office.courier.carried import Carried, Lane, NotYet
from yikatong.office.telling import sms
from yikatong.office.telling.templates import SmsUse, Template, template_of
from yikatong.office.telling.terms import Around, terms
from yikatong.office.wire import reading
from yikatong.policies import parameters as p
from yikatong.policies import regions
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

IN_APP, HANDED_OVER, DELIVERED, FAILED = "in_app", "handed_over", "delivered", "failed"
# Why somebody is told on their page alone, where the template itself would have them written to.
NO_MOBILE, NOT_OFFERED, DECLINED, LATE = "no_mobile", "not_offered", "declined", "late"
LATE_AFTER = timedelta(days=3)
"""What can wait is no news after so long: somebody who reads of it then would look for something that was long done."""
PAST_AFTER = timedelta(days=14)
"""Nor is what guards the card, after the week of trying and another for an operator: messages from before there was a
courier would alarm people with losses of last year."""


def tell(carried: Carried) -> int | None:
    """A carrier. Errors: Unavailable (the gateway), NotYet (quiet hours)."""
    template = template_of(carried.kind, carried.body)
    if template.sms is SmsUse.NEVER:
        return None
    with reading() as wire:
        person = ledger.find(wire, key_of(carried.person_id)).person
    now, region = deployment.now(), region_of(carried.body, person)
    mobile = person.words.mobile if person.words else ""
    why = _why_not(template, carried, mobile, region, now)
    if why:
        _keep(carried, region, now, IN_APP, why)
        return None
    if template.sms is SmsUse.DAYTIME:
        _wait_for_day(region, now)
    words = _words(template, carried, person, region, now)
    if unfit := sms.unfit(words):
        _keep(carried, region, now, FAILED, "、".join(unfit))
        return None
    try:
        reference = outside.messages().send(mobile, words, str(carried.message_id))
    except Unavailable as failure:
        if not failure.permanent:
            raise
        _keep(carried, region, now, FAILED, failure.words[:80])  # for an officer, who tells the holder otherwise
        return failure.status
    _keep(carried, region, now, HANDED_OVER, "", reference)
    return None


def lanes() -> tuple[Lane, ...]:
    """One gateway serves all holders."""
    return (Lane(Party.HOLDER),)


def region_of(facts: Any, person: Person) -> str:
    """Whose rules hold: the card's region, the fact's own, else that of any card of the person."""
    card = person.card(str(facts.get("card_id", "")))
    if card is not None:
        return card.region
    return str(facts.get("region") or next((c.region for c in person.cards), regions.NATION))


def hotline_of(region: str, now: datetime) -> str:
    return deployment.policies().ruling(p.hotline_number, region, day_of(now)).value


def _why_not(template: Template, carried: Carried, mobile: str, region: str, now: datetime) -> str:
    if not mobile:
        return NO_MOBILE
    if not outside.has_messages() or not deployment.policies().ruling(p.sms_offered, region, day_of(now)).value:
        return NOT_OFFERED
    # What guards the card goes out whatever was chosen: whoever acts in another's name would choose silence first.
    if template.sms is SmsUse.NOW:
        return LATE if now - carried.at > PAST_AFTER else ""
    if now - carried.at > LATE_AFTER:
        return LATE
    return DECLINED if _declined(carried.person_id) else ""


def _declined(person_id: str) -> bool:
    return models.MessageChoice.objects.filter(dossier_id=person_id, sms=False).exists()


def _words(template: Template, carried: Carried, person: Person, region: str, now: datetime) -> str:
    around = Around(person, deployment.directory(), hotline_of(region, now))
    return sms.words(template, terms(carried.kind, carried.body, around, brief=True))


def _wait_for_day(region: str, now: datetime) -> None:
    until = sms.quiet_until(now, deployment.policies().ruling(p.quiet_hours, region, day_of(now)).value)
    if until is not None:
        raise NotYet(until, "免打扰时段，白天再发。")


def _keep(carried: Carried, region: str, now: datetime, state: str, why: str, reference: str = "") -> None:
    """A gateway that gives two messages one number tells nothing by it. To fail here would send the message again."""
    told = {"region": region, "state": state, "why": why, "at": now, "gateway_reference": reference or None,
            "settled_at": None}  # fmt: skip
    try:
        with transaction.atomic():
            _write(carried, told)
    except IntegrityError:
        _write(carried, told | {"gateway_reference": None})


def _write(carried: Carried, told: dict[str, Any]) -> None:
    models.Telling.objects.update_or_create(message_id=carried.message_id, defaults=told)
