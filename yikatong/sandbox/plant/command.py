"""``yikatong sandbox-plant``: the plant as a process of its own."""

import os
import signal
from pathlib import Path
from threading import Event
from types import FrameType

import click

from yikatong.sandbox.plant.fate import FAULTS
from yikatong.sandbox.plant.simulator import Plant, Temper, clock

VAR = Path(os.environ.get("YIKATONG_VAR", "var"))


def _shares(context: click.Context, parameter: click.Parameter, value: str) -> dict[str, float]:
    """``duplicate=10,truncate=5`` in percent."""
    found = {}
    for part in filter(None, value.split(",")):
        name, _, share = part.partition("=")
        if name not in FAULTS or not (share.isascii() and share.isdigit()) or int(share) > 100:
            raise click.BadParameter(f"“{part}”有误：应为 {'、'.join(FAULTS)} 之一加“=百分比”，如 truncate=5。")
        found[name] = int(share) / 100
    return found


@click.command("sandbox-plant", help="模拟制卡中心：读取送制批次，制卡，报送结果和库存。自己的进程、数据库和密钥。")
@click.option("--home", type=click.Path(path_type=Path), default=VAR / "sandbox-plant", help="自己的文件夹。")
@click.option(
    "--exchange", type=click.Path(path_type=Path), default=os.environ.get("YIKATONG_PLANT_FOLDER", VAR / "plant"),
    help="与经办机构交换文件的文件夹。",
)  # fmt: skip
@click.option("--once", is_flag=True, help="只办一轮。")
@click.option("--every", default=2.0, show_default=True, help="每隔几秒办一轮。")
@click.option("--delay", default=5.0, show_default=True, help="一张卡在每个环节停留几秒。")
@click.option("--patience", default=30.0, show_default=True, help="几秒没有回执就重新报送。")
@click.option("--seed", default=1, show_default=True, help="同一个数字得到同样的结果。")
@click.option("--faults", default="", callback=_shares, help="故障及百分比，如 duplicate=10,truncate=5。")
def sandbox_plant_command(
    home: Path, exchange: Path, once: bool, every: float, delay: float, patience: float, seed: int,
    faults: dict[str, float],
) -> None:  # fmt: skip
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    plant = Plant(home, exchange, Temper(seed=seed, delay_s=delay, patience_s=patience, faults=faults))
    click.echo(f"公钥：{plant.public_keys}", err=True)
    told = False
    while not stop.is_set():
        if not plant.round(clock()) and not told:
            click.echo("等待经办机构的公钥：请运行 yikatong plant keys --register 上述公钥文件。", err=True)
            told = True
        if once:
            break
        stop.wait(every)
