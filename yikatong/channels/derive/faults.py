"""What a page says when it cannot do what was asked: what happened, what to do, and the way back to where one was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Whoever is at work is led back to their work, not to the citizens' home.
STAFF_STARTS = frozenset({"staff", "desk", "hotline", "bank", "officer", "employer", "field"})
OTHER_STARTS = frozenset({"kiosk", "demo"})
FORM = re.compile(r"(/.*services/[a-z0-9_-]+/)(?:check/)?")


@dataclass(frozen=True, slots=True)
class FaultText:
    """``words``: what happened; ``todo``: what to do. ``again``: whether the same form may be opened once more."""

    title: str
    words: str
    todo: str
    icon: str = "circle-alert"
    again: bool = False


@dataclass(frozen=True, slots=True)
class FaultView:
    """``again`` is the path of the form to open once more, or ""; ``back`` the start of this channel.

    ``todo`` is "" where the words of whoever refused say it already.
    """

    title: str
    words: str
    todo: str
    icon: str
    code: str
    again: str
    back: str
    at_work: bool


BY_STATUS: Mapping[int, FaultText] = {
    400: FaultText("提交的内容不能识别", "本次没有办理。", "请重新打开这项业务，检查后提交。", again=True),
    401: FaultText("请先登录", "登录已经结束，本次没有办理。", "请登录后再办理。", "log-out"),
    403: FaultText("不能打开这个页面", "这个页面不对您的岗位或账号开放。", "请回到首页，从菜单中选择。", "ban"),
    404: FaultText(
        "没有找到", "没有这个页面，或不在您的业务范围内。", "请核对地址，或回到首页从菜单中选择。", "circle-help"
    ),
    409: FaultText("没有办理", "办理的条件不符合。", "请按以上提示处理后再办理。"),
    412: FaultText(
        "档案有了变化", "您打开页面以后，这份档案有了新的业务，本次没有办理。",
        "请重新打开，核对后再办理。", "refresh-cw", True,
    ),
    413: FaultText(
        "上传的内容太大", "照片不超过10MB，名单不超过规定的大小。本次没有办理。", "请压缩后重新上传。", "upload", True
    ),
    422: FaultText("提交的内容需要改正", "本次没有办理。", "请改正后重新提交。", again=True),
    429: FaultText("尝试次数过多", "为保护您的信息，本次没有办理。", "请隔十分钟再试，或拨打12333。", "hourglass"),
    500: FaultText(
        "系统出错", "本次没有办理，错误已记录。",
        "请重新打开再试一次；仍然出错的，请拨打12333。", "triangle-alert", True,
    ),
    503: FaultText("现在不能办理", "本次没有办理。", "请再试一次；重复提交不会办两次。", "hourglass", True),
}  # fmt: skip
BY_CODE: Mapping[str, FaultText] = {
    "draft_gone": FaultText(
        "填写的内容已不在了", "本次没有办理。", "请重新填写。填写的内容保留到退出登录为止。", "clipboard-list", True
    ),
    "case_number_bad": FaultText("页面内容不完整", "本次没有办理。", "请重新打开这项业务填写。", "file-text", True),
    "case_number_reused": FaultText(
        "这笔业务已经办过", "同一次填写只能办理一次，改过的内容没有办理。", "需要再办的，请重新填写。", "history", True
    ),
    "busy": FaultText("办理的人较多", "本次没有办理。", "请再试一次；重复提交不会办两次。", "hourglass", True),
    "person_not_found": FaultText("没有查到这位参保人", "", "请核对证件号码后重新查询。", "user-x"),
    "receipt_unknown": FaultText("没有查到这笔业务", "", "请核对受理编号，或在“全部业务记录”中查找。", "file-text"),
    "form_expired": FaultText(
        "页面已过期", "页面打开时间过长，或不是从本系统打开的，本次没有办理。", "请重新打开这项业务。", "clock", True
    ),
}


def fault_view(status: int, words: str, code: str, path: str) -> FaultView:
    """``words``: what the one who refused said, if it said anything; ``path``: of the request that failed."""
    text = BY_CODE.get(code) or BY_STATUS.get(status, BY_STATUS[500])
    told = text.words if code in BY_CODE and text.words else words or text.words
    start, form = path.split("/")[1], FORM.fullmatch(path)
    return FaultView(
        text.title, told, "" if told == words and "请" in words else text.todo, text.icon, code,
        form[1] if form and text.again else "",
        f"/{start}/" if start in STAFF_STARTS | OTHER_STARTS else "/", start in STAFF_STARTS,
    )  # fmt: skip
