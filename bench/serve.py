"""Acts, answers and screens through the counter, beside the very statements that they send, sent bare.

The limit of an act: its own statements with its own values, recorded beforehand in a transaction that was undone, sent
by psycopg in the same pipeline on the same connection, prepared, and committed. No reading of rows into objects, no
rules, no hashing, no sealing. Not tested: several processes, a network between, a table of millions, a web server.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import psycopg
from django.db import connection

from bench import city
from bench.rounds import Comparison, Work, compare
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.office import wire
from yikatong.office.counter import key_of, serve
from yikatong.office.desk_queue import Visitor, open_dossier

PEOPLE, A_ROUND = 400, 100
OURS, BARE = range(A_ROUND), range(A_ROUND, 2 * A_ROUND)
VISITOR = Visitor(Channel.DESK, Assurance.PRESENT, "bench", Asker(), scope="61", region=city.REGION)

Sent = list[tuple[str, Sequence[Any]]]


class Undone(Exception):
    """Ends a recording, so that nothing of it is kept."""


@contextmanager
def recording(sent: Sent) -> Iterator[None]:
    """Notes every statement, and stops each transaction before its end."""
    plain, write, finish = wire._Postgresql.send, wire._Postgresql.write, wire._postgresql

    def noted(self: Any, sql: str, values: Sequence[Any]) -> Any:
        sent.append((sql, values))
        return plain(self, sql, values)

    def written(self: Any, sql: str, values: Sequence[Any]) -> None:
        sent.append((sql, values))
        write(self, sql, values)

    @contextmanager
    def unfinished(*words: str) -> Iterator[Any]:
        with finish(*(words or ("BEGIN", "COMMIT", "ROLLBACK"))) as connected:
            yield connected
            raise Undone

    wire._Postgresql.send, wire._Postgresql.write = noted, written  # type: ignore[method-assign]
    wire._postgresql = unfinished  # type: ignore[assignment]
    try:
        with suppress(Undone):
            yield
    finally:
        wire._Postgresql.send, wire._Postgresql.write = plain, write  # type: ignore[method-assign]
        wire._postgresql = finish


def statements_of(work: Work) -> Sent:
    sent: Sent = []
    with recording(sent):
        work()
    return sent


def bare_act(sent: Sent) -> None:
    raw = connection.connection
    reads = [pair for pair in sent if pair[0].lstrip().startswith("SELECT")]
    writes = [pair for pair in sent if not pair[0].lstrip().startswith("SELECT")]
    with raw.pipeline():
        raw.execute("BEGIN")
        for rows in [raw.execute(*pair) for pair in reads]:
            rows.fetchall()
        cursor = psycopg.Cursor(raw)
        for pair in writes:
            cursor.execute(*pair)
        raw.execute("COMMIT")


def bare_reading(sent: Sent) -> None:
    raw = connection.connection
    with raw.pipeline():
        cursors = [raw.execute(*pair) for pair in sent if pair[0].lstrip().startswith("SELECT")]
        for cursor in cursors:
            cursor.fetchall()
        for pair in sent:
            if not pair[0].lstrip().startswith("SELECT"):
                raw.execute(*pair)


def acts() -> list[Work]:
    for serial in OURS:
        serve(city.lift(serial))
    return [partial(serve, city.report(serial)) for serial in OURS]


def bare_acts() -> list[Work]:
    for serial in BARE:
        serve(city.lift(serial))
    return [partial(bare_act, statements_of(partial(serve, city.report(serial)))) for serial in BARE]


def answers() -> list[Work]:
    return [partial(serve, city.status(serial)) for serial in OURS]


def bare_answers() -> list[Work]:
    return [partial(bare_reading, statements_of(partial(serve, city.status(serial)))) for serial in BARE]


def screens() -> list[Work]:
    return [partial(open_dossier, city.number(serial), VISITOR, "bench") for serial in OURS]


def bare_screens() -> list[Work]:
    opened = (partial(open_dossier, city.number(serial), VISITOR, "bench") for serial in BARE)
    return [partial(bare_reading, statements_of(work)) for work in opened]


def check_that_it_measures() -> None:
    """An act that is refused or a recording that is empty would look fast."""
    for serial in (*OURS, *BARE):
        if not serve(city.report(serial)).granted:
            raise SystemExit("the acts are refused: nothing would be measured")
    if len(statements_of(partial(serve, city.lift(0)))) < 6 or key_of(city.number(0)) == key_of(city.number(1)):
        raise SystemExit("the recording is empty: nothing would be compared")


def run() -> list[Comparison]:
    city.build(PEOPLE)
    check_that_it_measures()
    return [
        compare("an act: report_loss", acts, bare_acts, 0.5),
        compare("an answer: card_status", answers, bare_answers, 0.5),
        compare("a screen: open_dossier, every service's opening", screens, bare_screens, 0.5),
    ]
