"""``yikatong reconcile``: bureau, bank and plant compared, once a day."""

import sys
from datetime import date, datetime
from typing import Any

import click

from yikatong.channels.cli.setting import office_open

DIFFERENT, REFUSED = 1, 2


@click.command(
    "reconcile",
    help="经办机构、发卡银行和制卡中心三方对账，逐卡比对并登记差异。"
    "退出码：0 没有差异，1 有差异等待处理，2 有银行的对账文件没有取到或不可信。",
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="对哪一天的账，默认昨天（银行只提供已结束的日子）。")
@click.option("--bank", help="只对这家银行的账，默认所有已联网银行和其余的卡。")
@click.option("--heal", is_flag=True, help="对没有收到回执的账户重新查询银行，登记查到的结果后再对一次。")
def reconcile_command(day: datetime | None, bank: str | None, heal: bool) -> None:
    with office_open():
        from yikatong.office import reconciliation as office
        from yikatong.office.ask import CounterFault

        chosen = day.date() if day else office.yesterday()
        parties = (bank,) if bank else office.parties()
        try:
            runs = [_reconciled(office, party, chosen, heal) for party in parties]
        except CounterFault as fault:
            raise click.ClickException(fault.words) from None
    sys.exit(REFUSED if any(run.state == "refused" for run in runs) else DIFFERENT if _to_do(runs) else 0)


def _reconciled(office: Any, bank: str, day: date, heal: bool) -> Any:
    run = _once(office, bank, day)
    if heal and bank and run.state == "finished":
        healed = office.heal(bank)
        if healed.asked:
            click.echo(f"重新查询 {healed.asked} 个账户，银行答复 {healed.answered} 个。")
            run = _once(office, bank, day)
    return run


def _once(office: Any, bank: str, day: date) -> Any:
    def told(done: int) -> None:
        click.echo(f"\r{bank or '其他'}：已比对 {done:,} 张卡", nl=False, err=True)

    run = office.reconcile(bank, day, told)
    click.echo(f"{day} {bank or '其他（未联网银行）'}：" + _words(run))
    return run


def _words(run: Any) -> str:
    if run.state == "refused":
        return f"没有对账。{run.words}"
    return (
        f"经办机构 {run.ours:,} 张，银行 {run.theirs:,} 户，制卡中心库存 {run.stock:,} 张；"
        f"差异 {run.found:,}（新增 {run.opened:,}，消失 {run.closed:,}，等待处理 {run.to_do:,}）。"
    )


def _to_do(runs: list[Any]) -> bool:
    return any(run.to_do for run in runs)
