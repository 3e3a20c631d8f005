"""Finding the person a clerk means, and making sure of a caller on the telephone. Nothing is shown before."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from yikatong.cards.identity import (
    IdNumber,
    InputFault,
    normalise,
    read_for_search,
    read_mobile,
    read_person_name,
)
from yikatong.cards.masking import mask_id_number_on_hotline
from yikatong.cards.person import Person
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger, limits
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.cases import check_scope, key_of
from yikatong.office.people_search import Candidate, by_card_no, by_mobile, by_name, by_reference, candidates
from yikatong.office.staff import Posting, check_party
from yikatong.office.wire import reading
from yikatong.records import models

ID_FORM = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}")
REFERENCE_FORM = re.compile(r"(YK[0-9]{6})([0-9A-Z]{10})")
MOBILE_FORM = re.compile(r"(?:\+86|0086|86)?1[3-9][0-9]{9}")
TYPED_CHARACTERS_MAX = 60
ANY_OF_FIVE = "请输入证件号码、社保卡号、业务编号、手机号码或姓名。"

CALLER_FAILURES_MAX = 5
CALLER_WINDOW = timedelta(hours=1)
PASSED, FAILED = "caller_passed", "caller_failed"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search found: a dossier; several candidates; or the identity number under which somebody may apply."""

    person_id: str | None
    number: IdNumber | None = None
    candidates: tuple[Candidate, ...] = ()


class SearchRefused(CounterFault):
    code, words, status = "search_too_often", "按姓名或手机号码查询的次数过多，请按证件号码查询，或十分钟后再试。", 429


def search(typed: str, posting: Posting) -> Sought:
    """Find by identity number (15 old digits too), card number, receipt number, mobile or name, within the scope.

    What is out of scope is not found, in the same words. On the telephone only the identity number and the receipt
    number find anybody: by name, mobile and card number a caller is verified, so they must not also be what found
    the person. Errors: InputFault for what is none of these and for more than 20 candidates; SearchRefused.
    """
    written = typed.strip()[:TYPED_CHARACTERS_MAX]
    tidy = normalise(written)
    if not tidy:
        cure = "请输入证件号码或业务编号。" if posting.channel is Channel.HOTLINE else ANY_OF_FIVE
        raise InputFault("search_empty", "没有填写要查询的内容。", cure)
    if ID_FORM.fullmatch(tidy) and not MOBILE_FORM.fullmatch(tidy):
        number = read_for_search(tidy, day_of(deployment.now()))
        return Sought(_within(number, posting), number)
    found = candidates(_meant(tidy, written, posting), posting)
    return Sought(found[0].person_id) if len(found) == 1 else Sought(None, candidates=found)


def _meant(tidy: str, written: str, posting: Posting) -> Q:
    if reference := REFERENCE_FORM.fullmatch(tidy):
        return by_reference("-".join(reference.groups()))
    if posting.channel is Channel.HOTLINE:
        words = "电话服务不按姓名、手机号码或社保卡号查询：它们要用来核对来电人。"
        raise InputFault("search_not_by_telephone", words, "请输入证件号码或业务编号。")
    if any(character.isdigit() for character in tidy) and not MOBILE_FORM.fullmatch(tidy):
        return by_card_no(tidy)
    if limits.wait_s("people_search", posting.client):
        raise SearchRefused
    return by_mobile(read_mobile(tidy)) if MOBILE_FORM.fullmatch(tidy) else by_name(read_person_name(written))


def _within(about: IdNumber, posting: Posting) -> str | None:
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
