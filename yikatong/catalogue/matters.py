"""What a holder may leave to another person."""

from enum import StrEnum


class Matter(StrEnum):
    """Services that may be asked by mandate, by their codes; each region decides further."""

    APPLY = "apply"
    TRACK = "track"
    COLLECT = "collect"
    ENABLE = "enable"
    REPORT_LOSS = "report_loss"
    LIFT_LOSS = "lift_loss"
    REPLACE = "replace"
    RENEW = "renew"
    RESET_PIN = "reset_pin"
    UNLOCK = "unlock"
    CANCEL = "cancel"

    @property
    def words(self) -> str:
        return MATTER_WORDS[self]


MATTER_WORDS = {
    Matter.APPLY: "申领", Matter.TRACK: "查询制卡进度", Matter.COLLECT: "领取", Matter.ENABLE: "启用社保功能",
    Matter.REPORT_LOSS: "挂失", Matter.LIFT_LOSS: "解挂", Matter.REPLACE: "补领", Matter.RENEW: "换领",
    Matter.RESET_PIN: "重置社保密码", Matter.UNLOCK: "解锁", Matter.CANCEL: "注销社保功能",
}  # fmt: skip
