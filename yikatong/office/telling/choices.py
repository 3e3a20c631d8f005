"""What people chose on their own page: text messages that can wait or none, and up to which message they have read.

No act: it changes nothing of the record, and what guards the card is sent whatever was chosen.
"""

from django.db.models import F

from yikatong.cards.events import Party
from yikatong.cards.identity import IdNumber
from yikatong.office.ask import OutOfScope
from yikatong.office.cases import key_of
from yikatong.records import models

UNREAD_MAX = 99


def wants_sms(about: str | IdNumber) -> bool:
    """Whether text messages that can wait are sent to this person. One statement."""
    key = key_of(about)
    return not models.MessageChoice.objects.filter(**{f"dossier__{key.column}": key.value}, sms=False).exists()


def choose_sms(about: str | IdNumber, wanted: bool) -> None:
    """Errors: OutOfScope for somebody who is not on record."""
    models.MessageChoice.objects.update_or_create(dossier_id=_person_id(about), defaults={"sms": wanted})


def unread(about: str | IdNumber) -> int:
    """How many messages this person has not seen on their page, 99 at most. One statement."""
    key = key_of(about)
    rows = models.Message.objects.filter(**{f"dossier__{key.column}": key.value}, party=Party.HOLDER.value)
    rows = rows.exclude(dossier__messagechoice__read_up_to__gte=F("pk"))
    return rows[:UNREAD_MAX].count()


def read_up_to(about: str | IdNumber, message_id: int) -> None:
    """This message and all before it have been shown to the person. Never goes back."""
    key = key_of(about)
    own = models.MessageChoice.objects.filter(**{f"dossier__{key.column}": key.value})
    if not own.filter(read_up_to__lt=message_id).update(read_up_to=message_id) and not own.exists():
        models.MessageChoice.objects.get_or_create(dossier_id=_person_id(about), defaults={"read_up_to": message_id})


def _person_id(about: str | IdNumber) -> str:
    key = key_of(about)
    found = models.Dossier.objects.filter(**{key.column: key.value}).values_list("person_id", flat=True).first()
    if found is None:
        raise OutOfScope
    return str(found)
