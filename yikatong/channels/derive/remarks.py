"""What a clerk should say to this person today: one line each, the most urgent first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from yikatong.cards.card import Card, Tenure
from yikatong.cards.stages import Stage
from yikatong.cards.states import ENDED, REPORTED_LOST, Function, State
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.entries import MenuEntry
from yikatong.office import deployment
from yikatong.office.desk_queue import Dossier

ENDS_SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Remark:
    """``href`` is empty where nothing can be done here now."""

    words: str
    act: str
    href: str


def remarks_of(dossier: Dossier, menu: Iterable[MenuEntry]) -> tuple[Remark, ...]:
    """Each with the service that helps, where this window offers it now."""
    ready = {(e.line.code, e.line.card_id): e for e in menu if e.line.open}
    found = []
    for card in dossier.person.cards:
        for words, code in _said(card, dossier):
            entry = ready.get((code, card.card_id))
            found.append(Remark(words, entry.line.name if entry else "", entry.href if entry else ""))
    return tuple(found)


def _said(card: Card, dossier: Dossier) -> Iterator[tuple[str, str]]:
    if dossier.person.tenure(card) is Tenure.GONE:
        return
    yield from _half_reported(card, dossier)
    if card.social.at(dossier.now).state is State.LOCKED:
        yield "社保功能因密码连续输错已锁定，解锁前不能使用。", "unlock"
    if card.stage is Stage.READY:
        yield f"新卡已到{_outlet(card)}，可以领取。", "collect"
    if card.collected and card.social.at(dossier.now).state is State.SEALED:
        yield "卡已领取，社保功能还没有启用。", "enable"
    if card.valid_until and not card.in_making and card.valid_until - day_of(dossier.now) < ENDS_SOON:
        yield f"社保卡有效期到{words_of(card.valid_until)}。", "renew"


def _half_reported(card: Card, dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Of a lost card both halves are to be reported, each by itself: whoever reports one often forgets the other."""
    lost = [f for f in Function if card.standing(f, dossier.now).state in REPORTED_LOST]
    open_still = [f for f in Function if f not in lost and card.standing(f, dossier.now).state not in ENDED]
    for function in open_still if lost and not card.in_making else ():
        bank = deployment.directory().bank_words(card.bank)
        elsewhere = f"请提醒持卡人联系{bank}。" if function is Function.FINANCIAL else "请提醒持卡人一并挂失。"
        yield f"{lost[0].words}已挂失，{function.words}未挂失。{elsewhere}", "report_loss"


def _outlet(card: Card) -> str:
    outlet = deployment.directory().outlets.get(card.outlet)
    return outlet.name if outlet else card.outlet
