"""``yikatong plant …``: the plant's keys, batches out, files in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import click

from yikatong.channels.cli.setting import office_open

STATES = {"waiting": "等待前面的文件", "accepted": "已收下，正在登记", "taken_in": "已登记", "refused": "整份退回"}


@click.group("plant", help="制卡中心：公钥、送制批次、制卡结果。")
def plant_group() -> None:
    pass


@contextmanager
def _plant() -> Iterator[ModuleType]:
    """The office's room. Errors: ClickException with code, words and cure."""
    with office_open():
        from yikatong.adapters.plant_files import PlantFileFault
        from yikatong.office import plant
        from yikatong.office.ask import CounterFault

        try:
            yield plant
        except CounterFault as fault:
            raise click.ClickException(f"{fault.code}：{fault.words}") from fault
        except PlantFileFault as fault:
            raise click.ClickException(f"{fault.code}：{fault.words}{fault.cure}") from fault


@plant_group.command("keys", help="显示双方的公钥；登记或停用制卡中心的公钥。我方公钥同时写入交换文件夹的keys。")
@click.option("--register", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="制卡中心的公钥文件。")
@click.option("--withdraw", metavar="KEY_ID", help="停用这个编号的公钥。")
def keys_command(register: Path | None, withdraw: str | None) -> None:
    with _plant() as plant:
        if register is not None:
            click.echo(f"已登记：{plant.register(register.read_text(encoding='utf-8', errors='replace'))}", err=True)
        if withdraw is not None and not plant.withdraw(withdraw):
            raise click.ClickException(f"没有编号为{withdraw}的有效公钥，请用 yikatong plant keys 查看编号。")
        click.echo(f"我方公钥：{plant.publish_ours()}", err=True)
        click.echo(json.dumps(plant.our_keys(), indent=2))
        for key in plant.registered_keys():
            state = f"{key.withdrawn_at:%Y-%m-%d %H:%M}停用" if key.withdrawn_at else "有效"
            click.echo(f"{key.plant}\t{'加密' if key.use == 'seal' else '验签'}\t{key.key_id}\t{state}")


@plant_group.command("batch", help="把等待送制的卡做成一个批次，写入交换文件夹。")
@click.option("--again", type=int, metavar="N", help="第N批的文件丢失，用同一批次号重新写一次。")
def batch_command(again: int | None) -> None:
    with _plant() as plant:
        if again is not None:
            plant.write_again(again, plant.link(), _progress)
            return
        made = plant.make_batches(_progress)
        click.echo("\n".join(made) if made else "没有等待送制的卡。")


def _progress(done: int, total: int) -> None:
    if done % 1000 == 0 or done == total:
        click.echo(f"{done}/{total}", err=True)


@plant_group.command("take-in", help="收取制卡中心报送的文件，逐行登记。")
def take_in_command() -> None:
    with _plant() as plant:
        worked = plant.take_in()
        click.echo(f"查收{worked.received}份，登记完{worked.taken_in}份。")


@plant_group.command("list", help="等待送制的卡、最近的批次和文件。")
def list_command() -> None:
    with _plant() as plant:
        waiting = plant.waiting()
        since = f"，最早的从{waiting.since:%Y-%m-%d %H:%M}（UTC）起" if waiting.since else ""
        click.echo(f"等待送制：{waiting.cards}张{since}")
        for batch in plant.batches():
            state = f"已写出{batch.written}张" if batch.written_at else "尚未写出"
            click.echo(f"{batch.name}\t{batch.claimed}张\t{state}\t未送制{batch.left_out}张\t有结果{batch.answered}张")
        for file in plant.files():
            at = f"第{file.line}行" if file.line else ""
            told = f"\t{file.code}\t{at}{file.words}{file.cure}" if file.code else ""
            counts = f"{file.rows}行\t登记{file.granted}行\t未登记{file.refused}行"
            click.echo(f"{file.file_id}\t{file.name}\t{STATES[file.state]}\t{counts}{told}")


@plant_group.command("show", help="一份文件里没有登记的行；编号见 yikatong plant list。")
@click.argument("file_id", type=int)
def show_command(file_id: int) -> None:
    with _plant() as plant:
        for line in plant.report_csv(file_id, "00"):
            click.echo(line.rstrip("\r\n"))


@plant_group.command("again", help="照片或资料改正后，把停下的卡再次送制。")
@click.argument("card_id")
def again_command(card_id: str) -> None:
    with _plant() as plant:
        plant.send_again(card_id)
        click.echo("下一批送制。")
