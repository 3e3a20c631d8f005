"""The outlets and banks of the examples and laws: few, invented, each with something particular."""

from datetime import time

from yikatong.cards.directory import Bank, Directory, Outlet

BUREAU = frozenset({
    "apply", "collect", "enable", "report_loss", "lift_loss", "replace", "renew", "change_pin", "reset_pin", "unlock",
    "cancel", "track",
})  # fmt: skip
BRANCH = frozenset({"apply", "collect", "report_loss", "replace", "renew", "activate_account", "close_account"})

BANKS = (
    Bank("CAB", "长安银行（演示）", "95500"),
    Bank("BJB", "京城银行（演示）", "95511"),
    Bank("LTB", "联通银行（演示）", "95533", connected=True),
)
OUTLETS = (
    Outlet(
        "XA-YT-01", "西安市雁塔区人社服务大厅", "610113", "雁塔区长安中路1号", "029-00000001", services=BUREAU,
        step_free=True, longitude=108.94, latitude=34.22,
    ),
    Outlet(
        "XA-BK-01", "长安银行（演示）雁塔支行", "610113", "雁塔区小寨东路2号", "029-00000002", bank="CAB",
        services=BRANCH, instant_issue=True, longitude=108.95, latitude=34.23,
    ),
    Outlet(
        "XA-WY-01", "西安市未央区人社服务站", "610112", "未央区凤城一路3号", "029-00000003", services=BUREAU,
        opens=time(8, 30), closes=time(12), weekdays=(2, 4),
    ),
    Outlet("XY-QD-01", "咸阳市秦都区人社服务大厅", "610402", "秦都区人民路4号", "029-00000004", services=BUREAU),
    Outlet(
        "BJ-01", "北京市东城区社保卡服务网点", "110101", "东城区东四北大街5号", "010-00000005", services=BUREAU,
        instant_issue=True, longitude=116.42, latitude=39.93,
    ),
    Outlet("BJ-BK-01", "京城银行（演示）东城支行", "110101", "东城区东单北大街6号", "010-00000006", "BJB", BRANCH),
    Outlet("CD-01", "成都市锦江区社保卡服务网点", "510104", "锦江区红星路7号", "028-00000007", services=BUREAU),
)  # fmt: skip

DIRECTORY = Directory.of(OUTLETS, BANKS)
