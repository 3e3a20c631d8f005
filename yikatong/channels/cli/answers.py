"""What can be answered from the declarations alone: services, guides, and decisions about cases written as JSON."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from yikatong.cards.codec import CodecFault, plain, read
from yikatong.cards.directory import Bank, Directory, Outlet
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.decide import Granted, decide
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.scenario import read_case
from yikatong.catalogue.service import Service
from yikatong.channels.derive.answer import answer_view
from yikatong.channels.derive.guide import guide_json, guide_of, guide_text
from yikatong.channels.derive.schema import described
from yikatong.office.ask import Outcome
from yikatong.office.pages import event_pages
from yikatong.policies import regions
from yikatong.policies.policy import published
from yikatong.services import catalogue


def service_named(code: str) -> Service[Any]:
    if code not in catalogue():
        raise click.ClickException(f"没有“{code}”这个事项。现有事项：{'、'.join(catalogue())}")
    return catalogue()[code]


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.command("services", help="列出全部事项。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出完整声明。")
def services_command(as_json: bool) -> None:
    if as_json:
        echo_json([described(service) for service in catalogue().values()])
        return
    for service in catalogue().values():
        click.echo(f"{service.code:24}{service.name}  {service.summary}")


@click.command("guide", help="一个事项在一地一日的办事指南，附规则来源。")
@click.argument("service")
@click.option("--region", required=True, help="行政区划代码，如 610100。")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的规定，默认今天。")
@click.option("--json", "as_json", is_flag=True)
def guide_command(service: str, region: str, on: datetime | None, as_json: bool) -> None:
    day: date = on.date() if on else day_of(datetime.now(UTC))
    try:
        code = regions.region(region)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    guide = guide_of(service_named(service), code, day, published())
    if as_json:
        echo_json(guide_json(guide))
    else:
        click.echo(guide_text(guide))


@click.command("decide", help="按 JSON 写明的情况作出决定，不用数据库。格式见 docs/integrate.md。")
@click.argument("service")
@click.option("--state", default="{}", help="参保人的状态（JSON，或 @文件）。")
@click.option("--asked", default="{}", help="申请内容（JSON，或 @文件）。")
@click.option("--region", help="行政区划代码；涉及已有社保卡的，以发卡地为准。")
@click.option("--channel", help="渠道代码，默认该事项的第一个渠道。")
@click.option("--assurance", help="身份核验程度：none、claimed、code、face、present。")
@click.option("--asker", help="谁来办：holder、agent、guardian、employer、party、officer，或 JSON。")
@click.option("--card", help="办理哪一张卡（编号或卡号）。")
@click.option("--now", help="何时办理，如 2026-11-21T10:00:00+08:00，默认现在。")
@click.option("--outside", default="{}", help="系统事先查明的情况（JSON）。")
@click.option("--directory", default="{}", help='网点和银行（JSON：{"outlets": [...], "banks": [...]}，或 @文件）。')
@click.option("--json", "as_json", is_flag=True)
def decide_command(service: str, as_json: bool, **written: str | None) -> None:
    declared = service_named(service)
    try:
        case = read_case(
            declared, _case(written), policies=published(), directory=_directory(_json("directory", written))
        )
    except (CodecFault, NotUnderstood, KeyError, ValueError, TypeError) as error:
        raise click.ClickException(f"看不懂所给的情况：{error}") from None
    decision = decide(declared, case)
    view = answer_view(declared, Outcome(decision, case.now, case.region))
    page = {"granted": view.granted, **plain(view)}
    if isinstance(decision, Granted):
        page["events"] = event_pages(decision.events).facts
    echo_json(page) if as_json else click.echo(_told(page))
    sys.exit(0 if view.granted else 3)


def _case(written: dict[str, str | None]) -> dict[str, Any]:
    case: dict[str, Any] = {name: _json(name, written) for name in ("state", "asked", "outside")}
    asker = written["asker"]
    case["asker"] = json.loads(asker) if asker and asker.startswith("{") else asker
    case |= {name: written[name] for name in ("region", "channel", "assurance", "card")}
    case["now"] = written["now"] or datetime.now(UTC).isoformat()
    return case


def _json(name: str, written: dict[str, str | None]) -> Any:
    raw = written[name] or "{}"
    try:
        return json.loads(Path(raw[1:]).read_text() if raw.startswith("@") else raw)
    except OSError as error:
        raise click.ClickException(f"--{name} 的文件读不出来：{error}") from None
    except json.JSONDecodeError as error:
        raise click.ClickException(f"--{name} 不是正确的 JSON：{error}") from None


def _directory(page: Any) -> Directory:
    return Directory.of(
        (read(Outlet, o) for o in page.get("outlets", [])), (read(Bank, b) for b in page.get("banks", []))
    )


def _told(page: dict[str, Any]) -> str:
    lines = [page["title"]]
    if page["granted"]:
        lines += [page["words"], *(f"{f['label']}：{f['words']}" for f in page["findings"])]
        lines += [f"规则：{w['name']}：{w['value']}，{w['source']}（{w['place']}）" for w in page["why"]]
        lines += [f"下一步：{s['words']}" for s in page["next"]]
    for reason in page["reasons"]:
        why = reason["why"]
        lines += [f"· {reason['words']}"] + ([f"  依据：{why['source']}（{why['place']}）"] if why else [])
        lines += [f"  可以：{s['words']}" for s in reason["next"]]
    return "\n".join(line for line in lines if line)
