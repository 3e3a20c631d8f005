"""Filling a demonstration with a province of invented people, and the indexes by which people are found."""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import datetime
from itertools import islice
from multiprocessing import get_context

import click

from yikatong.channels.cli.setting import office_open

CHUNK = 1000
CHUNKS_AHEAD = 2  # for each process: none waits for work, and little is thrown away when it is interrupted
Chunk = tuple[int, int, int, datetime]


@click.command("load-people", help="装入 N 位虚构的陕西居民（只能在演示环境中）；中断后再次运行同一命令即可继续。")
@click.argument("people", metavar="N", type=click.IntRange(1, 100_000_000))
@click.option("--seed", type=click.IntRange(0, 9), default=0, show_default=True, help="哪一批居民；各批互不重复。")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="同时用几个进程。")
def load_people_command(people: int, seed: int, jobs: int) -> None:
    if os.environ.get("YIKATONG_DEMO") != "1":
        raise click.ClickException(
            "只能装入演示环境：正式的库里不能有虚构的人。确为演示的，请设置环境变量 YIKATONG_DEMO=1 后再运行。"
        )
    with office_open() as deployment:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _publish()
        chunks = _chunks(people, seed, deployment.now())
        begun = time.monotonic()
        try:
            written = _all(people, chunks, jobs)
        except KeyboardInterrupt:
            raise click.ClickException("已中断。再次运行同一命令即可继续，已装入的不会重复。") from None
        _analyse()
    seconds = time.monotonic() - begun
    click.echo(
        f"装入 {written} 位居民，已有 {people - written} 位；{seconds:.0f} 秒，每秒 {written / seconds:.0f} 位。"
    )


@click.command("index-people", help="为早先的档案建立姓名和手机号码的索引；可在办理业务时运行，中断后可继续。")
def index_people_command() -> None:
    with office_open():
        from yikatong.office.people_index import index_people, not_indexed
        from yikatong.office.vault import VaultFault

        with click.progressbar(length=max(not_indexed(), 1), label="建立索引", file=sys.stderr) as bar:
            try:
                filled = index_people(lambda done: bar.update(done - bar.pos))
            except VaultFault as fault:
                raise click.ClickException(f"{fault.words}{fault.cure}") from None
    click.echo(f"已为 {filled} 份档案建立索引。")


def _chunks(people: int, seed: int, now: datetime) -> Iterator[Chunk]:
    return ((start, min(start + CHUNK, people), seed, now) for start in range(0, people, CHUNK))


def _publish() -> None:
    """The places must be there before anybody asks for a card at one."""
    from yikatong.channels.cli.city import places as city
    from yikatong.channels.cli.crowd import places as crowd
    from yikatong.office import deployment

    known = deployment.directory().outlets
    missing = [outlet for outlet in (*city.outlets(), *crowd.outlets()) if outlet.code not in known]
    deployment.publish_directory(missing, city.BANKS)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute("ANALYZE")


def _all(people: int, chunks: Iterator[Chunk], jobs: int) -> int:
    written, begun = 0, time.monotonic()
    with click.progressbar(
        length=people, label="装入居民", show_pos=True, file=sys.stderr, item_show_func=lambda rate: rate
    ) as bar:
        for size, new in map(load_chunk, chunks) if jobs == 1 else _by_many(chunks, jobs):
            written += new
            bar.update(size, f"每秒 {written / (time.monotonic() - begun):,.0f} 位")
    return written


def _by_many(chunks: Iterator[Chunk], jobs: int) -> Iterator[tuple[int, int]]:
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), open_office)
    try:
        waiting: set[Future[tuple[int, int]]] = set()
        while True:
            waiting |= {pool.submit(load_chunk, chunk) for chunk in islice(chunks, jobs * CHUNKS_AHEAD - len(waiting))}
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        pool.shutdown(cancel_futures=True)


def open_office() -> None:
    """A process of its own starts here: it inherits nothing but the environment."""
    import django

    django.setup()


def load_chunk(chunk: Chunk) -> tuple[int, int]:
    """How many people the chunk is of, and how many of them were written."""
    from yikatong.channels.cli.crowd.lives import CLIENT, case_number, past
    from yikatong.office.loading import is_written, load

    start, stop, seed, now = chunk
    if all(is_written(CLIENT, case_number(n, seed, 0)) for n in (start, stop - 1)):  # a chunk is written whole
        return stop - start, 0
    return stop - start, load([past(n, seed, now) for n in range(start, stop)], now)
