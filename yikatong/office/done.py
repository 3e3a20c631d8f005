"""An act that was done, found again by the number of its case, with whoever outside hears of it. Read-only."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.catalogue.channels import Channel
from yikatong.catalogue.decide import Granted
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, Outcome
from yikatong.office.cases import key_of, seen_by
from yikatong.office.pages import read_events
from yikatong.office.rulings import read_ruling
from yikatong.office.wire import moment, reading

FIND_DONE = """
    SELECT e.reference, e.answer, e.rulings, e.events, e.at, m.party, m.target, m.sent_at
    FROM records_entry e JOIN records_dossier d ON d.person_id = e.dossier_id
    LEFT JOIN records_message m ON m.reference = e.reference
    WHERE e.client = %s AND e.case_number = %s AND e.service = %s AND d.{key} = %s ORDER BY m.id"""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message of the act to a party outside; ``sent_at`` is None while it waits."""

    party: str
    target: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """The answer as it was given, its events without personal words, and who was or will be told."""

    outcome: Outcome
    notices: tuple[Notice, ...]


def find_done(ask: Ask) -> Done | None:
    """The act done under this ask's case number, about this person, by this client; None where there is none.

    Staff see it as they see any record: the look is noted.
    """
    if ask.about is None or not ask.case_number:
        return None
    key = key_of(ask.about)
    with reading() as wire:
        entry = wire.send(FIND_DONE.format(key=key.column), [ask.client, ask.case_number, ask.service, key.value])
        found = ledger.find(wire, key)
        rows = entry.fetchall()
        if rows and ask.scope is not None:
            person_id = found.person.person_id
            ledger.note_look(wire, person_id, ask.actor, ask.channel, ask.service, deployment.now())
    if not rows:
        return None
    reference, answer, rulings, events, at = rows[0][:5]
    bank = ask.party if ask.channel is Channel.BANK else ""
    told, person = json.loads(answer), seen_by(found.person, ask.scope, bank)
    granted = Granted(
        told["words"], tuple(told["next"]), tuple(read_ruling(page) for page in json.loads(rulings)),
        read_events(json.loads(events)["events"], None),
    )  # fmt: skip
    notices = tuple(_notice(*row[5:]) for row in rows if row[5])
    return Done(Outcome(granted, moment(at), told["region"], reference, replayed=True, person=person), notices)


def _notice(party: str, target: str, sent_at: Any) -> Notice:
    return Notice(party, target, moment(sent_at) if sent_at else None)
