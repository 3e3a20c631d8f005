"""The sandbox bank: a process of its own that plays a connected bank. It has its own settings and database."""

import os
from datetime import time
from pathlib import Path

import click


@click.command("sandbox-bank", help="启动沙箱银行（独立进程、独立数据库）：http://127.0.0.1:8001，Ctrl-C 结束。")
@click.option("--port", default=8001, show_default=True, help="端口。")
@click.option("--code", default="CAB", show_default=True, help="银行在人社系统中的代码。")
@click.option("--callback", metavar="URL", help="回执通知的地址，默认 http://127.0.0.1:8000/callbacks/banks/代码/。")
@click.option(
    "--secrets", is_flag=True,
    help="只显示双方的签名密钥后结束，接 yikatong bank connect CAB 地址 --secrets -。",
)  # fmt: skip
@click.option("--cut-off", metavar="HH:MM", help="开户截止时刻，过后次一工作日9时办理；none 为不限。不填则照旧。")
@click.option(
    "--adopt", "adopted", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="接管联网前已有的账户：每行一个账户的 JSON 文件；已有的卡不动。",
)  # fmt: skip
def sandbox_bank_command(
    port: int, code: str, callback: str | None, secrets: bool, cut_off: str | None, adopted: Path | None
) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "yikatong.sandbox.bank.settings",
        "YIKATONG_SANDBOX_BANK_CODE": code,
    }
    if callback:
        os.environ["YIKATONG_SANDBOX_BANK_CALLBACK"] = callback
    from yikatong.sandbox.bank import serving

    if secrets:
        click.echo(serving.agreed_secrets())
        return
    _prepare(adopted, cut_off)
    try:
        serving.serve(port, lambda: click.echo(f"沙箱银行 {code}：http://{serving.ADDRESS}:{port}"))
    except OSError:
        raise click.ClickException(f"端口 {port} 已被占用：沙箱银行可能已在运行，或用 --port 另选一个。") from None


def _prepare(adopted: Path | None, cut_off: str | None) -> None:
    from yikatong.sandbox.bank import serving

    try:
        hour = None if cut_off in (None, "none") else time.fromisoformat(cut_off)
    except ValueError:
        raise click.ClickException("--cut-off 须为时刻，例如 17:00；不限则写 none。") from None
    serving.prepare()
    if cut_off:
        serving.set_cut_off(hour)
    if adopted is None:
        return
    try:
        click.echo(f"已接管 {serving.take_over(adopted)} 个账户。")
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None
