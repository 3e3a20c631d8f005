"""What an event means to its holder, in one sentence each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from yikatong.cards.stages import Stage
from yikatong.cards.states import Function
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech
from yikatong.office.notices import Notice


@dataclass(frozen=True, slots=True)
class NoticeLine:
    reference: str
    words: str
    at: datetime
    sent_at: datetime | None


def notice_line(notice: Notice) -> NoticeLine:
    return NoticeLine(notice.reference, sentence(notice.kind, notice.facts), notice.at, notice.sent_at)


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """In the page's language. Total: of a kind that nobody wrote words for it says that the record changed."""
    terms = {name: _said(words) for name, words in _terms(facts).items()}
    return _template(kind, facts).format(**terms)


def _template(kind: str, facts: Mapping[str, Any]) -> str:
    if kind == "loss_reported":
        if facts.get("formal"):
            return _("{function}已正式挂失")
        return _("{function}已临时挂失，{until}自动解除") if facts.get("until") else _("{function}已临时挂失")
    return _plain().get(kind, _("您的社保卡档案有一项变更"))


def _plain() -> dict[str, str]:
    return {
        "loss_lifted": _("{function}已解挂"),
        "function_enabled": _("社保功能已启用"),
        "pin_changed": _("社保密码已修改"),
        "function_locked": _("社保功能已锁定：密码连续输错"),
        "function_unlocked": _("社保功能已解锁"),
        "function_cancelled": _("社保功能已注销"),
        "account_activated": _("金融功能已激活"),
        "account_closed": _("金融功能已销户"),
        "appointment_booked": _("已预约领卡"),
        "application_submitted": _("申请已受理"),
        "stage_reached": _("办卡进度：{stage}"),
        "card_collected": _("社保卡已领取"),
        "appointment_cancelled": _("领卡预约已取消"),
        "mandate_registered": _("已登记委托或监护"),
        "mandate_revoked": _("委托或监护已撤销"),
        "visit_requested": _("已预约上门服务"),
        "visit_made": _("上门服务已有结果"),
        "visit_cancelled": _("上门服务预约已取消"),
        "record_corrected": _("个人信息已更正"),
    }


def _terms(facts: Mapping[str, Any]) -> dict[str, str]:
    function, stage = facts.get("function"), facts.get("stage")
    return {
        "function": Function(function).words if function in list(Function) else "",
        "stage": Stage(stage).words if stage in list(Stage) else "",
        "until": _moment(facts.get("until")),
    }


def _moment(written: Any) -> str:
    try:
        return words_of(datetime.fromisoformat(str(written)))
    except ValueError:
        return ""


def _said(words: str) -> str:
    return speech.said(words, translation.get_language() or "zh-hans").words
