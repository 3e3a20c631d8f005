"""The receipt of an act as a PDF, in the reader's language."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from yikatong.adapters.paper import Sheet, SheetReason, receipt_pdf
from yikatong.catalogue.channels import CHANNEL_WORDS, Channel
from yikatong.channels.derive import speech
from yikatong.channels.derive.answer import AnswerView, Why, answer_view, holder_words
from yikatong.channels.derive.screens import handed_out
from yikatong.office.counter import service_of
from yikatong.office.prints import Receipt


def pdf(receipt: Receipt) -> HttpResponse:
    """The file to keep. No cache keeps it: it is about a person."""
    name = f'inline; filename="{receipt.outcome.reference}.pdf"'
    return handed_out(receipt_pdf(sheet_of(receipt)), "application/pdf", name)


def sheet_of(receipt: Receipt) -> Sheet:
    """Everything that stands on the paper, masked as in lists."""
    view = answer_view(service_of(receipt.service), receipt.outcome)
    channel = CHANNEL_WORDS[Channel(receipt.channel)] if receipt.channel in list(Channel) else receipt.channel
    labels = {"next": _("接下来"), "why": _("适用的规定"), "note": _say(view.hotline)}
    return Sheet(
        language="zh" if translation.get_language() == "zh-hans" else translation.get_language() or "zh",
        bureau=_("社会保障卡业务受理回执"), title=_say(view.title), words=_say(view.words),
        lines=_lines(view, holder_words(receipt.outcome), channel), next=tuple(_say(step.words) for step in view.next),
        why=tuple(_reason(why) for why in view.why), labels=labels,
    )  # fmt: skip


def _lines(view: AnswerView, holder: str, channel: str) -> tuple[tuple[str, str], ...]:
    told = (
        (_("受理编号"), view.reference), (_("持卡人"), holder), (_("办理时间"), _say(view.at)),
        (_("办理途径"), _say(channel)), (_("适用地区"), _say(view.place)),
    )  # fmt: skip
    return tuple((label, words) for label, words in told if words)


def _reason(why: Why) -> SheetReason:
    return SheetReason(f"{_say(why.name)}{_('：')}{_say(why.value)}", f"{why.source} · {_say(why.place)}")


def _say(words: str) -> str:
    return speech.said(words, translation.get_language() or "zh-hans").words
