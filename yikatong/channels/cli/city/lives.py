"""The lives of the demonstration city: one for every state of every table, each lived by several people."""

from dataclasses import dataclass

from yikatong.channels.cli.city import steps as s
from yikatong.channels.cli.city.steps import (
    PIN,
    WRONG_PIN,
    Step,
    at_bank,
    at_desk,
    by_bank,
    by_officer,
    by_plant,
    on_phone,
    online,
)


@dataclass(frozen=True, slots=True)
class Life:
    """``title`` says what one sees; the last step happened ``ended_days_ago``; ``people`` live it.

    ``region`` issues the card. ``valid_days`` is what is left of an old card when it is taken over.
    """

    title: str
    people: int
    steps: tuple[Step, ...]
    ended_days_ago: float = 20
    region: str = "610100"
    valid_days: int = 2000


PIN_LOCKED = tuple(Step(0.001, "try_pin", at_desk(0, "").channel, {"current_pin": WRONG_PIN}) for _ in range(6))
PHOTO_RETURNED = (*s.APPLIED, by_officer(1, "review_application", verdict="return_photo", reason="photo_quality"))
REJECTED = (*s.APPLIED, by_officer(1, "review_application", verdict="reject", reason="name_mismatch"))
NO_ACCOUNT = (*s.REVIEWED, by_bank(1, "record_production", stage="bank_rejected", note="预留手机号码已停用"))
SENT_BACK = (*s.BATCHED, *s.READY, by_officer(60, "record_production", stage="returned", note="超期未领"))
ORAL_LOSS = (*s.IN_USE, on_phone(30, "report_loss", function="social"))
BOTH_LOST = (*ORAL_LOSS, at_bank(0.01, "report_loss", function="financial"))
REPLACED = (*s.IN_USE, *s.FORMAL_LOSS, *s.MADE_AGAIN)
PHOTO = {"$": "photo"}
RENEWING = (*s.TAKEN_OVER, online(5, "renew", ground="expiry", consent="true", **PHOTO))
RENEWED = (*s.TAKEN_OVER, at_desk(5, "renew", ground="damage", consent="true", **PHOTO), *s.MADE_AGAIN)
SETTLED = (
    *s.IN_USE,
    by_bank(1, "settle_funds", function="financial"),
    by_officer(0.1, "settle_funds", function="social"),
)
LEFT = (*SETTLED, at_desk(1, "cancel", ground="left_province", benefits_in_use="false"))
CORRECTING = by_officer(1, "propose_correction", part="mobile", value="13900000000", reason="本人到网点申请变更")
BEIJING_FORMAL = (*s.TAKEN_OVER, at_desk(3, "report_loss", function="social", kind="formal"))
BEIJING_TEMPORARY = (*s.TAKEN_OVER, on_phone(3, "report_loss", function="social"))
TWO_CARDS = (*s.TAKEN_OVER, at_desk(3, "transfer", **{"$": "transfer"}))

LIVES = (
    Life("申请已受理", 14, s.APPLIED, 0.5),
    Life("银行开户中", 8, s.REVIEWED, 1),
    Life("照片退回", 6, PHOTO_RETURNED, 2),
    Life("审核未通过", 5, REJECTED, 6),
    Life("申请人撤回", 4, (*s.APPLIED, online(0.2, "withdraw_application")), 6),
    Life("银行开户未成功", 4, NO_ACCOUNT, 3),
    Life("制卡数据已生成", 8, s.BATCHED, 1),
    Life("制卡中", 8, (*s.BATCHED, *s.MAKING), 1),
    Life("重新制卡", 4, (*s.BATCHED, *s.MAKING, by_plant(1, stage="remake", note="质检不合格")), 1),
    Life("质检完成", 4, (*s.BATCHED, *s.PERSONALISED), 1),
    Life("省厅已下发", 8, (*s.BATCHED, *s.RELEASED), 1),
    Life("市级已接收", 4, (*s.BATCHED, *s.READY[:-1]), 1),
    Life("网点待领取", 16, (*s.BATCHED, *s.READY), 3),
    Life("已预约领取", 6, (*s.BATCHED, *s.READY, online(0.1, "book_collection", at="$soon")), 0.05),
    Life("超期退回", 4, SENT_BACK, 5),
    Life("封存：已领未启用", 14, (*s.BATCHED, *s.READY, *s.COLLECTED), 4),
    Life("社保功能已启用，金融功能未激活", 12, (*s.BATCHED, *s.READY, *s.COLLECTED, *s.ENABLED), 9),
    Life("正常使用", 45, s.IN_USE, 60),
    Life("口头挂失中", 8, ORAL_LOSS, 2),
    Life("口头挂失明天到期", 4, ORAL_LOSS, 6.3),
    Life("口头挂失已自动解除", 4, ORAL_LOSS, 9),
    Life("两项功能都已口头挂失", 4, BOTH_LOST, 1),
    Life("已解挂", 4, (*ORAL_LOSS, online(1, "lift_loss", function="social")), 10),
    Life("正式挂失，补卡申请待审核", 8, (*s.IN_USE, *s.FORMAL_LOSS), 2),
    Life("补卡已领取未启用", 6, REPLACED, 3),
    Life("补卡已启用", 6, (*REPLACED, *s.ENABLED, *s.ACTIVATED), 12),
    Life("密码锁定", 6, (*s.IN_USE, *PIN_LOCKED), 5),
    Life("解锁后正常", 4, (*s.IN_USE, *PIN_LOCKED, at_desk(1, "unlock", new_pin="918273")), 5),
    Life("改过密码", 3, (*s.IN_USE, at_desk(3, "change_pin", current_pin=PIN, new_pin="918273")), 5),
    Life("六十日内到期", 10, s.TAKEN_OVER, 30, valid_days=75),
    Life("还早，不能换领", 4, s.TAKEN_OVER, 30, valid_days=130),
    Life("换领已申请", 6, RENEWING, 2, valid_days=40),
    Life("损坏换领，新卡待启用", 5, RENEWED, 2),
    Life("资金已结清，可以注销", 4, SETTLED, 3),
    Life("社保功能已注销，账户未销", 5, LEFT, 3),
    Life("社保功能已注销，账户已销", 5, (*LEFT, by_bank(1, "close_account")), 3),
    Life("账户冻结", 3, (*s.IN_USE, by_bank(1, "report_account_state", reported="frozen")), 3),
    Life("更正待复核", 4, (*s.IN_USE, CORRECTING), 1),
    Life("北京发卡，正常使用", 6, s.TAKEN_OVER, 30, region="110105"),
    Life("北京发卡，临时挂失没有期限", 4, BEIJING_TEMPORARY, 15, region="110105"),
    Life("北京发卡，正式挂失后可以解挂", 4, BEIJING_FORMAL, 5, region="110105"),
    Life("两省各有一张卡", 6, TWO_CARDS, 4, region="510100"),
)  # fmt: skip
