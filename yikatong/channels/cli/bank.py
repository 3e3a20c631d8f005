"""Connecting banks from a terminal. A new secret is printed once and can never be shown again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from yikatong.catalogue.moments import CHINA
from yikatong.channels.cli.answers import echo_json
from yikatong.channels.cli.setting import office_open

ONCE = "密钥只显示这一次，请立即经安全渠道交给银行，不要保存在聊天或邮件里。"


@click.group("bank", help="银行联网：登记接口地址，更换签名密钥，查询账户，导出存量账户。")
def bank_command() -> None:
    pass


@contextmanager
def _opened() -> Iterator[Any]:
    """The office; what it cannot do is told in one Chinese sentence with its code."""
    with office_open() as deployment:
        from yikatong.adapters.webhooks.signing import SignatureFault
        from yikatong.office.ask import CounterFault
        from yikatong.office.courier.carried import NotYet
        from yikatong.office.vault import VaultFault
        from yikatong.ports.unavailable import Unavailable

        try:
            yield deployment
        except (CounterFault, SignatureFault) as fault:
            raise click.ClickException(f"{fault.words}（{fault.code}）") from None
        except VaultFault as fault:
            raise click.ClickException(f"{fault.words}{fault.cure}（{fault.code}）") from None
        except NotYet as later:
            raise click.ClickException(f"银行请我们稍后再来：{later.words}（bank_unavailable）") from None
        except Unavailable as failure:
            raise click.ClickException(f"{failure.words}（bank_unavailable）") from None


@bank_command.command(
    "connect", help="使一家银行联网。BASE_URL 是银行接口的地址，例如 https://bank.example.com/cards。"
)
@click.argument("code")
@click.argument("base_url")
@click.option(
    "--secrets", type=click.File("r"), help='双方已约定的密钥：JSON 文件 {"ours": …, "theirs": …}，- 为标准输入。'
)
@click.option("--json", "as_json", is_flag=True)
def connect_command(code: str, base_url: str, secrets: TextIO | None, as_json: bool) -> None:
    given = _secrets(secrets)
    with _opened():
        from yikatong.office import bank_links

        link = bank_links.connect(code, base_url, **given)
    if as_json:
        made = {name: getattr(link, name)[0] for name in ("ours", "theirs") if name not in given}
        echo_json({"bank": link.bank, "base_url": link.base_url, "callback": _callback(code), **made})
        return
    click.echo(f"{code} 已联网。银行把回执通知发到本系统的 {_callback(code)}。")
    if not given:
        click.echo(f"我方签名密钥（银行用来核对我方的指令）：{link.ours[0]}")
        click.echo(f"银行签名密钥（银行用来签回执通知）：{link.theirs[0]}")
        click.echo(ONCE)
    click.echo(f"下一步：yikatong bank portfolio {code} > 存量账户.jsonl，交银行核对后承接。")


def _callback(code: str) -> str:
    return f"/callbacks/banks/{code}/"


def _secrets(file: TextIO | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        page = json.load(file)
    except ValueError:
        page = None
    if (
        not isinstance(page, dict)
        or page.keys() != {"ours", "theirs"}
        or not all(isinstance(s, str) for s in page.values())
    ):
        raise click.ClickException('密钥文件应为 {"ours": "whsec_…", "theirs": "whsec_…"}。（secrets_form）')
    return page


@bank_command.command(
    "rotate", help="更换密钥：新旧同时有效，银行改用新密钥后以 --finish 停用旧的；泄露时用 --at-once。"
)
@click.argument("code")
@click.argument("direction", type=click.Choice(["ours", "theirs"]), required=False)
@click.option("--at-once", is_flag=True, help="旧密钥立即失效。银行改用新密钥之前，双方的消息都不能通过核对。")
@click.option("--finish", is_flag=True, help="停用旧密钥，结束更换。")
def rotate_command(code: str, direction: str | None, at_once: bool, finish: bool) -> None:
    if finish == bool(direction) or (finish and at_once):
        raise click.ClickException(
            "请说明更换哪一个密钥（ours 或 theirs），或者只用 --finish 结束更换。（rotation_unclear）"
        )
    with _opened():
        from yikatong.office import bank_links

        if finish:
            click.echo(f"已停用 {bank_links.finish(code)} 个旧密钥。")
            return
        named = bank_links.Direction(direction)
        secret = bank_links.rotate(code, named, at_once=at_once)
    click.echo(f"{named.words}的新密钥：{secret}")
    click.echo(ONCE)
    click.echo(
        "旧密钥已失效。" if at_once else f"旧密钥仍有效，银行改用新密钥后请运行：yikatong bank rotate {code} --finish"
    )


@bank_command.command("list", help="列出已联网的银行；不显示密钥。")
@click.option("--json", "as_json", is_flag=True)
def list_command(as_json: bool) -> None:
    with _opened() as deployment:
        from yikatong.office import bank_links

        names, links = deployment.directory().banks, bank_links.links()
    lines = [
        {
            "bank": link.bank, "name": names[link.bank].name if link.bank in names else "", "base_url": link.base_url,
            "connected_at": link.connected_at.astimezone(CHINA).isoformat(timespec="seconds"),
            "replacing": [name for name in ("ours", "theirs") if len(getattr(link, name)) > 1],
        }
        for link in links
    ]  # fmt: skip
    if as_json:
        echo_json(lines)
        return
    for line in lines:
        replacing = f"  正在更换密钥：{'、'.join(line['replacing'])}" if line["replacing"] else ""
        click.echo(f"{line['bank']:12}{line['name']}  {line['base_url']}  {line['connected_at']}{replacing}")
    if not lines:
        click.echo("没有已联网的银行。")


@bank_command.command("disconnect", help="断开一家银行：以后由它的柜员在本系统登记。没有回执的指令不会再有答复。")
@click.argument("code")
@click.confirmation_option("--yes", prompt="断开后密钥作废，再联网须重新约定。确定断开吗？")
def disconnect_command(code: str) -> None:
    with _opened():
        from yikatong.office import bank_links

        bank_links.disconnect(code)
    click.echo(f"{code} 已断开。")


@bank_command.command("query", help="向银行查询：给出 CODE 和 --card 时查一个账户；都不给时查所有超时没有回执的指令。")
@click.argument("code", required=False)
@click.option("--card", help="社保卡编号。")
@click.option("--order", help="指令编号。")
def query_command(code: str | None, card: str | None, order: str | None) -> None:
    if bool(code) != bool(card) or (order and not card):
        raise click.ClickException("查一个账户须同时给出银行代码和 --card；查超时指令时都不给。（query_unclear）")
    with _opened():
        from yikatong.office import bank_links, bank_queries

        if code and card:
            link = bank_links.link_of(code)
            if link is None:
                raise bank_links.BankNotConnected
            taken = bank_queries.ask_about(link, card, order)
            click.echo(f"{STATUS_WORDS[taken.status]}{taken.reference}")
            return
        found = bank_queries.ask_again()
    click.echo(f"查询了 {found.orders} 条超时没有回执的指令，其中 {found.answered} 条有了新情况并已登记。")
    if found.unreachable:
        raise click.ClickException(f"没有答复的银行：{'、'.join(found.unreachable)}。（bank_unavailable）")


STATUS_WORDS = {
    "applied": "已按银行的答复登记，受理编号：",
    "already": "此前已经登记，受理编号：",
    "stale": "与已登记的一致。",
}


@bank_command.command("portfolio", help="以 JSON 行导出一家银行的存量账户，供银行承接；含卡号，不含姓名和证件号码。")
@click.argument("code")
def portfolio_command(code: str) -> None:
    with _opened():
        from yikatong.office.bank_portfolio import portfolio

        count = 0
        for line in portfolio(code):
            click.echo(json.dumps(line, ensure_ascii=False))
            count += 1
    click.echo(f"共 {count} 个账户。", err=True)
