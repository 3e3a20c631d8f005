"""Several people of one matter confirmed with one click: looked through, confirmed, and answered one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest

from yikatong.cards.identity import InputFault
from yikatong.cards.masking import mask_card_no, mask_id_number_in_lists, mask_name
from yikatong.catalogue.channels import Assurance
from yikatong.catalogue.decide import Granted
from yikatong.channels.bank.matters import Choice, Duty, choices, duty_of
from yikatong.channels.derive.answer import reason_of
from yikatong.channels.derive.window import staff_window
from yikatong.office.ask import Ask
from yikatong.office.counter import service_of
from yikatong.office.staff import Posting
from yikatong.office.together import Answered
from yikatong.office.waiting import ROWS_MAX, Matter, holders_of


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked and which button was pressed."""

    matter: Matter
    duty: Duty
    choice: Choice
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """``result``: granted, already (the same click came twice), refused, or failed (not decided at all)."""

    card_id: str
    card_no: str
    name: str
    id_number: str
    result: str
    words: tuple[str, ...]
    reference: str
    code: str = ""


def matter_of(written: str) -> Matter:
    """Errors: InputFault."""
    try:
        return Matter(written)
    except ValueError:
        raise InputFault("matter_unknown", "没有这一类待办。", "请从列表中选择。") from None


def read_ticked(request: HttpRequest, bank: str) -> Ticked:
    """Errors: InputFault for nothing ticked, too many, or a button that this matter does not have."""
    matter = matter_of(request.POST.get("matter", ""))
    cards = tuple(dict.fromkeys(request.POST.getlist("card")))
    if not cards:
        raise InputFault("nothing_ticked", "还没有勾选要办理的人。", "请返回勾选后再办理。")
    if len(cards) > ROWS_MAX:
        raise InputFault("too_many_ticked", f"一次最多办理{ROWS_MAX}人。", "请分几次办理。")
    duty, value = duty_of(matter, bank), request.POST.get("value", "")
    pressed = next((choice for choice in choices(duty) if choice.value == value), None)
    if pressed is None:
        raise InputFault("not_together", "这项业务不能这样一起办理。", "请返回逐人办理。")
    return Ticked(matter, duty, pressed, cards)


def asks_of(ticked: Ticked, posting: Posting, nonce: str) -> tuple[Ask, ...]:
    """One ask a row, each with a case number of its own that the same click makes again. Errors: OutOfScope."""
    together = ticked.duty.together
    if together is None:
        return ()
    service = service_of(together.service)
    answers = {**together.answers, **({together.choose: ticked.choice.value} if together.choose else {})}
    asks = []
    for card_id, person_id in holders_of(posting, ticked.cards).items():
        window = staff_window(posting, Assurance.NONE, person_id, person_id)
        asks.append(window.ask(service, answers=answers, card_id=card_id, case_number=f"{nonce}-{card_id}"))
    return tuple(asks)


def row_answers(answered: Iterable[Answered]) -> tuple[RowAnswer, ...]:
    return tuple(_row(one) for one in answered)


def _row(one: Answered) -> RowAnswer:
    row = RowAnswer(one.ask.card_id or "", "", "", "", "failed", (), "")
    if one.outcome is None:
        fault = one.fault
        return replace(row, words=(fault.words,), code=fault.code) if fault else row
    person, decision = one.outcome.person, one.outcome.decision
    if person and person.words:
        card = person.card(row.card_id)
        number = mask_card_no(card.card_no) if card and card.card_no else ""
        masked = mask_id_number_in_lists(person.words.id_number)
        row = replace(row, card_no=number, name=mask_name(person.words.name), id_number=masked)
    if isinstance(decision, Granted):
        result = "already" if one.outcome.replayed else "granted"
        return replace(row, result=result, words=(decision.words,), reference=one.outcome.reference)
    reasons = tuple(reason_of(refusal) for refusal in decision.refusals)
    return replace(row, result="refused", words=tuple(r.words for r in reasons), code=reasons[0].code)
