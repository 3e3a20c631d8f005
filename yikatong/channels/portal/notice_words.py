"""What was told to a holder, in the four parts of its template and in the page's language, and how it reached them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech
from yikatong.channels.derive.speech_catalogue import catalogue_of
from yikatong.channels.derive.speech_phrases import lowered
from yikatong.office.notices import Notice
from yikatong.office.telling.templates import SmsUse, Template
from yikatong.office.telling.terms import WORDS


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """``parts``: what happened, why, what next, the reference. ``way``: how it was told; ``tone`` and ``icon`` are
    its colour and sign. ``receipt`` is empty where there is no act, as with a reminder."""

    parts: tuple[str, str, str, str]
    at: datetime
    way: str
    tone: str
    icon: str
    is_new: bool
    receipt: str


def notice_line(notice: Notice) -> NoticeLine:
    way, tone, icon = _way(notice)
    receipt = "" if notice.kind.startswith("reminder_") else notice.reference
    return NoticeLine(parts(notice.template, notice.terms), notice.at, way, tone, icon, not notice.is_read, receipt)


def parts(template: Template, terms: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Filled in, in the page's language; names of places stay Chinese."""
    language = translation.get_language() or "zh-hans"
    spoken = {name: speech.said(words, language).words for name, words in terms.items()}
    if catalogue := catalogue_of(language):
        spoken |= {name: lowered(spoken[name], catalogue) for name in WORDS}  # they stand within a sentence
    what, why, following, reference = (part.format(**spoken) for part in template.parts)
    return what, why, following, reference


def _way(notice: Notice) -> tuple[str, str, str]:
    """How the holder was told, besides this page."""
    day = speech.said(words_of(notice.told_at), translation.get_language() or "zh-hans").words
    if notice.told == "delivered":
        return _("短信已送达，{day}").format(day=day), "ok", "circle-check"
    if notice.told == "handed_over":
        return _("短信已发出，{day}，尚无送达回执").format(day=day), "off", "send"
    if notice.told == "failed" or notice.is_dead:
        return _("短信没有送到，请以本页为准"), "bad", "circle-x"
    if notice.told == "in_app":
        return _only_here().get(notice.why, _("只在本页告知")), "off", "bell"
    if notice.template.sms is SmsUse.NEVER:
        return _("只在本页告知"), "off", "bell"
    return (_("短信已发出"), "off", "send") if notice.sent_at else (_("短信尚未发出"), "warn", "hourglass")


def _only_here() -> dict[str, str]:
    return {
        "no_mobile": _("没有登记手机号码，只在本页告知"),
        "not_offered": _("当地没有开通短信，只在本页告知"),
        "declined": _("按您的选择不发短信"),
        "late": _("时间已久，没有再发短信"),
    }
