"""Employers' batches from a terminal, and the worker that works them off."""

import getpass
import logging
import signal
import sys
import time
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

import click

from yikatong.cards.codec import plain
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.cli.answers import echo_json
from yikatong.channels.cli.setting import office_open
from yikatong.office.ask import CounterFault

log = logging.getLogger("yikatong.work")
DAY_S = 24 * 3600
REFUSED = 3  # the exit status of every command whose ask was refused, here in part or whole
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


class Stopping(Exception):
    """The worker was asked to end: the row at hand is done, the rest is taken up by the next worker."""


@click.command(
    "apply-for-employees", help="单位批量申领：名单（CSV 或 XLSX）逐人受理。中断后再次运行同一命令即可继续。"
)
@click.argument("roll", type=_file)
@click.option("--photos", type=_file, help="照片压缩包（ZIP），文件名为“姓名证件号码.jpg”或写在“照片”列。")
@click.option("--employer", required=True, help="用人单位代码。")
@click.option("--region", required=True, help="发卡地的行政区划代码。")
@click.option("--bank", help="名单中没有写明银行的，用这一家。")
@click.option("--outlet", help="名单中没有写明网点的，用这一处。")
@click.option("--case-number", help="业务流水号；默认由文件内容得出，同一份文件不会重复申领。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出每一行的结果。")
def apply_for_employees_command(
    roll: Path, photos: Path | None, employer: str, region: str, case_number: str | None, as_json: bool, **given: Any
) -> None:
    with office_open():
        from yikatong.office import batches

        files = roll.read_bytes(), photos.read_bytes() if photos else None
        number = case_number or batches.case_number_of(employer, region, given, *files)
        try:
            batch = batches.receive(employer, "cli", number, f"cli:{getpass.getuser()}", region, given, *files)
            with click.progressbar(length=max(batch.total, 1), label="逐人受理", file=sys.stderr) as bar:
                batch = batches.work(batch.batch_id, lambda done, total: bar.update(done - bar.pos))
        except NotUnderstood as fault:
            raise click.ClickException("\n".join(f"{f.words}{f.cure}" for f in fault.faults)) from None
        except CounterFault as fault:
            raise click.ClickException(fault.words) from None
        _tell(batches, batch, as_json)
    sys.exit(0 if batch.whole and batch.whole.granted and not batch.refused else REFUSED)


def _tell(batches: Any, batch: Any, as_json: bool) -> None:
    rows, after = [], 0
    while page := batches.rows(batch.batch_id, batch.employer, after, 1000):
        rows += page
        after = page[-1].number
    if as_json:
        echo_json(plain(batch) | {"rows": [plain(row) for row in rows]})
        return
    whole = batch.whole
    click.echo(whole.words or "\n".join(reason.words for reason in whole.reasons))
    for row in (row for row in rows if not row.answer.granted):
        click.echo(f"第{row.number}行 {row.masked}  " + " ".join(reason.words for reason in row.answer.reasons))
    click.echo(f"批次 {batch.batch_id}：共{batch.total}行，受理{batch.granted}人，未受理{batch.refused}人。")


@click.command("work", help="处理等待中的批量申领，每天清除已结束的登录；收到 SIGTERM 后办完手头一人即停，不会丢失。")
@click.option("--once", is_flag=True, help="处理完等待中的批次即结束。")
@click.option("--every", default=2.0, show_default=True, help="没有等待的批次时，隔几秒再看一次。")
def work_command(once: bool, every: float) -> None:
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with office_open():
        swept, failed = _swept(None), _round(stop)
        while not once and not stop.is_set():
            stop.wait(every)
            swept, failed = _swept(swept), _round(stop)
    sys.exit(1 if once and failed else 0)


def _swept(last: float | None) -> float:
    """Forget ended sign-ins at the start and once a day; gives when that was done last, by the monotonic clock."""
    from django.db import DatabaseError, close_old_connections

    from yikatong.office import sign_in

    now = time.monotonic()
    if last is not None and now - last < DAY_S:
        return last
    close_old_connections()
    try:
        log.info("ended sign-ins forgotten", extra={"count": sign_in.forget_ended()})
    except DatabaseError:  # tomorrow is early enough, and nobody's batch waits for it
        log.exception("ended sign-ins could not be forgotten")
    return now


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
    return failed


def _worked(batches: Any, batch_id: str, stop: Event) -> bool:
    def go_on(done: int, total: int) -> None:
        if stop.is_set():
            raise Stopping

    try:
        view = batches.work(batch_id, go_on)
    except Stopping:
        log.info("stopped in the middle", extra={"batch": batch_id})
        return True
    except Exception:  # whatever it was, it is told, the batch stays waiting, and the others get their turn
        log.exception("the batch is not finished", extra={"batch": batch_id})
        return False
    log.info("finished", extra={"batch": batch_id, "granted": view.granted, "refused": view.refused})
    return True
