"""A person as a screen shows them: masked, both functions of each card in words, and what may be done next."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Card, Tenure
from yikatong.cards.masking import mask_card_no, mask_id_number, mask_id_number_in_lists, mask_mobile, mask_name
from yikatong.cards.states import Function, Standing, State
from yikatong.catalogue.awaiting import awaited
from yikatong.catalogue.channels import CHANNEL_WORDS, Channel
from yikatong.catalogue.decide import Opening
from yikatong.catalogue.state_words import state_words
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.entries import MenuEntry, menu_entries
from yikatong.channels.derive.window import Link, Window
from yikatong.office import deployment
from yikatong.office.desk_queue import Dossier
from yikatong.policies import regions

# What a state means to its holder, how it is coloured, and which services help, the most helpful first.
MEANINGS: dict[State, tuple[str, str, tuple[str, ...]]] = {
    State.SEALED: ("卡已制成，社保功能还没有启用。", "warn", ("enable", "collect")),
    State.NORMAL: ("可以正常使用。", "ok", ()),
    State.TEMP_LOST: ("已停用。找到卡后可以解挂。", "warn", ("lift_loss", "replace", "report_loss")),
    State.LOST: ("已停用，找不到的请补领。", "bad", ("replace", "track")),
    State.LOCKED: ("密码连续输错，已锁定，解锁前不能使用。", "bad", ("unlock", "reset_pin")),
    State.CANCELLED: ("已注销，不能再使用。", "off", ()),
    State.INACTIVE: ("银行账户还没有激活，须到发卡银行网点激活。", "warn", ("activate_account",)),
    State.ACTIVE: ("可以正常使用。", "ok", ()),
    State.FROZEN: ("银行账户被冻结，请向发卡银行了解。", "bad", ()),
    State.CLOSED: ("银行账户已销户。", "off", ()),
    State.UNKNOWN: ("已送达银行，尚未回执。", "warn", ()),
}
ICONS = {"ok": "circle-check", "warn": "circle-alert", "bad": "circle-x", "off": "circle-minus"}


@dataclass(frozen=True, slots=True)
class FunctionView:
    name: str
    state: str
    meaning: str
    tone: str
    icon: str
    since: str
    until: str
    next: Link | None


@dataclass(frozen=True, slots=True)
class CardView:
    card_id: str
    number: str
    tenure: str
    bank: str
    place: str
    stage: str
    stage_at: str
    outlet: str
    note: str
    valid_until: str
    in_making: bool
    ended: bool
    has_photo: bool
    functions: tuple[FunctionView, ...]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    reference: str
    name: str
    words: str
    channel: str
    at: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    party: str
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A correction that waits for the second officer; its value is shown to officers alone."""

    proposal_id: str
    part: str
    reason: str
    proposer: str
    at: str


@dataclass(frozen=True, slots=True)
class PersonView:
    name: str
    id_number: str
    mobile: str
    cards: tuple[CardView, ...]
    menu: tuple[MenuEntry, ...]
    timeline: tuple[TimelineLine, ...]
    waiting: tuple[WaitingLine, ...]
    proposals: tuple[Proposed, ...]


KINDS = {
    "application_submitted": "新的申领", "stage_reached": "制卡进度", "card_made": "卡已制成",
    "card_collected": "卡已领取", "loss_reported": "挂失", "loss_lifted": "解挂", "function_cancelled": "注销",
    "account_ordered": "银行指令", "benefits_moved": "变更待遇账户",
    "funds_settled": "资金结清", "function_enabled": "启用", "function_locked": "锁定", "function_unlocked": "解锁",
}  # fmt: skip
PARTIES = {"bank": "银行", "plant": "制卡中心", "holder": "持卡人"}


def kind_words(kind: str) -> str:
    return KINDS.get(kind, "业务通知")


def person_view(dossier: Dossier, window: Window, openings: Iterable[Opening], *, unmasked: bool = False) -> PersonView:
    person, words = dossier.person, dossier.person.words
    name, number, mobile = (words.name, words.id_number, words.mobile) if words else ("", "", "")
    entries = menu_entries(openings, window, person)
    at_portal = window.channel is Channel.PORTAL
    return PersonView(
        name=name if unmasked or at_portal else mask_name(name),
        id_number=number if unmasked else mask_id_number(number) if at_portal else mask_id_number_in_lists(number),
        mobile=mobile if unmasked else mask_mobile(mobile),
        cards=tuple(_card(c, dossier, entries) for c in person.cards),
        menu=entries,
        timeline=tuple(
            TimelineLine(e.reference, e.name, e.words, CHANNEL_WORDS.get(e.channel, e.channel), words_of(e.at))  # type: ignore[call-overload]
            for e in dossier.timeline
        ),
        waiting=tuple(
            WaitingLine(_party(w["party"], w["target"]), kind_words(w["kind"]), words_of(w["at"]))
            for w in dossier.waiting
            if window.channel is not Channel.BANK or w["target"] == window.party
        ),
        proposals=tuple(
            Proposed(p.proposal_id, p.part.words, p.reason, p.proposer, words_of(p.proposed_at))
            for p in person.proposals
            if not p.settled
        ),
    )  # fmt: skip


def _card(card: Card, dossier: Dossier, entries: tuple[MenuEntry, ...]) -> CardView:
    person, directory = dossier.person, deployment.directory()
    return CardView(
        card_id=card.card_id, number=mask_card_no(card.card_no or ""), tenure=person.tenure(card).words,
        bank=directory.bank_words(card.bank), place=regions.name(card.region), stage=card.stage.words,
        stage_at=words_of(card.stage_at), outlet=directory.outlet_words(card.outlet), note=card.note,
        valid_until=words_of(card.valid_until) if card.valid_until else "", in_making=card.in_making,
        ended=person.tenure(card) is Tenure.GONE, has_photo=card.photo is not None,
        functions=tuple(_function(f, card, dossier, entries) for f in Function),
    )  # fmt: skip


def _function(function: Function, card: Card, dossier: Dossier, entries: tuple[MenuEntry, ...]) -> FunctionView:
    standing: Standing = card.standing(function, dossier.now)
    meaning, tone, helps = MEANINGS[standing.state]
    if card.in_making and standing.state in (State.SEALED, State.INACTIVE):
        meaning, tone = "领卡以后才能使用。", "off"
    icon = ICONS[tone]
    if function is Function.FINANCIAL and card.orders:  # never a green sign while the bank has not answered
        told = awaited(card, deployment.policies(), dossier.now)
        meaning += "".join(one.words for one in told)
        tone, icon = "warn" if tone == "ok" else tone, "hourglass"
    until = f"到{words_of(standing.until)}自动解除" if standing.until and standing.until > dossier.now else ""
    words = state_words(card, function, deployment.policies(), dossier.now)
    return FunctionView(
        function.words, words, meaning, tone, icon, words_of(standing.since), until,
        _first_open(helps, card.card_id, entries),
    )  # fmt: skip


def _first_open(codes: tuple[str, ...], card_id: str, entries: tuple[MenuEntry, ...]) -> Link | None:
    ready = {e.line.code: e for e in entries if e.line.card_id == card_id and (e.line.open or e.step_up)}
    found = next((ready[code] for code in codes if code in ready), None)
    return Link(found.line.name, found.step_up or found.href) if found else None


def _party(party: str, target: str) -> str:
    bank = deployment.directory().banks.get(target)
    return bank.name if bank else PARTIES.get(party, party)
