"""The bank's back office: does the orders whose time has come, and sends what the bank has to tell."""

import logging
from threading import Event

import httpx
from django.db import DatabaseError, close_old_connections

from yikatong.sandbox.bank import callbacks, clock, orders

log = logging.getLogger("yikatong.sandbox.bank")
IDLE_S = 0.1


def work(stop: Event) -> None:
    """Until stopped; the message at hand is finished first."""
    with callbacks.client() as http:
        while not stop.is_set():
            if not _round(http, stop):
                stop.wait(IDLE_S)


def _round(http: httpx.Client, stop: Event) -> int:
    """One look at what waits; how much was done. What fails is told and tried again, and holds up nothing else."""
    close_old_connections()
    try:
        done = [_answered(order_id) for order_id in orders.waiting(clock.now()) if not stop.is_set()]
        return sum(done) + (0 if stop.is_set() else callbacks.send_due(http))
    except DatabaseError:
        log.exception("the bank's back office will try again")
        return 0


def _answered(order_id: str) -> bool:
    try:
        orders.answer(order_id)
    except (DatabaseError, ValueError):
        log.exception("an order could not be done, and is tried again")
        return False
    return True
