"""What a person was told, or is still to be told, of what happened to their record: the outbox, read-only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.events import Party
from yikatong.cards.identity import IdNumber
from yikatong.office import deployment, ledger
from yikatong.office.cases import key_of
from yikatong.office.telling import choices
from yikatong.office.telling.carrier import hotline_of, region_of
from yikatong.office.telling.templates import Template, template_of
from yikatong.office.telling.terms import Around, terms
from yikatong.office.wire import moment, reading

PAGE = 30
NOTICES = """
    SELECT m.id, m.reference, m.kind, m.body, m.at, m.sent_at, m.dead_at, t.state, t.why, t.at, c.read_up_to, c.sms
    FROM records_message m JOIN records_dossier d ON d.person_id = m.dossier_id
    LEFT JOIN records_telling t ON t.message_id = m.id
    LEFT JOIN records_messagechoice c ON c.dossier_id = m.dossier_id
    WHERE d.{key} = %s AND m.party = '{party}'{older} ORDER BY m.id DESC LIMIT {page}"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message for the holder, on their page since the act.

    ``sent_at`` is None until the courier has taken it. ``told``: in_app, handed_over, delivered or failed, as of
    ``told_at``; "" while nothing was tried, or where its template has nobody written to. ``why`` goes with ``told``.
    """

    notice_id: int
    reference: str
    kind: str
    facts: Mapping[str, Any]
    at: datetime
    sent_at: datetime | None
    template: Template
    terms: Mapping[str, str]
    told: str = ""
    why: str = ""
    told_at: datetime | None = None
    is_dead: bool = False
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Notices:
    """The latest first; ``older`` is where the next page goes on, None at the end.

    ``sms``: whether text messages that can wait are wanted.
    """

    lines: tuple[Notice, ...]
    older: int | None
    sms: bool = True


def notices_for(about: str | IdNumber, before: int | None = None, language: str = "zh-hans") -> Notices:
    """What the outbox holds for this person, older than the message ``before``, in the words of their language's
    templates. One round trip, however many there are."""
    key = key_of(about)
    older, values = ("", [key.value]) if before is None else (" AND m.id < %s", [key.value, before])
    with reading() as wire:
        sql = NOTICES.format(key=key.column, party=Party.HOLDER.value, older=older, page=PAGE + 1)
        sent = wire.send(sql, values)
        person = ledger.find(wire, key).person
        rows = sent.fetchall()
    now, directory = deployment.now(), deployment.directory()
    lines = tuple(
        _notice(row, language, lambda facts: Around(person, directory, hotline_of(region_of(facts, person), now)))
        for row in rows[:PAGE]
    )
    sms = not rows or rows[0][-1] is None or bool(rows[0][-1])
    return Notices(lines, lines[-1].notice_id if len(rows) > PAGE else None, sms)


def open_notices(about: str | IdNumber, before: int | None = None, language: str = "zh-hans") -> Notices:
    """The same, shown to the holder on their own page: what they see is read from now on."""
    found = notices_for(about, before, language)
    if found.lines:
        choices.read_up_to(about, found.lines[0].notice_id)
    return found


def _notice(row: Any, language: str, around: Any) -> Notice:
    number, reference, kind, body, at, sent_at, dead_at, told, why, told_at, read_up_to, _ = row
    facts = json.loads(body)
    return Notice(
        number, reference, kind, facts, moment(at), moment(sent_at) if sent_at else None,
        template_of(kind, facts, language), terms(kind, facts, around(facts)), told or "", why or "",
        moment(told_at) if told_at else None, dead_at is not None, number <= (read_up_to or 0),
    )  # fmt: skip
