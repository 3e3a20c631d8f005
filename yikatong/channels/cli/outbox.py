"""``yikatong outbox``: what waits for parties outside, what became of it, and carrying it anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from yikatong.cards.codec import plain
from yikatong.cards.events import Party
from yikatong.catalogue.moments import CHINA
from yikatong.channels.cli.answers import echo_json
from yikatong.channels.cli.setting import office_open

STATES = ("waiting", "failing", "dead", "sent")


class _Lane(click.ParamType):
    name = "PARTY[:TARGET]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from yikatong.office.courier.carried import Lane

        party, _, target = str(value).partition(":")
        if party not in set(Party):
            self.fail(f"没有“{party}”这一方；可以是 {'、'.join(Party)}，例如 bank:CAB。", param, ctx)
        return Lane(Party(party), target or None)


LANE = _Lane()
SINCE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group("outbox", help="发件箱：查看消息的投递情况，恢复死信，重放已投递的消息。时间为北京时间。")
def outbox_command() -> None:
    pass


@outbox_command.command("list", help="列出消息，新的在前。")
@click.argument("state", type=click.Choice(STATES), default="failing")
@click.option("--to", "lane", type=LANE, help="只看一方，例如 bank:CAB。")
@click.option("--before", type=int, help="从这个编号往前。")
@click.option("--json", "as_json", is_flag=True)
def list_command(state: str, lane: Any, before: int | None, as_json: bool) -> None:
    with office_open():
        from yikatong.office.courier.outbox import MessageState, outbox_page

        page = outbox_page(MessageState(state), None, lane, before)
    if as_json:
        echo_json(plain(page))
        return
    for line in page.lines:
        click.echo(f"{line.message_id}\t{_moment(line.at)}\t{line.lane.words}\t{line.kind}\t{line.reference}"
                   f"\t{line.state.words}\t{line.attempts}")  # fmt: skip
    if page.older is not None:
        click.echo(f"更早的：--before {page.older}", err=True)


@outbox_command.command("show", help="一条消息和它的投递记录。")
@click.argument("message_id", type=int)
@click.option("--json", "as_json", is_flag=True)
def show_command(message_id: int, as_json: bool) -> None:
    with office_open(), _faults():
        from yikatong.office.courier.outbox import message_view

        view = message_view(message_id, None)
    if as_json:
        echo_json(plain(view))
        return
    line = view.line
    click.echo(f"{line.message_id}  {line.lane.words}  {line.kind}  {line.reference}  {line.state.words}")
    if not line.is_carried:
        click.echo("这一方现在不由信使投递。")
    if line.due_at:
        click.echo(f"下次投递不早于 {_moment(line.due_at)}")
    if view.behind is not None:
        click.echo(f"在等同一个人更早的消息 {view.behind}")
    for tried in view.attempts:
        status = tried.status or ""
        click.echo(f"{_moment(tried.at)}\t{tried.outcome.words}\t{status}\t{tried.took_ms}ms\t{tried.words}")


@outbox_command.command("resend", help="重新投递一条死信或重试中的消息。")
@click.argument("message_id", type=int)
def resend_command(message_id: int) -> None:
    with office_open(), _faults():
        from yikatong.office.courier.recovery import resend

        resend(message_id, None)
    click.echo("已排入投递。")


@outbox_command.command("recover", help="恢复某时以来的死信。")
@click.option("--since", type=SINCE, required=True)
@click.option("--to", "lane", type=LANE, help="只恢复一方的，例如 bank:CAB。")
def recover_command(since: datetime, lane: Any) -> None:
    with office_open(), _faults():
        from yikatong.office.courier.recovery import recover

        click.echo(f"{recover(since.replace(tzinfo=CHINA), None, lane)} 条死信已排入投递。")


@outbox_command.command("replay", help="再投递一次已投递的消息：一条，或某一方某时以来的全部。")
@click.argument("message_id", type=int, required=False)
@click.option("--since", type=SINCE)
@click.option("--to", "lane", type=LANE)
def replay_command(message_id: int | None, since: datetime | None, lane: Any) -> None:
    if (message_id is None) == (since is None or lane is None):
        raise click.UsageError("请给出消息编号，或同时给出 --since 和 --to。")
    with office_open(), _faults():
        from yikatong.office.courier.recovery import replay, replay_since

        count = 1
        if message_id is not None:
            replay(message_id, None)
        elif since is not None:
            count = replay_since(since.replace(tzinfo=CHINA), None, lane)
        click.echo(f"{count} 条消息已排入投递。")


@contextmanager
def _faults() -> Iterator[None]:
    """What cannot be done, in one sentence instead of a traceback."""
    from yikatong.office.ask import CounterFault

    try:
        yield
    except CounterFault as fault:
        raise click.ClickException(f"{fault.words}（{fault.code}）") from fault


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
