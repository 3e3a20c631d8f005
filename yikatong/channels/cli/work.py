"""The worker: batches, imports, the impact of proposed rulings, reminders, and sweeping up what has ended."""

import logging
import signal
import sys
import time
from collections.abc import Callable
from threading import Event
from types import FrameType
from typing import Any

import click

from yikatong.channels.cli.setting import office_open

log = logging.getLogger("yikatong.work")
DAY_S = 24 * 3600
HOUR_S = 3600


class Stopping(Exception):
    """The worker was asked to end: the row at hand is done, the rest is taken up by the next worker."""


@click.command(
    "work",
    help="处理批量申领和批量导入，计算拟发布规则的影响；每小时向银行查询久未回执的指令，查询短信送达回执；"
    "每天提醒将到期的事项，清除已结束的登录和过期的导入文件；收到 SIGTERM 后办完手头一人即停。",
)
@click.option("--once", is_flag=True, help="处理完等待中的批次即结束。")
@click.option("--every", default=2.0, show_default=True, help="没有等待的批次时，隔几秒再看一次。")
def work_command(once: bool, every: float) -> None:
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with office_open():
        swept, asked, failed = _swept(None), _asked(None), _round(stop)
        while not once and not stop.is_set():
            stop.wait(every)
            swept, asked, failed = _swept(swept), _asked(asked), _round(stop)
    sys.exit(1 if once and failed else 0)


def _swept(last: float | None) -> float:
    """Forget ended sign-ins and outdated imports at the start and once a day; gives when, by the monotonic clock."""
    from django.db import DatabaseError, close_old_connections

    from yikatong.office import callbacks, imports, sign_in
    from yikatong.office.telling import reminders

    now = time.monotonic()
    if last is not None and now - last < DAY_S:
        return last
    close_old_connections()
    try:
        log.info("ended sign-ins forgotten", extra={"count": sign_in.forget_ended()})
        log.info("outdated imports dropped", extra={"count": imports.expire()})
        log.info("old call-backs forgotten", extra={"count": callbacks.forget_old()})
        log.info("holders reminded", extra=reminders.remind())
    except DatabaseError:  # tomorrow is early enough, and nobody's batch waits for it
        log.exception("what has ended could not be forgotten")
    return now


def _asked(last: float | None) -> float:
    """Ask at the start and once an hour for what was not told by itself; gives when, by the monotonic clock."""
    from django.db import close_old_connections

    now = time.monotonic()
    if last is not None and now - last < HOUR_S:
        return last
    close_old_connections()
    for ask in (_banks, _receipts):
        try:
            ask()
        except Exception:  # told, and asked again in an hour; nobody's batch waits for it
            log.exception("what was not told could not be asked for")
    return now


def _banks() -> None:
    """Ask connected banks about orders that have had no answer for long."""
    from yikatong.office import bank_queries

    found = bank_queries.ask_again()
    told = {"orders": found.orders, "answered": found.answered, "unreachable": ",".join(found.unreachable)}
    log.info("banks asked about unanswered orders", extra=told)


def _receipts() -> None:
    """Ask the gateway what became of text messages, where it does not call back itself."""
    from yikatong.office import outside
    from yikatong.office.telling import receipts
    from yikatong.ports.unavailable import Unavailable

    if not outside.has_messages():
        return
    try:
        receipts.ask_gateway()
    except Unavailable as failure:  # which is no fault of ours
        log.warning("no delivery receipts: %s", failure.words)


def _round(stop: Event) -> int:
    """Work off what waits, once each; how many batches failed. One that fails holds up no other."""
    from django.db import DatabaseError, close_old_connections

    from yikatong.office import batches

    failed = 0
    close_old_connections()
    try:
        waiting = batches.waiting()
    except DatabaseError:
        log.exception("the database cannot be read")
        return 1
    for batch_id in waiting:
        if stop.is_set():
            break
        failed += not _worked(batches, batch_id, stop)
    return failed + _imported(stop) + _counted(stop) + _exchanged()


def _imported(stop: Event) -> int:
    """Go on with the imports of former cards; how many could not be finished."""
    from yikatong.office import imports

    failed = 0
    for import_id in imports.waiting():
        try:
            imports.work(import_id, _until(stop))
        except Stopping:
            log.info("stopped in the middle", extra={"import": import_id})
            break
        except Exception:  # told, and tried again on the next round
            log.exception("the import is not finished", extra={"import": import_id})
            failed += 1
    return failed


def _exchanged() -> int:
    """Batches to the card plant and files from it; 1 where that could not be finished."""
    from yikatong.office import plant

    try:
        plant.work()
    except Exception:  # told, and gone on with on the next round
        log.exception("the exchange with the plant is not finished")
        return 1
    return 0


def _counted(stop: Event) -> int:
    """Go on with the impact of proposed rulings, page by page; how many could not be counted."""
    from yikatong.office import policy_impact

    failed = 0
    for proposal_id in policy_impact.waiting():
        try:
            while not stop.is_set() and policy_impact.count_page(proposal_id):
                pass
        except Exception:  # told, and tried again on the next round
            log.exception("the impact is not counted", extra={"proposal": proposal_id})
            failed += 1
    return failed


def _until(stop: Event) -> Callable[[int, int], None]:
    def go_on(done: int, total: int) -> None:
        if stop.is_set():
            raise Stopping

    return go_on


def _worked(batches: Any, batch_id: str, stop: Event) -> bool:
    try:
        view = batches.work(batch_id, _until(stop))
    except Stopping:
        log.info("stopped in the middle", extra={"batch": batch_id})
        return True
    except Exception:  # whatever it was, it is told, the batch stays waiting, and the others get their turn
        log.exception("the batch is not finished", extra={"batch": batch_id})
        return False
    log.info("finished", extra={"batch": batch_id, "granted": view.granted, "refused": view.refused})
    return True
