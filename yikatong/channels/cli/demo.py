"""The demonstration: build the city, serve it, walk its story, move its clock."""

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from types import FrameType

import click

from yikatong.catalogue.terms import words_of
from yikatong.channels.cli.setting import office_open

ADDRESS = ("127.0.0.1", "8000")


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


@click.command("demo", help="建立演示城市并在 127.0.0.1:8000 提供服务。")
@click.option("--port", default=ADDRESS[1], help="端口。")
def demo_command(port: str) -> None:
    _check_free(int(port))
    ctx = click.get_current_context()
    ctx.invoke(demo_city_command)
    with office_open(demo=True):
        from yikatong.channels.cli.city.staff import welcome

        click.echo(welcome(f"http://{ADDRESS[0]}:{port}"))
    serve_until_stopped(port)


def _check_free(port: int) -> None:
    """The web server shares its port with whoever holds it already, so that two demos would answer in turn."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS[0], port))
        except OSError:
            raise click.ClickException(f"端口 {port} 已被占用：演示可能已在运行，或用 --port 另选一个。") from None


def serve_until_stopped(port: str) -> None:
    """The web server and the worker as processes of their own; stopping one stops both."""
    environment = os.environ | {"YIKATONG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "yikatong.site.settings"}
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ADDRESS[0], "--port", port,
        "--workers", "2", "--blocking-threads", "4", "--no-ws", "yikatong.site.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "yikatong", "work"]
    # Out of the terminal's group: Ctrl-C and our own signal together can leave the web server waiting for itself.
    processes = [subprocess.Popen(command, env=environment, process_group=0) for command in (web, worker)]  # noqa: S603

    def stop(number: int, frame: FrameType | None) -> None:
        for process in processes:
            process.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    codes = [process.wait() for process in processes[:1]]
    stop(0, None)
    processes[1].wait()
    sys.exit(codes[0] if codes[0] > 0 else 0)


@click.command("clock", help="把演示时钟向前拨，例如：yikatong clock --days 7。")
@click.option("--days", type=float, default=0.0)
@click.option("--hours", type=float, default=0.0)
def clock_command(days: float, hours: float) -> None:
    with office_open(demo=True) as deployment:
        step = timedelta(days=days, hours=hours)
        moment = deployment.advance(round(step.total_seconds())) if step else deployment.now()
        click.echo(f"演示时间：{words_of(moment)}")


@click.command("story", help="经由运行中的服务走完主要业务，逐步打印回答和来源；有出入即失败。")
@click.option("--url", default=f"http://{ADDRESS[0]}:{ADDRESS[1]}", help="服务地址。")
def story_command(url: str) -> None:
    from yikatong.channels.cli.story import tell

    sys.exit(tell(url, click.echo))
