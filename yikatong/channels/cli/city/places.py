"""Three invented banks and outlets in real divisions."""

from collections.abc import Iterator
from datetime import time

from yikatong.cards.directory import Bank, Outlet
from yikatong.channels.cli.city.people import DISTRICTS
from yikatong.policies import regions

BANKS = (
    Bank("CAB", "长安银行（演示）", "95000"),
    Bank("QRB", "秦岭农商银行（演示）", "95001"),
    Bank("WHB", "渭河商业银行（演示）", "95002"),
)
BUREAU_SERVICES = frozenset(
    "apply collect enable change_pin reset_pin unlock renew replace cancel transfer report_loss lift_loss "
    "register_mandate".split()
)
BANK_SERVICES = frozenset("collect activate_account close_account report_loss replace renew instant_issue".split())


def outlets() -> Iterator[Outlet]:
    """A bureau outlet in each district of the demo Xi'an, a branch of one bank beside it, and some elsewhere."""
    for number, district in enumerate(DISTRICTS):
        yield _bureau(f"XA-{district[-3:]}-01", district, number)
        yield _branch(f"XA-{district[-3:]}-B{number % 3 + 1}", district, number)
    for number, county in enumerate(("610402", "610302", "610602", "610802")):
        yield _bureau(f"SX-{county[2:]}-01", county, number)
        yield _branch(f"SX-{county[2:]}-B1", county, 0)
    for number, district in enumerate(("110101", "110105", "510100", "310000")):
        yield _bureau(f"CN-{district}-01", district, number)
        yield _branch(f"CN-{district}-B1", district, 0)


def _bureau(code: str, district: str, number: int) -> Outlet:
    return Outlet(
        code=code, name=f"{_short(district)}社会保障卡服务中心（演示）", region=district,
        address=f"{_short(district)}演示大街{number + 1}号", phone=f"029-8000{number:04}",
        services=BUREAU_SERVICES | ({"instant_issue"} if number % 2 == 0 else set()),
        instant_issue=number % 2 == 0, step_free=number % 3 != 1,
        longitude=108.90 + number * 0.01, latitude=34.20 + number * 0.01,
    )  # fmt: skip


def _branch(code: str, district: str, number: int) -> Outlet:
    bank = BANKS[number % 3]
    return Outlet(
        code=code, name=f"{bank.name.removesuffix('（演示）')}{_short(district)}支行（演示）", region=district,
        address=f"{_short(district)}演示大街{number + 101}号", phone=f"029-8100{number:04}", bank=bank.code,
        services=BANK_SERVICES, instant_issue=True, step_free=number % 2 == 0,
        opens=time(9), closes=time(17), weekdays=(1, 2, 3, 4, 5, 6),
        longitude=108.905 + number * 0.01, latitude=34.205 + number * 0.01,
    )  # fmt: skip


def _short(district: str) -> str:
    return regions.name(district).split("市")[-1] or regions.name(district)
