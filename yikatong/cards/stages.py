"""The stages that a card passes between application and collection (制卡进度)."""

from enum import StrEnum


class Stage(StrEnum):
    SUBMITTED = "submitted"
    VERIFYING = "verifying"
    PHOTO_REVIEW = "photo_review"
    BANK_OPENING = "bank_opening"
    BATCHED = "batched"
    MAKING = "making"
    PERSONALISED = "personalised"
    PROVINCE_RELEASED = "province_released"
    CITY_RECEIVED = "city_received"
    READY = "ready"
    MAILING = "mailing"
    COLLECTED = "collected"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    PHOTO_RETURNED = "photo_returned"
    BANK_REJECTED = "bank_rejected"
    REMAKE = "remake"
    RETURNED = "returned"

    @property
    def words(self) -> str:
        return PLAN[self][1]

    @property
    def rank(self) -> int:
        return PLAN[self][0]

    def may_become(self, other: "Stage") -> bool:
        return other in PLAN[self][2]


S = Stage
# stage: rank, words on the holder's screen, the stages that may follow
PLAN: dict[Stage, tuple[int, str, tuple[Stage, ...]]] = {
    S.SUBMITTED: (10, "申请已受理", (S.VERIFYING, S.WITHDRAWN, S.REJECTED)),
    S.VERIFYING: (20, "信息核验中", (S.PHOTO_REVIEW, S.WITHDRAWN, S.REJECTED)),
    S.PHOTO_REVIEW: (30, "照片审核中", (S.BANK_OPENING, S.PERSONALISED, S.PHOTO_RETURNED, S.WITHDRAWN)),
    S.BANK_OPENING: (40, "银行开户中", (S.BATCHED, S.BANK_REJECTED)),
    S.BATCHED: (50, "制卡数据已生成", (S.MAKING,)),
    S.MAKING: (60, "制卡中", (S.PERSONALISED, S.REMAKE)),
    S.PERSONALISED: (65, "密钥加载与质检", (S.PROVINCE_RELEASED, S.READY, S.COLLECTED, S.REMAKE)),
    S.PROVINCE_RELEASED: (70, "省厅已下发", (S.CITY_RECEIVED, S.READY)),
    S.CITY_RECEIVED: (75, "市级已接收", (S.READY, S.MAILING)),
    S.READY: (80, "网点待领取", (S.COLLECTED, S.RETURNED)),
    S.MAILING: (82, "邮寄中", (S.COLLECTED, S.RETURNED)),
    S.COLLECTED: (85, "已领取", ()),
    S.WITHDRAWN: (90, "申请人已撤回", ()),
    S.REJECTED: (91, "审核未通过", ()),
    S.PHOTO_RETURNED: (92, "照片退回，待补正", (S.PHOTO_REVIEW, S.WITHDRAWN)),
    S.BANK_REJECTED: (93, "银行开户未成功，待处理", (S.BANK_OPENING, S.WITHDRAWN)),
    S.REMAKE: (94, "质检不合格，重新制卡", (S.MAKING,)),
    S.RETURNED: (95, "超期未领或拒收，已退回", (S.READY,)),
}

FAILED = frozenset({Stage.WITHDRAWN, Stage.REJECTED})
MADE = frozenset({S.PERSONALISED, S.PROVINCE_RELEASED, S.CITY_RECEIVED, S.READY, S.MAILING, S.COLLECTED, S.RETURNED})
WAITING_FOR_REVIEW = frozenset({S.SUBMITTED, S.VERIFYING, S.PHOTO_REVIEW})


def in_issuing_phase(stage: Stage, since: Stage) -> bool:
    """Whether ``stage`` lies at or after ``since``, the place's threshold (Shaanxi: 省厅已下发)."""
    if stage is Stage.RETURNED:
        return True
    return since.rank <= stage.rank <= Stage.COLLECTED.rank
