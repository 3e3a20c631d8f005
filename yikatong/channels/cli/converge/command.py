"""``yikatong converge``: one seed's story, told, let come to rest, and checked."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from yikatong.channels.cli.converge.faults import Fault
from yikatong.channels.cli.setting import office_open

FULL, FULL_LEAST = 2000, 20
SHOWN = 12


@click.command(
    "converge",
    help="经办机构、银行、制卡中心三方在随机业务和故障之下能否一致：在临时文件夹里启动各方进程，"
    "按种子办业务、制造故障，停止故障后等待平静，再核对各方账目。退出码 0 表示一致。",
)
@click.option("--seed", default=1, show_default=True, help="同一个种子，同样的业务和故障安排。")
@click.option("--operations", default=FULL, show_default=True, help="办多少笔业务。")
@click.option("--least", type=int, help=f"每种故障至少要遇到几次，默认按 {FULL} 笔 {FULL_LEAST} 次折算。")
@click.option("--database", default="", help="经办机构的数据库地址（可以清空的 PostgreSQL），默认临时的 SQLite。")
@click.option("--keep", type=click.Path(path_type=Path), help="把各方的数据库和日志留在这个空文件夹。")
def converge_command(seed: int, operations: int, least: int | None, database: str, keep: Path | None) -> None:
    wanted = max(1, FULL_LEAST * operations // FULL) if least is None else least
    with tempfile.TemporaryDirectory(prefix="yikatong-") as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sound = converge(folder.resolve(), seed, operations, wanted, database)
    sys.exit(0 if sound else 1)


def converge(
    folder: Path, seed: int, operations: int, least: int, database: str = "",
    commands: Mapping[str, tuple[str, ...]] | None = None,
) -> bool:  # fmt: skip
    """Whether the parties came to one story and every fault was met often enough. Tells all of it."""
    from yikatong.channels.cli.converge.world import surroundings, world

    environment = surroundings(folder, database)
    for name in [name for name in os.environ if name.startswith(("YIKATONG_", "DJANGO_"))]:
        del os.environ[name]
    os.environ |= environment
    click.echo(f"种子 {seed}，业务 {operations} 笔，提交 {commit()}；复现：yikatong converge --seed {seed} "
               f"--operations {operations}")  # fmt: skip
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *told: sys.exit(2))  # so that the parties are ended too
    with office_open(demo=True), world(folder, environment, commands or {}) as made:
        sound = _told(made, seed, operations, least)
    click.echo(f"用时 {time.monotonic() - begun:.0f} 秒。{'三方一致。' if sound else '没有通过。'}")
    return sound


def _told(made: Any, seed: int, operations: int, least: int) -> bool:
    from yikatong.channels.cli.converge import checks, quiet
    from yikatong.channels.cli.converge.story import Story

    story = Story(made, seed, operations, least)
    story.live(_progress("业务", operations))
    quiet.settle(made, _progress("等待平静", quiet.ROUNDS))
    story.end()
    waits = quiet.settle(made, _progress("等待平静", quiet.ROUNDS))
    click.echo(err=True)
    found = checks.failures(made)
    _tell_counts(story, made)
    if waits:
        click.echo(f"没有平静下来：{waits}")
    for name, wrong in found.items():
        click.echo(f"{'✗' if wrong else '✓'} {name}")
        for words in wrong[:SHOWN]:
            click.echo(f"    {words}")
    short = made.tally.short_of(least)
    if short:
        click.echo(f"遇到不足 {least} 次的故障：{'、'.join(fault.words for fault in short)}")
    if not story.told["old orders overtaken"]:
        click.echo("没有一条旧指令在较新的指令之后送到，先后次序没有受到考验。")
    return not waits and not short and not any(found.values()) and bool(story.told["old orders overtaken"])


def _tell_counts(story: Any, made: Any) -> None:
    from yikatong.channels.cli.converge import checks

    click.echo("业务：" + "，".join(f"{name} {count}" for name, count in sorted(story.told.items())))
    asked = sorted(story.bureau.asked.items())
    click.echo("柜台：" + "，".join(f"{service} {how} {count}" for (service, how), count in asked))
    for line in checks.coverage(made):
        click.echo(line)
    click.echo("故障：" + "，".join(f"{fault.words} {made.tally[fault]}" for fault in Fault))


def _progress(words: str, total: int) -> Any:
    def told(done: int) -> None:
        if done % 20 == 0 or done == total:
            click.echo(f"\r{words} {done}/{total}    ", nl=False, err=True)

    return told


def commit() -> str:
    """The commit of the program that runs, with a mark where it was changed since."""
    here = Path(__file__).parent
    try:
        found = subprocess.run(  # noqa: S603
            ("git", "describe", "--always", "--dirty", "--abbrev=12"),  # noqa: S607
            cwd=here, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "（未知）"
    return found.stdout.strip()
