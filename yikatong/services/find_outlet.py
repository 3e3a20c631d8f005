"""网点查询: where to go, for what, and when it is open. Concerns nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from yikatong.cards.directory import Outlet
from yikatong.catalogue.card_kinds import BankCode, CodeText, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import hours_words, is_open
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Finding, Service
from yikatong.policies import regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    region: Annotated[RegionCode, Label("地区", "省、市或区县。")]
    service: Annotated[CodeText | None, Label("要办的业务", "不填则列出全部网点。")] = None
    bank: Annotated[BankCode | None, Label("银行", "只看这家银行的网点。")] = None
    instant_issue: Annotated[bool, Label("只看立等可取")] = False
    step_free: Annotated[bool, Label("只看无障碍通行")] = False
    open_at: Annotated[datetime | None, Label("这个时间开门", "法定节假日以网点公告为准。")] = None


find_outlet = Service(
    code="find_outlet",
    name="网点查询",
    summary="查询社保卡服务网点和银行网点的地址、电话、开放时间，可按业务、银行、无障碍等筛选。",
    asks=Asked,
    channels=dict.fromkeys(
        (
            Channel.PORTAL, Channel.HOTLINE, Channel.DESK, Channel.KIOSK, Channel.BANK, Channel.FIELD,
            Channel.PARTNER, Channel.EMPLOYER,
        ),
        Assurance.NONE,
    ),
    askers=frozenset({AskerKind.HOLDER, AskerKind.EMPLOYER, AskerKind.PARTY, AskerKind.OFFICER}),
    card=(),
    about_person=False,
    synonyms=("在哪里办", "补换卡网点", "地址", "银行网点", "几点开门"),
)  # fmt: skip


def fits(case: Case[Asked], outlet: Outlet) -> bool:
    asked = case.asked
    return (
        regions.covers(case.region, outlet.region)
        and (asked.service is None or asked.service in outlet.services)
        and (asked.bank is None or outlet.bank == asked.bank)
        and (outlet.instant_issue or not asked.instant_issue)
        and (outlet.step_free or not asked.step_free)
        and (asked.open_at is None or is_open(outlet, asked.open_at))
    )


def fitting(case: Case[Asked]) -> list[Outlet]:
    found = (outlet for outlet in case.directory.outlets.values() if fits(case, outlet))
    return sorted(found, key=lambda outlet: (outlet.region, outlet.code))


def found_words(case: Case[Asked]) -> str:
    count = len(fitting(case))
    return f"找到{count}个网点。" if count else "没有找到符合条件的网点。请放宽条件，或拨打12333询问。"


@find_outlet.answers(found_words, next=("call_12333",))
def list_outlets(case: Case[Asked]) -> Iterable[Finding]:
    found = fitting(case)
    yield Finding("count", "网点数", f"{len(found)}个", len(found))
    for outlet in found:
        marks = "，可立等可取" * outlet.instant_issue + "，无障碍通行" * outlet.step_free
        words = f"{outlet.address}，电话{outlet.phone}，{hours_words(outlet)}{marks}"
        yield Finding("outlet", outlet.name, words, outlet.code)
