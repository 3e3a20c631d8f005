"""The courier: messages written, claimed, posted to a receiver in a process of its own, and settled.

Beside it, in the same rounds: the bare INSERT and UPDATE of the same rows by psycopg, prepared, each committed as acts
and answers are, without HTTP; the bare POSTs by as many threads, without a database; and one after the other, which is
what anybody has to do who carries a message. Not tested: a network between, several couriers, a carrier that looks up
its links and signs.
"""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event

import psycopg
from django.db import connection

from bench.rounds import Comparison, seconds
from yikatong.adapters.webhooks.guard import Client
from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.act_rows import MESSAGE_COLUMNS
from yikatong.office.courier.carried import Carried, Lane
from yikatong.office.courier.client import client, taken
from yikatong.office.courier.working import AT_ONCE, Courier
from yikatong.records import models

MESSAGES, ROUNDS = 400, 9
LANE = Lane(Party.BANK, "CAB")
BODY = (
    b'{"type":"order.activate","timestamp":"2026-11-23T02:00:00Z","data":{"order_id":"YK261123-6PC5EMDQSC-activate"}}'
)
INSERT = f"INSERT INTO records_message ({', '.join(MESSAGE_COLUMNS)}) VALUES (%s, %s, %s, %s, %s, %s, %s)"
UPDATE = "UPDATE records_message SET sent_at = %s WHERE id = %s"


@contextmanager
def receiver() -> Iterator[str]:
    """The address of a receiver, for as long as the block lasts."""
    command = [sys.executable, "-m", "bench.receiver"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if running.stdin is None or running.stdout is None:
        raise SystemExit("the receiver has no pipes")
    try:
        yield f"http://127.0.0.1:{int(running.stdout.readline())}/v1/orders"
    finally:
        running.stdin.close()
        running.wait(10)


def rows() -> list[tuple[object, ...]]:
    """One message about each of as many people, so that none waits for another."""
    at = deployment.now() - timedelta(seconds=5)
    ids = models.Dossier.objects.order_by("pk").values_list("pk", flat=True)[:MESSAGES]
    return [("YK261123-6PC5EMDQSC", one, "bank", "CAB", "loss_reported", '{"card_id":"C0"}', at) for one in ids]


def write(written: list[tuple[object, ...]]) -> None:
    """As acts write them: each its own statement and commit."""
    cursor = connection.connection.cursor()
    for row in written:
        cursor.execute(INSERT, row, prepare=True)


def courier(url: str) -> None:
    def carry(message: Carried) -> int:
        return taken(client().send("POST", url, BODY, {"webhook-id": str(message.message_id)}), deployment.now())

    Courier(lanes=lambda: (LANE,), carriers={Party.BANK: carry}).run(Event(), once=True)


def bare_database() -> None:
    cursor: psycopg.Cursor[tuple[int]] = connection.connection.cursor()
    now = deployment.now()
    for row in rows():
        number = cursor.execute(f"{INSERT} RETURNING id", row, prepare=True).fetchone()
        cursor.execute(UPDATE, (now, number and number[0]), prepare=True)


def bare_http(url: str, guarded: Client) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda _: guarded.send("POST", url, BODY), range(MESSAGES)))


def check_that_it_carries() -> None:
    """A courier that found nothing would look fast."""
    left = models.Message.objects.filter(party="bank", target="CAB", sent_at__isnull=True).count()
    if left or models.Attempt.objects.filter(outcome="sent").count() < MESSAGES:
        raise SystemExit("the courier carried nothing: nothing would be measured")


def run() -> list[Comparison]:
    """Needs the city of :mod:`bench.city` with as many people as there are messages."""
    models.Message.objects.all().delete()
    connection.ensure_connection()
    with receiver() as url:
        guarded = client()
        times = [_round(url, guarded) for _ in range(ROUNDS + 1)][1:]
        check_that_it_carries()
    return [
        Comparison(f"courier: {words}", tuple(t[ours] for t in times), tuple(t[limit] for t in times), aim)
        for words, ours, limit, aim in (
            ("written and carried / INSERT, UPDATE", "whole", "database", 0.3),
            ("written and carried / the same, POST", "whole", "both", 0.5),
            ("carried / POST", "carried", "post", 0.3),
        )
    ]


def _round(url: str, guarded: Client) -> dict[str, float]:
    """Seconds a message of each piece of work."""
    found = rows()
    written, carried = seconds(partial(write, found)), seconds(partial(courier, url))
    database, post = seconds(bare_database), seconds(partial(bare_http, url, guarded))
    spent = {"whole": written + carried, "carried": carried, "database": database, "post": post}
    return {name: spent_s / MESSAGES for name, spent_s in (spent | {"both": database + post}).items()}
