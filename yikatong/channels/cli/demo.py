"""The demonstration: build the city, serve it, walk its story, move its clock."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import FrameType

import click

from yikatong.catalogue.terms import words_of
from yikatong.channels.cli.setting import office_open

HOST = "127.0.0.1"


@click.command("demo-city", help="建立演示城市（已建立的部分不会重复）。")
def demo_city_command() -> None:
    with office_open(demo=True):
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from yikatong.channels.cli.city.build import build
        from yikatong.office.people_index import index_people

        index_people(lambda done: None)  # a city that was built before people were found by name
        with click.progressbar(length=1, label="建立演示城市", file=sys.stderr) as bar:
            built = build(lambda done, total: _advance(bar, done, total))
    click.echo(f"演示城市：{built.people} 位居民，{built.outlets} 个网点，{built.banks} 家银行。")


def _advance(bar: "click._termui_impl.ProgressBar[int]", done: int, total: int) -> None:
    bar.length = total
    bar.update(done - bar.pos)


@click.command("demo", help="建立演示城市，启动本系统（8000端口）、沙箱银行（8001端口）、信使和模拟制卡中心。")
@click.option("--port", default=8000, show_default=True, help="端口；沙箱银行用下一个。")
@click.option("--alone", is_flag=True, help="只启动本系统，不启动银行、信使和制卡中心。")
def demo_command(port: int, alone: bool) -> None:
    for needed in (port,) if alone else (port, port + 1):
        _check_free(needed)
    ctx = click.get_current_context()
    ctx.invoke(demo_city_command)
    beside = [[sys.executable, "-m", "yikatong", "work"]]
    with office_open(demo=True):
        from django.conf import settings

        from yikatong.channels.cli.city.staff import welcome
        from yikatong.channels.cli.parties import commands

        beside += [] if alone else commands(Path(settings.VAR), port, port + 1)
        logs = Path(settings.VAR) / "log"
        logs.mkdir(parents=True, exist_ok=True)
        click.echo(welcome(f"http://{HOST}:{port}", None if alone else f"http://{HOST}:{port + 1}", logs))
    serve_until_stopped(port, beside, logs)


def _check_free(port: int) -> None:
    """The web server shares its port with whoever holds it already, so that two demos would answer in turn."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise click.ClickException(f"端口 {port} 已被占用：演示可能已在运行，或用 --port 另选一个。") from None


def serve_until_stopped(port: int, beside: list[list[str]], logs: Path) -> None:
    """The web server, and the others as processes that write into ``logs``; when the web server stops, all stop."""
    environment = os.environ | {"YIKATONG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "yikatong.site.settings"}
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "yikatong.site.wsgi:application",
    ]  # fmt: skip
    # Out of the terminal's group: Ctrl-C and our own signal together can leave the web server waiting for itself.
    processes = [subprocess.Popen(web, env=environment, process_group=0)]  # noqa: S603
    for command in beside:
        with (logs / f"{command[3]}.log").open("ab") as log:
            processes.append(subprocess.Popen(command, env=environment, process_group=0, stdout=log, stderr=log))  # noqa: S603

    def stop(number: int, frame: FrameType | None) -> None:
        for process in processes:
            process.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    code = processes[0].wait()
    stop(0, None)
    for process in processes[1:]:
        process.wait()
    sys.exit(max(code, 0))


@click.command("clock", help="把演示时钟向前拨，沙箱银行的时钟随同，例如：yikatong clock --days 7。")
@click.option("--days", type=float, default=0.0)
@click.option("--hours", type=float, default=0.0)
def clock_command(days: float, hours: float) -> None:
    with office_open(demo=True) as deployment:
        step = timedelta(days=days, hours=hours)
        step_s = round(step.total_seconds())
        moment = deployment.advance(step_s) if step else deployment.now()
        click.echo(f"演示时间：{words_of(moment)}")
        for line in _banks_forward(step_s) if step else ():
            click.echo(line)


def _banks_forward(step_s: int) -> Iterator[str]:
    """A sandbox bank's clock is its own: a loss that lapses here lapses there too only if both are moved."""
    import httpx

    from yikatong.office import bank_links

    for link in bank_links.links():
        url = f"{link.base_url}/panel/clock"
        try:
            answer = httpx.post(url, json={"forward_s": step_s}, timeout=2.0, trust_env=False)
        except httpx.HTTPError:
            yield f"银行{link.bank}没有运行，它的时钟没有拨动；启动后可在 {link.base_url}/panel/ 调整。"
            continue
        moved = answer.status_code == httpx.codes.OK
        yield f"银行{link.bank}的时钟{'已随同拨动' if moved else f'没有拨动（{answer.status_code}）'}。"


@click.command("story", help="经由运行中的服务走完主要业务，逐步打印回答和来源；有出入即失败。")
@click.option("--url", default=f"http://{HOST}:8000", help="服务地址。")
def story_command(url: str) -> None:
    from yikatong.channels.cli.story import tell

    sys.exit(tell(url, click.echo))
