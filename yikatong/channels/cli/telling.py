"""Reminders, and partners' subscriptions, from the command line."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from yikatong.channels.cli.setting import office_open

OPERATOR = "operator"
KINDS_HELP = "订阅的事件，可重复；不写则为该用途的全部事件。"


@click.command(
    "remind", help="提醒持卡人临时挂失和卡将到期、制好的卡未领。每件事只提醒一次；yikatong work 每天自动做。"
)
@click.option("--once", is_flag=True, help="只做一轮（不写时每小时一轮，收到 SIGTERM 即停）。")
def remind_command(once: bool) -> None:
    import signal
    from threading import Event

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with office_open():
        from django.db import close_old_connections

        from yikatong.office.telling import reminders

        while True:
            close_old_connections()
            for kind, count in reminders.remind().items():
                click.echo(f"{kind}: {count}")
            if once or stop.wait(3600):
                return


@click.group("partner", help="合作单位的订阅：添加、列出、发示例、换密钥、重放。添加后须由工作人员在网页上同意。")
def partner_group() -> None:
    pass


@partner_group.command("add", help="添加订阅；密钥只显示这一次。")
@click.argument("partner")
@click.option("--name", required=True, help="单位名称。")
@click.option("--purpose", required=True, help="用途：card_use、application_progress、statistics。")
@click.option("--region", required=True, help="地区代码：只告知这个地区所发的卡。")
@click.option("--url", required=True, help="接收地址，https开头。")
@click.option("--kind", "kinds", multiple=True, help=KINDS_HELP)
def add(partner: str, name: str, purpose: str, region: str, url: str, kinds: tuple[str, ...]) -> None:
    def work() -> None:
        from yikatong.office import subscriptions
        from yikatong.office.partner_facts import GIVEN

        wanted = kinds or tuple(GIVEN.get(purpose, ()))  # type: ignore[call-overload]
        draft = subscriptions.Draft(partner, name, purpose, region, url, wanted)
        number, secret = subscriptions.add(draft, OPERATOR, "000000")
        click.echo(f"{number}\n{secret}\n请工作人员在 /officer/partners/ 同意后生效。")

    _told(work)


@partner_group.command("list", help="列出订阅。")
def list_command() -> None:
    def work() -> None:
        from yikatong.office import subscriptions

        after = ""
        while page := subscriptions.subscriptions("000000", after):
            for one in page:
                state = "已停止" if one.ended_at else "生效" if one.in_force else "待同意"
                click.echo(f"{one.subscription_id}\t{one.partner}\t{one.purpose}\t{one.region}\t{state}\t{one.url}")
            after = page[-1].subscription_id

    _told(work)


@partner_group.command("send-example", help="发一条示例（不涉及任何人）。")
@click.argument("subscription")
@click.option("--kind", required=True, help="事件。")
def send_example(subscription: str, kind: str) -> None:
    def work() -> None:
        from yikatong.office import partner_desk

        tried = partner_desk.send_example(subscription, kind, "000000")
        click.echo(f"{tried.status or '—'} {tried.took_ms}ms {tried.words}\n{tried.body}")
        if not tried.delivered:
            raise click.exceptions.Exit(1)

    _told(work)


@partner_group.command("rotate", help="换密钥：新密钥只显示这一次，旧密钥再用24小时。")
@click.argument("subscription")
def rotate(subscription: str) -> None:
    def work() -> None:
        from yikatong.office import subscriptions

        click.echo(subscriptions.rotate(subscription, "000000"))

    _told(work)


@partner_group.command("replay", help="重放一段时间内的消息，例如 --since 2026-11-20T00:00:00+08:00。")
@click.argument("subscription")
@click.option("--since", required=True, help="开始时刻，须带时区。")
@click.option("--until", required=True, help="结束时刻（不含），须带时区。")
def replay(subscription: str, since: str, until: str) -> None:
    def work() -> None:
        from yikatong.office import partner_desk

        count = partner_desk.replay(subscription, _moment(since), _moment(until), "000000")
        click.echo(f"{count}条将重新投递。")

    _told(work)


def _told(work: Callable[[], Any]) -> None:
    """Do it with the office open; what cannot be done is told in one sentence."""
    with office_open():
        from yikatong.cards.identity import InputFault
        from yikatong.office.ask import CounterFault

        try:
            work()
        except InputFault as fault:
            raise click.ClickException(f"{fault}（{fault.code}）") from fault
        except CounterFault as fault:
            raise click.ClickException(f"{fault.words}（{fault.code}）") from fault


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None  # type: ignore[assignment]
    if found is None or found.tzinfo is None:
        raise click.ClickException(f"不是带时区的时刻：{written}，应如 2026-11-20T00:00:00+08:00。")
    return found
