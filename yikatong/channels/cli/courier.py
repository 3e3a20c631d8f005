"""``yikatong courier``: carries the outbox to banks, holders and partners until it is told to end."""

import signal
from threading import Event
from types import FrameType

import click

from yikatong.channels.cli.setting import office_open


@click.command(
    "courier",
    help="信使：把发件箱里的消息投递给银行、持卡人和合作单位；收到 SIGTERM 后办完手头的即停，可以同时运行几个。",
)
@click.option("--once", is_flag=True, help="投递完现在到期的消息即结束。")
@click.option("--every", default=1.0, show_default=True, help="没有到期的消息时，隔几秒再看一次。")
@click.option("--at-once", default=4, show_default=True, type=click.IntRange(1, 64), help="每个接收方同时投递几条。")
def courier_command(once: bool, every: float, at_once: int) -> None:
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with office_open():
        from yikatong.office.courier.working import Courier

        Courier(at_once).run(stop, once, every)
