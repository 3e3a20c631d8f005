"""Searching by name and mobile: whom a post may know of, masked, never too many, and not on the telephone."""

import logging
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.world import (
    BEIJING,
    MOBILE,
    NAME,
    SHAANXI,
    applied,
    enrol,
    enter,
    lose,
    made,
    number,
    registered,
    serve,
)
from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.office import limits, reception
from yikatong.office.people_search import CANDIDATES_MAX
from yikatong.office.staff import Posting
from yikatong.records import models

pytestmark = pytest.mark.django_db
DESK = Posting(1, 1, "clerk1", Channel.DESK, "610000", "")
NATION = replace(DESK, region="000000")
BANK = Posting(2, 2, "teller1", Channel.BANK, "000000", "CAB")
HOTLINE = Posting(3, 3, "operator1", Channel.HOTLINE, "000000", "")


def found(typed: str, posting: Posting = DESK) -> set[str]:
    sought = reception.search(typed, posting)
    return {c.person_id for c in sought.candidates} or ({sought.person_id} if sought.person_id else set())


def fault(typed: str, posting: Posting = DESK) -> str:
    with pytest.raises(InputFault) as caught:
        reception.search(typed, posting)
    return caught.value.code


def known(serial: int, name: str = NAME, mobile: str = MOBILE, region: str = SHAANXI, bank: str = "CAB") -> str:
    event = registered(number(serial))
    place = {"bank": bank} if region == SHAANXI else {}
    return enter(number(serial), replace(event, name=name, mobile=mobile), applied(f"C{serial}", region, **place))


@pytest.mark.parametrize("typed", [NAME, " 赵 一 宁 ", "赵\u3000一宁"])
def test_one_person_of_the_name_is_opened_like_one_of_the_number(typed: str) -> None:
    one = known(1)
    known(2, name="钱二黎")
    assert found(typed) == found(number(1).number) == {one}


@pytest.mark.parametrize("typed", ["john smith", "JOHN  SMITH", "ＪＯＨＮ ＳＭＩＴＨ"])
def test_latin_names_are_found_however_they_are_typed(typed: str) -> None:
    one = known(1, name="John Smith")
    known(2, name="John Smithers")
    assert found(typed) == {one}


@pytest.mark.parametrize(
    "typed", ["13900001234", "139 0000 1234", "+86 139-0000-1234", "008613900001234", "１３９０００01234"]
)
def test_a_mobile_finds_everybody_who_has_it(typed: str) -> None:
    family = {known(serial, name, "13900001234") for serial, name in enumerate(("赵一宁", "赵二宁", "赵三宁"))}
    known(9)
    assert found(typed) == family


def test_namesakes_are_told_apart_without_a_whole_word() -> None:
    first, second = known(1), known(1001, region=BEIJING)
    sought = reception.search(NAME, NATION)
    assert sought.person_id is None
    assert {c.person_id for c in sought.candidates} == {first, second}
    assert [c.place for c in sought.candidates] == ["北京市东城区", "陕西省西安市莲湖区"]
    assert {c.born for c in sought.candidates} == {"1970"}
    told = repr(sought)
    assert NAME not in told
    assert MOBILE not in told
    assert number(1).number not in told
    assert number(1).number[:6] not in told


def test_out_of_scope_is_not_found_and_does_not_count() -> None:
    here, elsewhere = known(1), known(2, region=BEIJING)
    assert found(NAME) == {here}
    assert found(NAME, replace(DESK, region="110000")) == {elsewhere}
    assert found(NAME, replace(DESK, region="500000")) == set()
    assert found(MOBILE, replace(DESK, region="500000")) == set()


def test_a_bank_finds_the_holders_of_its_own_cards() -> None:
    own = known(1)
    known(2, bank="BJB")
    assert found(NAME, BANK) == {own}
    assert found(NAME, replace(BANK, region="110000")) == set()


def test_more_than_twenty_are_never_listed() -> None:
    everybody = {known(serial) for serial in range(CANDIDATES_MAX)}
    assert found(NAME) == everybody
    known(CANDIDATES_MAX)
    assert fault(NAME) == fault(MOBILE) == "search_too_many"
    assert len(found(NAME, replace(DESK, region="110000"))) == 0


def test_a_card_number_of_two_provinces_gives_both() -> None:
    people = {known(1), known(2, region=BEIJING)}
    for serial in (1, 2):
        enter(number(serial), *made(f"C{serial}", "A00000001"))
    assert found("a00000001", NATION) == people
    assert len(found("A00000001")) == 1


def test_a_list_takes_two_statements_however_many_are_on_it() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as sent:
            reception.search(NAME, DESK)
        return len(sent)

    known(1)
    known(2)
    few = statements()
    for serial in range(3, 20):
        known(serial)
    assert few == statements() == 2


def test_a_list_is_no_look_but_is_told_in_the_log_without_the_name(caplog: pytest.LogCaptureFixture) -> None:
    known(1)
    known(2)
    with caplog.at_level(logging.INFO, "yikatong.search"):
        reception.search(NAME, DESK)
    assert not models.Look.objects.exists()
    (record,) = caplog.records
    assert (record.actor, record.channel, record.found) == ("clerk1", "desk", 2)  # type: ignore[attr-defined]
    assert NAME not in str(vars(record))


@pytest.mark.parametrize("typed", [NAME, MOBILE, "A00000001", "john smith"])
def test_by_telephone_nobody_is_found_by_what_verifies_the_caller(typed: str) -> None:
    enrol(1)
    assert fault(typed, HOTLINE) == "search_not_by_telephone"


def test_by_telephone_the_number_and_the_receipt_find() -> None:
    about = enrol(1)
    one = models.Dossier.objects.get().person_id
    receipt = lose(about).reference
    assert found(about.number, HOTLINE) == {one}
    assert found(receipt.lower(), HOTLINE) == {one}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "search_empty"), (" \t\n", "search_empty"), ("赵\u200e", "hidden_characters"), ("赵%", "name_characters"),
     ("'--", "name_characters"), ("王" * 51, "name_length"), ("王" * 100_000, "name_length")],
)  # fmt: skip
def test_what_is_none_of_the_five_is_told_so(typed: str, code: str) -> None:
    assert fault(typed) == code


def test_searches_by_name_are_limited_and_those_by_number_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "people_search", limits.Limit(2, 600))
    one = known(1)
    for _ in range(2):
        assert found(NAME) == {one}
    with pytest.raises(reception.SearchRefused):
        reception.search(MOBILE, DESK)
    assert found(number(1).number) == {one}
    assert found(NAME, replace(DESK, user_id=7)) == {one}


def test_a_correction_moves_the_index_with_the_words() -> None:
    about = enrol(1)
    one = models.Dossier.objects.get().person_id
    officers = [Asker(AskerKind.OFFICER, f"officer{n}") for n in (1, 2)]
    first = serve("propose_correction", about, Channel.OFFICER, asker=officers[0], actor="officer1",
                  part="mobile", value="13911112222", reason="本人申请变更")  # fmt: skip
    assert first.granted
    assert found(MOBILE) == {one}
    proposal = first.person.proposals[0].proposal_id
    second = serve("correct_record", about, Channel.OFFICER, asker=officers[1], actor="officer2",
                   proposal=proposal, approve="true")  # fmt: skip
    assert second.granted, second.decision
    assert found(MOBILE) == set()
    assert found("13911112222") == {one}
