"""Next steps that are neither a service nor a channel of ours."""

from yikatong.catalogue.channels import CHANNEL_WORDS

STEPS: dict[str, str] = {
    "call_12333": "拨打12333，由工作人员解答",
    "step_up": "先完成实人核验（人脸或等效方式），再办理",
    "bring_documents": "携带有效身份证件到社保卡服务网点办理",
    "bank_counter": "本人持有效身份证件到发卡银行网点办理",
    "bank_hotline": "拨打发卡银行客服电话",
    "retake_photo": "按提示重新拍摄照片后再提交",
    "wait": "不需要做什么，到时会通知您",
    "nothing": "不需要再办理",
    "keep_using": "社保卡可以继续使用",
    "choose_card": "选择要办理的那一张社保卡",
    "insured_place": "向参保地社保经办机构咨询",
    "police": "到户籍地公安机关核对身份信息",
    "another_pair_of_eyes": "由另一位经办人员复核",
    "choose_pin": "换一个不容易被猜到的密码",
    "type_again": "核对后重新输入密码",
    "settle_accounts": "先处理完卡内社保账户和银行账户的资金",
    "change_dates": "改正日期后再提交",
    "mend_file": "按提示改正文件后重新上传",
}


def step_words(code: str, service_names: dict[str, str]) -> str:
    """The Chinese words of a next step: a service by its name, a channel by where to go, else the step's own."""
    if code in service_names:
        return f"办理“{service_names[code]}”"
    if code in CHANNEL_WORDS:
        return f"到{CHANNEL_WORDS[code]}办理" if code != "hotline" else STEPS["call_12333"]  # type: ignore[index]
    return STEPS[code]
