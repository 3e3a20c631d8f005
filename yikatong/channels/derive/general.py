"""A refusal's words for nobody in particular: what they name of a case, said in general or left out."""

import re
from collections.abc import Mapping
from typing import Any

from yikatong.catalogue.service import RefusalRule
from yikatong.catalogue.terms import FORMAT

# Parts of a sentence that only say how it stands with one case.
OF_ONE_CASE = re.compile(
    r"（[^（）]*\{\w+\}[^（）]*）|社保功能：\{standing\}，\{advice\}。|本省可以办理的有：\{offered\}。|名单有\{rows\}人，"
    r"|，(?:第一处问题：\{fault\}|还没有处理的是：\{unsettled\}|见第\{rows\}行|您填写的是\{days\}天|最早\{earliest\})"
    r"|，(?:编号\{waiting\}|编号\{visit_id\}|\{ends\}|您选择的是\{bank_words\})|“\{verdict\}”|\{day\}\{half\}"
    r"|发卡银行：\{bank_words\}。|：\{(?:bank_words|reached|fault|absent|result)\}"
    r"|在\{(?:collected|enabled|ended|reported)\}"
)
QUOTED = re.compile(r"“(\{\w+\})”")
# What is left that a text may name in braces, as it reads in a guide that is about no case.
GENERAL: Mapping[str, str] = {
    "booked": "了领卡时间", "channel": "这里", "fault": "", "faults": "请按提示重新拍摄。", "financial_state": "停用的",
    "found": "没有有效的预约不能领取", "function": "这项功能", "ground": "所选情形", "grounds": "见本地规定",
    "hours": "网点开放时间", "kept": "没有转到另一省的", "named": "这个环节", "offered": "其他渠道",
    "outlet_words": "指定的领卡网点", "part": "这一项", "places": "规定的渠道", "possible": "规定的日期",
    "progress": "办理中", "rows": "几", "stage": "其他环节", "state": "其他状态",
    "steps": "社保关系转移", "valid_until": "届满之日",
}  # fmt: skip
OTHERWISE = "有关内容"


class _Filled(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return OTHERWISE


def general_words(rule: RefusalRule[Any], rulings: Mapping[str, str]) -> str:
    """The words with every brace filled: by the place's own ruling where it names one, else in general.

    ``rulings``: the values in force, in words, by their parameter's code.
    """
    return _tidy(_template(rule).format_map(_Filled({**GENERAL, **rulings})))


def names_left(rule: RefusalRule[Any]) -> set[str]:
    """The names in braces that a guide has to fill."""
    return {name for _, name, _, _ in FORMAT.parse(_template(rule)) if name}


def _template(rule: RefusalRule[Any]) -> str:
    text = rule.words if isinstance(rule.words, str) else (rule.words.__doc__ or "").strip()
    return QUOTED.sub(r"\1", OF_ONE_CASE.sub("", text))


def _tidy(text: str) -> str:
    """A sentence that lost its end keeps its full stop."""
    return text if not text or text.endswith(("。", "！", "？")) else f"{text}。"
