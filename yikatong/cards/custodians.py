"""Who can hold the plastic of a card (实物保管), and who does at each stage of its making."""

from enum import StrEnum

from yikatong.cards.stages import Stage


class Custodian(StrEnum):
    PLANT = "plant"
    PROVINCE = "province"
    CITY = "city"
    OUTLET = "outlet"
    MAIL = "mail"
    HOLDER = "holder"
    BANK = "bank"
    DESTROYED = "destroyed"

    @property
    def words(self) -> str:
        return {
            "plant": "制卡中心", "province": "省级经办机构", "city": "市级经办机构", "outlet": "领卡网点",
            "mail": "邮寄途中", "holder": "持卡人", "bank": "发卡银行（已收回）", "destroyed": "已销毁",
        }[self]  # fmt: skip


# Before its making there is no plastic; an application that failed never had any.
HELD_AT: dict[Stage, Custodian] = {
    Stage.MAKING: Custodian.PLANT,
    Stage.REMAKE: Custodian.PLANT,
    Stage.PERSONALISED: Custodian.PLANT,
    Stage.PROVINCE_RELEASED: Custodian.PROVINCE,
    Stage.CITY_RECEIVED: Custodian.CITY,
    Stage.READY: Custodian.OUTLET,
    Stage.MAILING: Custodian.MAIL,
    Stage.COLLECTED: Custodian.HOLDER,
    Stage.RETURNED: Custodian.CITY,
}
