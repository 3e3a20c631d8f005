"""The form of a proposal: drawn and read for every kind of parameter."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.kinds import DATE_FORM, text
from yikatong.channels.derive.form import Option
from yikatong.office.policy_desk import Draft, typed_value
from yikatong.policies import regions
from yikatong.policies.documents import published_documents
from yikatong.policies.parameter import Parameter
from yikatong.policies.ruling import Confidence, Document

NEW = "new"
YEARS = ("1949", "2199")  # of rulings and their documents; beyond them a term counted in days leaves the calendar


@dataclass(frozen=True, slots=True)
class ValueField:
    """How the value is asked: ``kind`` of the parameter, what was typed, and the options of a choice."""

    kind: str
    typed: str
    options: tuple[Option, ...]
    may_be_unsaid: bool
    unsaid: bool


def value_field(parameter: Parameter[Any], posted: QueryDict | None = None) -> ValueField:
    chosen = posted.getlist("value") if posted else []
    options = tuple(Option(code, words, code in chosen) for code, words in parameter.options.items())
    return ValueField(
        parameter.kind, chosen[0][:500] if chosen else "", options, parameter.may_be_unsaid,
        bool(posted and posted.get("unsaid")),
    )  # fmt: skip


def read_draft(posted: QueryDict, parameter: Parameter[Any], reach: str) -> Draft:
    """The proposal that was typed. Errors: NotUnderstood with every fault at once."""
    faults: list[FieldFault] = []
    read = _Reading(posted, faults)
    region = read.place(reach)
    value = read.value(parameter)
    in_force_on = read.day("in_force_on", _("施行日期"))
    document = read.document()
    clause, reason = read.words("clause", _("条款或位置")), read.words("reason", _("提出的理由"))
    quote = read.words("quote", _("原文短句"), required=False)
    confidence = posted.get("confidence", "")
    if confidence not in list(Confidence):
        read.fault("confidence", _("把握程度"), "answer_missing", _("没有选择把握程度。"))
    if faults:
        raise NotUnderstood(tuple(faults))
    return Draft(parameter, region, value, in_force_on, document, clause, quote, Confidence(confidence), reason)


def read_reason(posted: QueryDict, required: bool) -> str:
    """Why a proposal is passed or not. Errors: NotUnderstood."""
    faults: list[FieldFault] = []
    reason = _Reading(posted, faults).words("reason", _("理由"), required)
    if faults:
        raise NotUnderstood(tuple(faults))
    return reason


@dataclass(frozen=True, slots=True)
class _Reading:
    posted: QueryDict
    faults: list[FieldFault]

    def fault(self, field: str, label: str, code: str, words: str, cure: str = "") -> None:
        self.faults.append(FieldFault(field, label, code, words, cure))

    def words(self, name: str, label: str, required: bool = True) -> str:
        raw = self.posted.get(name, "")
        if not raw.strip() and not required:
            return ""
        try:
            return text(raw)
        except InputFault as fault:
            self.fault(name, label, fault.code, fault.words, fault.cure)
            return ""

    def day(self, name: str, label: str, required: bool = True) -> date:
        raw = self.posted.get(name, "").strip()
        try:
            if DATE_FORM.fullmatch(raw) and YEARS[0] <= raw[:4] <= YEARS[1]:
                return date.fromisoformat(raw)
        except ValueError:
            pass
        if raw or required:
            self.fault(name, label, "answer_not_date", _("日期不正确，应为“年-月-日”，如2026-11-21。"))
        return date.max

    def place(self, reach: str) -> str:
        raw = self.posted.get("region", "")
        if not regions.known(raw):
            self.fault("region", _("地区"), "answer_missing", _("没有选择地区。"))
            return reach
        if not regions.covers(reach, raw):
            self.fault(
                "region",
                _("地区"),
                "region_out_of_scope",
                _("这个地区不在您的业务范围内。"),
                _("请选择本地区或下级地区。"),
            )
        return raw

    def value(self, parameter: Parameter[Any]) -> Any:
        unsaid = self.posted.get("unsaid") == "on"
        if unsaid and not parameter.may_be_unsaid:
            self.fault("value", _("值"), "policy_value_unfit", _("这一项必须有明确的值。"))
            return None
        try:
            return typed_value(parameter, [entry[:2000] for entry in self.posted.getlist("value")], unsaid)
        except InputFault as fault:
            self.fault("value", _("值"), fault.code, fault.words, fault.cure)
            return None
        except ValueError as fault:
            self.fault("value", _("值"), "policy_value_unfit", f"{fault}。", _("请按要求填写。"))
            return None

    def document(self) -> Document:
        code = self.posted.get("document", "")
        known = published_documents().get(code)
        if known:
            return known
        if code != NEW:
            self.fault("document", _("来源文件"), "answer_missing", _("没有选择来源文件。"))
        title, publisher = self.words("title", _("文件名称")), self.words("publisher", _("发布机关"))
        published = self.day("published_on", _("发布日期"), required=False)
        return Document("recorded_here", title, publisher, None if published == date.max else published, "notice")
