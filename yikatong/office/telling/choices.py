"""What people chose on their own page: text messages that can wait or none, and up to which message they have read.

No act: it changes nothing of the record, and what guards the card is sent whatever was chosen.
"""

from django.db import connection
from django.db.models import F, Q

from yikatong.cards.events import Party
from yikatong.cards.identity import IdNumber
from yikatong.office.cases import key_of
from yikatong.records import models

UNREAD_MAX = 99
CHOOSE = """
    INSERT INTO records_messagechoice (dossier_id, sms, read_up_to)
    SELECT person_id, %s, %s FROM records_dossier WHERE {key} = %s
    ON CONFLICT (dossier_id) DO UPDATE SET {change}"""
SMS = "sms = excluded.sms"
READ = "read_up_to = excluded.read_up_to WHERE records_messagechoice.read_up_to < excluded.read_up_to"


def choose_sms(about: str | IdNumber, wanted: bool) -> None:
    """Whether text messages that can wait are sent to this person. One statement."""
    _choose(about, wanted, 0, SMS)


def read_up_to(about: str | IdNumber, message_id: int) -> None:
    """This message and all before it have been shown to the person. Never goes back. One statement."""
    _choose(about, True, message_id, READ)


def unread(about: str | IdNumber) -> int:
    """How many messages this person has not seen on their page, 99 at most. One statement."""
    key = key_of(about)
    rows = models.Message.objects.filter(**{f"dossier__{key.column}": key.value}, party=Party.HOLDER.value)
    rows = rows.filter(Q(dossier__messagechoice=None) | Q(pk__gt=F("dossier__messagechoice__read_up_to")))
    return rows.order_by("-pk")[:UNREAD_MAX].count()


def _choose(about: str | IdNumber, sms: bool, message_id: int, change: str) -> None:
    key = key_of(about)
    with connection.cursor() as cursor:
        cursor.execute(CHOOSE.format(key=key.column, change=change), [sms, message_id, key.value])
