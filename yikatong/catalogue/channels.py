"""Through what, by whom and how surely a service is asked."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Channel(StrEnum):
    PORTAL = "portal"
    DESK = "desk"
    HOTLINE = "hotline"
    BANK = "bank"
    KIOSK = "kiosk"
    FIELD = "field"
    PARTNER = "partner"
    EMPLOYER = "employer"
    OFFICER = "officer"
    PLANT = "plant"

    @property
    def words(self) -> str:
        return CHANNEL_WORDS[self]


CHANNEL_WORDS = {
    Channel.PORTAL: "网上服务平台",
    Channel.DESK: "社保卡服务网点",
    Channel.HOTLINE: "12333热线",
    Channel.BANK: "社保卡服务银行",
    Channel.KIOSK: "自助服务机",
    Channel.FIELD: "社区上门服务",
    Channel.PARTNER: "定点医院、药店等合作单位",
    Channel.EMPLOYER: "用人单位",
    Channel.OFFICER: "经办机构审核岗",
    Channel.PLANT: "制卡中心",
}


class Assurance(IntEnum):
    """How surely the holder is known in this act, ascending. Channels of parties (bank, plant) vouch for themselves.

    ``FACE`` means a real-person check of the moment, by face or by the alternative that every face step must have.
    """

    NONE = 0
    CLAIMED = 1
    CODE = 2
    FACE = 3
    PRESENT = 4

    @property
    def words(self) -> str:
        return ("无须核验", "核对姓名、证件号码等信息", "短信验证码", "实人核验（人脸或等效）", "当面核验证件")[self]


class AskerKind(StrEnum):
    HOLDER = "holder"
    AGENT = "agent"
    GUARDIAN = "guardian"
    EMPLOYER = "employer"
    PARTY = "party"
    OFFICER = "officer"

    @property
    def words(self) -> str:
        return {
            "holder": "本人", "agent": "代理人", "guardian": "监护人",
            "employer": "用人单位", "party": "银行、制卡中心等协同单位", "officer": "经办人员",
        }[self]  # fmt: skip


BY_MANDATE = frozenset({AskerKind.AGENT, AskerKind.GUARDIAN})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. ``code`` is the party's, employer's or officer's account; for agents and guardians the blind index
    of their own ID number, which a mandate must name."""

    kind: AskerKind = AskerKind.HOLDER
    code: str = ""
