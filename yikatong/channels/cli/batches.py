"""Employers' batches from a terminal."""

import getpass
import sys
from pathlib import Path
from typing import Any

import click

from yikatong.cards.codec import plain
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.cli.answers import echo_json
from yikatong.channels.cli.setting import office_open
from yikatong.office.ask import CounterFault

REFUSED = 3  # the exit status of every command whose ask was refused, here in part or whole
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "apply-for-employees", help="单位批量申领：名单（CSV 或 XLSX）逐人受理。中断后再次运行同一命令即可继续。"
)
@click.argument("roll", type=_file)
@click.option("--photos", type=_file, help="照片压缩包（ZIP），文件名为“姓名证件号码.jpg”或写在“照片”列。")
@click.option("--employer", required=True, help="用人单位代码。")
@click.option("--region", required=True, help="发卡地的行政区划代码。")
@click.option("--bank", help="名单中没有写明银行的，用这一家。")
@click.option("--outlet", help="名单中没有写明网点的，用这一处。")
@click.option("--case-number", help="业务流水号；默认由文件内容得出，同一份文件不会重复申领。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出每一行的结果。")
def apply_for_employees_command(
    roll: Path, photos: Path | None, employer: str, region: str, case_number: str | None, as_json: bool, **given: Any
) -> None:
    with office_open():
        from yikatong.office import batches

        files = roll.read_bytes(), photos.read_bytes() if photos else None
        number = case_number or batches.case_number_of(employer, region, given, *files)
        try:
            batch = batches.receive(employer, "cli", number, f"cli:{getpass.getuser()}", region, given, *files)
            with click.progressbar(length=max(batch.total, 1), label="逐人受理", file=sys.stderr) as bar:
                batch = batches.work(batch.batch_id, lambda done, total: bar.update(done - bar.pos))
        except NotUnderstood as fault:
            raise click.ClickException("\n".join(f"{f.words}{f.cure}" for f in fault.faults)) from None
        except CounterFault as fault:
            raise click.ClickException(fault.words) from None
        _tell(batches, batch, as_json)
    sys.exit(0 if batch.whole and batch.whole.granted and not batch.refused else REFUSED)


def _tell(batches: Any, batch: Any, as_json: bool) -> None:
    rows, after = [], 0
    while page := batches.rows(batch.batch_id, batch.employer, after, 1000):
        rows += page
        after = page[-1].number
    if as_json:
        echo_json(plain(batch) | {"rows": [plain(row) for row in rows]})
        return
    whole = batch.whole
    click.echo(whole.words or "\n".join(reason.words for reason in whole.reasons))
    for row in (row for row in rows if not row.answer.granted):
        click.echo(f"第{row.number}行 {row.masked}  " + " ".join(reason.words for reason in row.answer.reasons))
    click.echo(f"批次 {batch.batch_id}：共{batch.total}行，受理{batch.granted}人，未受理{batch.refused}人。")
