"""A bureau's outlet and a bank's branch in every county of Shaanxi, invented but for the counties."""

from collections.abc import Iterator
from functools import cache

from yikatong.cards.directory import Outlet
from yikatong.channels.cli.city.places import BANK_SERVICES, BANKS, BUREAU_SERVICES
from yikatong.channels.cli.crowd.people import counties
from yikatong.policies import regions


def outlets() -> Iterator[Outlet]:
    for number, county in enumerate(counties()):
        name, bank = regions.name(county).removeprefix("陕西省"), BANKS[number % len(BANKS)]
        yield Outlet(
            code=f"SN-{county}-01", name=f"{name}政务大厅社保卡窗口（演示）", region=county, address=f"{name}演示路1号",
            phone=f"029-8200{number:04}", services=BUREAU_SERVICES, step_free=number % 2 == 0,
        )  # fmt: skip
        yield Outlet(
            code=f"SN-{county}-B1", name=f"{bank.name.removesuffix('（演示）')}{name}支行（演示）", region=county,
            address=f"{name}演示路2号", phone=f"029-8300{number:04}", bank=bank.code, services=BANK_SERVICES,
        )  # fmt: skip


@cache
def bank_of(county: str) -> str:
    return BANKS[counties().index(county) % len(BANKS)].code
