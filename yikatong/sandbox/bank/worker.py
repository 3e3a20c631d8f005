"""The bank's back office: does the orders whose time has come, and sends what the bank has to tell.

Two threads, so that a bureau that does not answer delays no order.
"""

import logging
from collections.abc import Callable
from threading import Event

import httpx
from django.db import DatabaseError, close_old_connections

from yikatong.sandbox.bank import callbacks, clock, orders

log = logging.getLogger("yikatong.sandbox.bank")
IDLE_S = 0.1


def do_orders(stop: Event) -> None:
    """Until stopped; the order at hand is finished first."""
    _again_and_again(stop, lambda: sum(_answered(found) for found in orders.waiting(clock.now()) if not stop.is_set()))


def send_callbacks(stop: Event) -> None:
    """Until stopped; the call-back at hand is finished first."""
    with callbacks.client() as http:
        _again_and_again(stop, lambda: sum(_sent(http, row_id) for row_id in callbacks.due() if not stop.is_set()))


def _again_and_again(stop: Event, look: Callable[[], int]) -> None:
    """Look at what waits, and rest where nothing could be done. What fails is told and tried again."""
    while not stop.is_set():
        close_old_connections()
        try:
            done = look()
        except DatabaseError:
            log.exception("the bank's back office will try again")
            done = 0
        if not done:
            stop.wait(IDLE_S)


def _answered(order_id: str) -> bool:
    """One order; that it fails holds up no other."""
    try:
        orders.answer(order_id)
    except (DatabaseError, ValueError):
        log.exception("an order could not be done, and is tried again")
        return False
    return True


def _sent(http: httpx.Client, row_id: int) -> bool:
    callbacks.send(http, row_id)
    return True
