"""Read-only proof that the tables say what the ledger says: ``check()``, on any live database.

Every dossier is read in one snapshot with its entries; the chain is computed anew, the events are folded anew, and the
result is held against what is stored. An edit by someone who could pass the triggers is named, never mended. What
cannot be seen from inside: a history that was forged from its first altered act to the head, with every fold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from yikatong.office.fsck_dossier import erasures, flaws
from yikatong.office.fsck_file import Flaw, files, snapshot


@dataclass(frozen=True, slots=True)
class Report:
    """``erased``: references of entries whose personal words are gone; the law may want that, so it is no finding."""

    dossiers: int
    entries: int
    erased: tuple[str, ...]
    findings: tuple[Flaw, ...]


def check(progress: Callable[[int], None] | None = None) -> Report:
    """Look through the whole ledger; ``progress`` hears how many dossiers are done. Writes nothing."""
    dossiers, entries, erased, findings, last = 0, 0, list[str](), list[Flaw](), ""
    while batch := files(last):
        for file in batch:
            findings += flaws(file)
            erased += erasures(file)
            entries += len(file.entries)
        dossiers, last = dossiers + len(batch), batch[-1].row["person_id"]
        if progress:
            progress(dossiers)
    with snapshot():
        findings += _across()
    return Report(dossiers, entries, tuple(erased), tuple(findings))


# What hangs on nobody, and what stands twice. The first column is the person or "", the second the reference.
ORPHANS = {
    "entry_without_dossier": ("records_entry", "reference"),
    "holding_without_dossier": ("records_holding", "card_id"),
    "personal_without_dossier": ("records_personal", "reference"),
    "pin_without_dossier": ("records_pindigest", "card_id"),
}
REPEATED = {
    "reference_repeated": "SELECT '', reference FROM records_entry GROUP BY reference HAVING COUNT(*) > 1",
    "case_number_repeated": "SELECT '', MIN(reference) FROM records_entry"
    " GROUP BY client, case_number HAVING COUNT(*) > 1",
    "card_no_repeated": "SELECT '', MIN(card_id) FROM records_holding WHERE card_no IS NOT NULL"
    " GROUP BY province, card_no HAVING COUNT(*) > 1",
    "seat_repeated": "SELECT '', MIN(appointment_id) FROM records_seat WHERE NOT released"
    " GROUP BY outlet, at, seat HAVING COUNT(*) > 1",
    "seat_without_appointment": "SELECT '', s.appointment_id FROM records_seat s"
    " LEFT JOIN records_entry e ON e.reference = s.appointment_id WHERE e.id IS NULL",
}


def _across() -> Iterator[Flaw]:
    orphans = {
        code: f"SELECT t.dossier_id, t.{column} FROM {table} t"  # noqa: S608  (constants above)
        " LEFT JOIN records_dossier d ON d.person_id = t.dossier_id WHERE d.person_id IS NULL"
        for code, (table, column) in ORPHANS.items()
    }
    with connection.cursor() as cursor:
        for code, question in (orphans | REPEATED).items():
            cursor.execute(question)
            yield from (Flaw(code, person_id, reference) for person_id, reference in cursor.fetchall())
