"""What can differ between bureau, bank and plant, why, whose turn it is, and what to do. Pure."""

from enum import StrEnum


class Owner(StrEnum):
    """Who has to act next."""

    BANK = "bank"
    BUREAU = "bureau"
    PLANT = "plant"
    NOBODY = "nobody"

    @property
    def words(self) -> str:
        return {"bank": "发卡银行", "bureau": "经办机构", "plant": "制卡中心", "nobody": "尚在途中，无须处理"}[self]


class Aspect(StrEnum):
    """What differs: the stable code of a difference."""

    ACCOUNT_DIFFERS = "account_differs"
    ACCOUNT_NUMBER_DIFFERS = "account_number_differs"
    ACCOUNT_MISSING = "account_missing"
    ACCOUNT_UNEXPECTED = "account_unexpected"
    ANSWER_MISSING = "answer_missing"
    OPENING_LATE = "opening_late"
    MONEY_LEFT = "money_left"
    STOCK_MISSING = "stock_missing"
    STOCK_UNEXPECTED = "stock_unexpected"
    STAGE_LATE = "stage_late"
    CUSTODY_DIFFERS = "custody_differs"

    @property
    def words(self) -> str:
        return ASPECT_WORDS[self]


ASPECT_WORDS = {
    Aspect.ACCOUNT_DIFFERS: "账户状态不一致",
    Aspect.ACCOUNT_NUMBER_DIFFERS: "账号不一致",
    Aspect.ACCOUNT_MISSING: "银行没有这个账户",
    Aspect.ACCOUNT_UNEXPECTED: "银行有账户，经办机构没有这张卡",
    Aspect.ANSWER_MISSING: "银行没有回执",
    Aspect.OPENING_LATE: "银行已开户，进度没有跟上",
    Aspect.MONEY_LEFT: "账户已销，资金没有结清",
    Aspect.STOCK_MISSING: "制卡中心没有这张卡",
    Aspect.STOCK_UNEXPECTED: "制卡中心有卡，经办机构没有这张卡",
    Aspect.STAGE_LATE: "制卡进度没有跟上",
    Aspect.CUSTODY_DIFFERS: "实物在谁手里不一致",
}


class Cause(StrEnum):
    """Why it differs, as far as the three values tell."""

    ORDER_IN_FLIGHT = "order_in_flight"
    CALLBACK_LOST = "callback_lost"
    BANK_SILENT = "bank_silent"
    BANK_BEHIND = "bank_behind"
    TOLD_OTHERWISE = "told_otherwise"
    LOST_AT_BANK = "lost_at_bank"
    NOT_TAKEN_OVER = "not_taken_over"
    UNKNOWN_TO_BUREAU = "unknown_to_bureau"
    UNKNOWN_STOCK = "unknown_stock"
    CLOSED_WITH_MONEY = "closed_with_money"
    FILE_LOST = "file_lost"
    PLANT_SILENT = "plant_silent"
    PLANT_DIFFERS = "plant_differs"

    @property
    def words(self) -> str:
        return CAUSES[self][1]

    @property
    def owner(self) -> Owner:
        return CAUSES[self][0]

    @property
    def to_do(self) -> str:
        return CAUSES[self][2]

    @property
    def healed_by_asking(self) -> bool:
        """Whether the bank's present answer can put it right. Asking changes nothing at the bank."""
        return self in (Cause.CALLBACK_LOST, Cause.BANK_SILENT)


C = Cause
# cause: whose turn, why, what to do
CAUSES: dict[Cause, tuple[Owner, str, str]] = {
    C.ORDER_IN_FLIGHT: (
        Owner.NOBODY, "指令已经发出，银行还在办理", "不需要处理；超过回执时限仍未回执的，转给银行。",
    ),
    C.CALLBACK_LOST: (
        Owner.BUREAU, "银行的回执通知没有收到", "向银行重新查询这个账户，按查到的结果登记。",
    ),
    C.BANK_SILENT: (
        Owner.BANK, "超过时限银行没有回执", "先重新查询账户；仍无回执的，电话联系发卡银行，说明指令编号。",
    ),
    C.BANK_BEHIND: (
        Owner.BANK, "银行报来的状态比已告知的旧", "请银行核对是否恢复过旧数据；查清前不按旧状态改动。",
    ),
    C.TOLD_OTHERWISE: (
        Owner.BANK, "同一序号，银行前后说法不同", "请银行核对这个账户的变动记录，更正后重新发送通知。",
    ),
    C.LOST_AT_BANK: (
        Owner.BANK, "银行办过开户，现在查不到账户", "请银行查找账户；持卡人的资金去向须当天查清。",
    ),
    C.NOT_TAKEN_OVER: (
        Owner.BUREAU, "卡在银行联网之前发行，没有交接", "把这张卡列入与银行的交接清单，由银行补录账户。",
    ),
    C.UNKNOWN_TO_BUREAU: (
        Owner.BANK, "银行有账户，经办机构没有这张卡", "请银行核对卡的编号；确属错误的，由银行更正或销户。",
    ),
    C.UNKNOWN_STOCK: (
        Owner.PLANT, "制卡中心有卡，经办机构没有这张卡", "请制卡中心核对卡的编号；多制的卡销毁并报送结果。",
    ),
    C.CLOSED_WITH_MONEY: (
        Owner.BANK, "销户时资金没有处理完", "请银行把余额付给本人或转入新账户，再更正账户。",
    ),
    C.FILE_LOST: (
        Owner.BUREAU, "制卡文件没有发出，或结果没有收进", "检查制卡批次：没有发出的重新生成，没有收进的重新收进。",
    ),
    C.PLANT_SILENT: (
        Owner.PLANT, "超过时限制卡中心没有报结果", "请制卡中心报送这一批的结果文件。",
    ),
    C.PLANT_DIFFERS: (
        Owner.PLANT, "制卡中心的记录与已报送的结果不符", "请制卡中心核对库存和结果文件，更正后重新报送。",
    ),
}  # fmt: skip
