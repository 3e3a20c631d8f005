"""The counter from a terminal: any service for a named person, and the check of the whole ledger."""

import getpass
import sys
import uuid
from typing import Any

import click

from yikatong.cards.codec import plain
from yikatong.cards.identity import InputFault, read_for_search
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.channels.cli.answers import echo_json
from yikatong.channels.cli.setting import office_open
from yikatong.channels.derive.answer import AnswerView, answer_view
from yikatong.office.ask import Ask, CounterFault
from yikatong.services import catalogue

DOSSIERS_A_WORD = 1000


def _option(field: Field) -> click.Option:
    choices = [str(c) for c in field.choices] or (["true", "false"] if field.kind.widget == "truth" else [])
    return click.Option(
        [f"--{field.name.replace('_', '-')}", field.name],
        help=f"{field.label.words}{'（必填）' if field.required else ''} {field.label.help}",
        type=click.File("rb") if field.kind.uploaded else click.Choice(choices) if choices else str,
        prompt=field.label.words if field.kind.secret and field.required else False,
        hide_input=field.kind.secret,
    )


def _command(service: Service[Any]) -> click.Command:
    common = [
        click.Option(["--about"], help="参保人的证件号码。"),
        click.Option(["--card"], help="社保卡编号或卡号。"),
        click.Option(["--channel"], type=click.Choice([c.value for c in service.channels]), required=True),
        click.Option(["--assurance"], type=click.Choice([a.name.lower() for a in Assurance])),
        click.Option(["--asker"], type=click.Choice([a.value for a in AskerKind]), default=None),
        click.Option(["--as", "code"], default="", help="代理人证件号码，或协同单位代码。"),
        click.Option(["--in", "place"], default="610100", help="办理地的行政区划代码。"),
        click.Option(["--case-number"], help="业务流水号：同号同内容不会重复办理。"),
        click.Option(["--json", "as_json"], is_flag=True),
    ]
    params = [*common, *(_option(field) for field in fields_of(service.asks))]
    return click.Command(service.code, params=params, callback=_run(service), help=service.summary)  # type: ignore[arg-type]


def _run(service: Service[Any]) -> Any:
    def run(about: str | None, as_json: bool, **given: Any) -> None:
        with office_open() as deployment:
            from yikatong.office.counter import serve

            try:
                number = read_for_search(about, day_of(deployment.now())) if about else None
                outcome = serve(_ask(service, number, given))
            except (InputFault, NotUnderstood, CounterFault) as error:
                raise click.ClickException(str(error)) from None
        view = answer_view(service, outcome)
        echo_json(plain(view)) if as_json else click.echo(told(view))
        sys.exit(0 if view.granted else 3)

    return run


def _ask(service: Service[Any], number: Any, given: dict[str, Any]) -> Ask:
    names = {f.name for f in fields_of(service.asks)}
    answers = {
        name: value.read() if hasattr(value, "read") else value
        for name, value in given.items()
        if name in names and value is not None
    }
    channel = Channel(given["channel"])
    named = given["assurance"]
    kind = AskerKind(given["asker"]) if given["asker"] else min(service.askers, key=list(AskerKind).index)
    return Ask(
        service=service.code, answers=answers, channel=channel,
        assurance=Assurance[named.upper()] if named else service.channels[channel], client="cli",
        about=number, card_id=given["card"], asker=_asker(kind, given["code"]), region=given["place"],
        case_number=given["case_number"] or uuid.uuid4().hex, actor=f"cli:{getpass.getuser()}",
    )  # fmt: skip


def _asker(kind: AskerKind, code: str) -> Asker:
    if kind in (AskerKind.AGENT, AskerKind.GUARDIAN) and code:
        from yikatong.office import deployment
        from yikatong.office.counter import index_of

        return Asker(kind, index_of(read_for_search(code, day_of(deployment.now()))).hex())
    return Asker(kind, code)


def told(view: AnswerView) -> str:
    """An answer for a terminal: what, why, what next, reference."""
    lines = [view.title, view.words, *(f"{f.label}：{f.words}" for f in view.findings)]
    for reason in view.reasons:
        lines += [f"· {reason.words}"] + ([f"  依据：{reason.why.source}"] if reason.why else [])
        lines += [f"  可以：{step.words}" for step in reason.next]
    lines += [f"下一步：{step.words}" for step in view.next]
    lines += [f"受理编号：{view.reference}"] if view.reference else []
    return "\n".join(line for line in [*lines, view.hotline] if line)


class _Acts(click.Group):
    """One command for each service, drawn from its declaration when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(catalogue())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        service = catalogue().get(cmd_name.replace("-", "_"))
        return _command(service) if service else None


act_command = _Acts("act", help="在柜台办理一个事项，例如：yikatong act report_loss --about … --channel hotline。")


@click.command("fsck", help="重放全部台账并与现状逐项核对；只读。")
@click.option("--json", "as_json", is_flag=True)
def fsck_command(as_json: bool) -> None:
    with office_open():
        from yikatong.office import fsck

        report = fsck.check(_count_aloud)
    if as_json:
        findings = [{**plain(flaw), "words": flaw.words} for flaw in report.findings]
        echo_json({**plain(report), "findings": findings})
    else:
        click.echo(f"{report.dossiers} 份档案，{report.entries} 笔台账，{len(report.findings)} 处不符。")
        for flaw in report.findings:
            click.echo(f"{flaw.code}  {flaw.person_id}  {flaw.reference}  {flaw.words}")
    sys.exit(1 if report.findings else 0)


def _count_aloud(dossiers: int) -> None:
    if dossiers % DOSSIERS_A_WORD == 0 and sys.stderr.isatty():
        click.echo(f"\r已核对 {dossiers} 份档案", err=True, nl=False)
