"""Finding the person a clerk means, and making sure of a caller on the telephone. Nothing is shown before."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from yikatong.cards.identity import IdNumber, InputFault, normalise, read_for_search
from yikatong.cards.masking import mask_id_number_on_hotline
from yikatong.cards.person import Person
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.cases import check_scope, key_of
from yikatong.office.staff import Posting, check_party
from yikatong.office.wire import reading
from yikatong.records import models

ID_FORM = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}")
REFERENCE_FORM = re.compile(r"(YK[0-9]{6})([0-9A-Z]{10})")
NUMBER_CHARACTERS_MAX = 40

CALLER_FAILURES_MAX = 5
CALLER_WINDOW = timedelta(hours=1)
PASSED, FAILED = "caller_passed", "caller_failed"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search found: a dossier, or else the identity number under which somebody new may apply."""

    person_id: str | None
    number: IdNumber | None = None


def search(typed: str, posting: Posting) -> Sought:
    """Find by identity number (15 old digits too), card number or reference, within the post's scope.

    What is out of scope is not found, in the same words. Errors: InputFault for what is none of the three.
    """
    tidy = normalise(typed)[:NUMBER_CHARACTERS_MAX]
    if not tidy:
        raise InputFault("search_empty", "没有填写要查询的内容。", "请输入证件号码、社保卡号或业务编号。")
    if ID_FORM.fullmatch(tidy):
        number = read_for_search(tidy, day_of(deployment.now()))
        return Sought(_within(number, posting), number)
    return Sought(next((found for c in _candidates(tidy) if (found := _within(c, posting))), None))


def _candidates(tidy: str) -> list[str]:
    """The dossiers that a reference or a card number may mean; a card number is unique within a province only."""
    if reference := REFERENCE_FORM.fullmatch(tidy):
        written = "-".join(reference.groups())
        return list(models.Entry.objects.filter(reference=written).values_list("dossier_id", flat=True))
    return list(models.Holding.objects.filter(card_no=tidy).values_list("dossier_id", flat=True)[:40])


def _within(about: str | IdNumber, posting: Posting) -> str | None:
    try:
        return look_up(about, posting).person_id
    except OutOfScope:
        return None


def look_up(about: str | IdNumber, posting: Posting) -> Person:
    """The person, if this post may know of them. Errors: OutOfScope."""
    with reading() as wire:
        person = ledger.find(wire, key_of(about)).person
    if not person.known:
        raise OutOfScope
    check_scope(person, posting.region)
    check_party(person, posting)
    return person


@dataclass(frozen=True, slots=True)
class CallerScore:
    """How many of the things that a caller said are on record. ``passed``: the name and two more."""

    name_matched: bool
    matched: int
    asked: int

    @property
    def passed(self) -> bool:
        return self.name_matched and self.matched >= 2


class CallerRefused(CounterFault):
    code, words, status = "caller_tries", "一小时内核对未通过的次数过多，请来电人持证件到网点办理。", 429


def hint(about: str, posting: Posting) -> str:
    """What a clerk sees of a person before the caller is verified: ******1965******11."""
    person = look_up(about, posting)
    return mask_id_number_on_hotline(person.words.id_number) if person.words else ""


def check_caller(about: str, posting: Posting, name: str, said: Mapping[str, str]) -> CallerScore:
    """Compare what the caller said with the record; only the count is told. Each check is noted as a look.

    ``said``: born_on (YYYY-MM-DD), mobile (last 4), card_no (last 4); blanks are not asked. Errors: OutOfScope,
    CallerRefused after five failures for one person in an hour, by whomever.
    """
    person, now = look_up(about, posting), deployment.now()
    failed = models.Look.objects.filter(dossier_id=person.person_id, purpose=FAILED, at__gt=now - CALLER_WINDOW)
    if failed.count() >= CALLER_FAILURES_MAX:
        raise CallerRefused
    score = _score(person, name, {item: words.strip() for item, words in said.items() if words.strip()})
    with reading() as wire:
        purpose = PASSED if score.passed else FAILED
        ledger.note_look(wire, person.person_id, posting.actor, posting.channel, purpose, now)
    return score


def _score(person: Person, name: str, said: Mapping[str, str]) -> CallerScore:
    words = person.words
    if words is None:
        return CallerScore(False, 0, len(said))
    on_record = {
        "born_on": {words.born_on.isoformat()} if words.born_on else set(),
        "mobile": {words.mobile[-4:]} if words.mobile else set(),
        "card_no": {card.card_no[-4:] for card in person.cards if card.card_no},
    }
    matched = sum(any(_same(word, known) for known in on_record.get(item, ())) for item, word in said.items())
    return CallerScore(_same(name, words.name), matched, len(said))


def _same(said: str, known: str) -> bool:
    return hmac.compare_digest(said.encode(), known.encode())
