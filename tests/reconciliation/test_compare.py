"""The merge and its rules: what agrees is silent, and each way of not agreeing is told with its cause and its owner."""

import tracemalloc
from datetime import timedelta
from itertools import product

import pytest

from tests.reconciliation.cards import ACCOUNT, CARD, EARLIER, ENDED, NOW, TERMS, ours, side, theirs
from yikatong.cards.stages import Stage
from yikatong.office.reconciliation.compare import Unsorted, differences, sides
from yikatong.office.reconciliation.told import Ours, Side, Stock, Terms
from yikatong.office.reconciliation.vocabulary import CAUSES, Aspect, Cause, Owner

HOUR = timedelta(hours=1)
LATE, YOUNG = NOW - timedelta(hours=25), NOW - timedelta(hours=23)
HELD = Stock(CARD, "vault")

AGREE = {
    "in use": side(ours(), theirs()),
    "applied for": side(ours(stage=Stage.SUBMITTED, account={"sequence": 0}), None),
    "opening, within time": side(ours(stage=Stage.BANK_OPENING, stage_at=YOUNG, account={"sequence": 0}), None),
    "being made, within time": side(ours(stage=Stage.MAKING, stage_at=NOW - timedelta(days=9)), theirs()),
    "made and held": side(ours(stage=Stage.PERSONALISED, custodian="plant"), theirs(), HELD),
    "lapsed by both": side(
        ours(account={"loss": "temporary", "until": NOW}), theirs(loss="temporary", until=NOW - HOUR)
    ),
    "lapsed here, gone there": side(ours(account={"loss": "temporary", "until": NOW}), theirs()),
    "told us since its file": side(ours(account={"sequence": 4}, mirrored_at=ENDED), theirs()),
    "opened since its file": side(ours(mirrored_at=ENDED), None),
    "an order within time": side(ours(orders=(("x-activate", YOUNG),)), theirs()),
    "ended at both": side(
        ours(account={"state": "closed", "settled": True, "physical": ""}), theirs(state="closed", settled=True)
    ),
    "closed while lost": side(
        ours(account={"state": "closed", "settled": True}), theirs(state="closed", settled=True, loss="formal")
    ),
    "refused by the bank": side(
        ours(stage=Stage.BANK_REJECTED, account={"sequence": 0}), theirs(sequence=1, state="inactive", tail="")
    ),
    "settled once": side(ours(account={"settled": True}), theirs()),
    "taken back": side(ours(custodian="bank"), theirs(physical="taken_back")),
    "closed and unknown": side(None, theirs(state="closed", settled=True)),
    "left the plant since": side(
        ours(stage=Stage.PROVINCE_RELEASED, stage_at=NOW, custodian="province"), theirs(), HELD
    ),
}  # fmt: skip
A, C = Aspect, Cause
DIFFER = {
    "call-back lost": (side(ours(), theirs(sequence=4, state="frozen")), A.ACCOUNT_DIFFERS, C.CALLBACK_LOST),
    "in flight": (
        side(ours(orders=(("x", YOUNG),)), theirs(sequence=4)), A.ACCOUNT_DIFFERS, C.ORDER_IN_FLIGHT,
    ),
    "not in flight for ever": (
        side(ours(orders=(("x", LATE),)), theirs(sequence=4)), A.ACCOUNT_DIFFERS, C.CALLBACK_LOST,
    ),
    "bank restored": (side(ours(account={"sequence": 9}), theirs()), A.ACCOUNT_DIFFERS, C.BANK_BEHIND),
    "state told otherwise": (side(ours(), theirs(state="frozen")), A.ACCOUNT_DIFFERS, C.TOLD_OTHERWISE),
    "loss told otherwise": (side(ours(), theirs(loss="formal")), A.ACCOUNT_DIFFERS, C.TOLD_OTHERWISE),
    "money told otherwise": (side(ours(), theirs(settled=True)), A.ACCOUNT_DIFFERS, C.TOLD_OTHERWISE),
    "number": (side(ours(), theirs(tail="9999")), A.ACCOUNT_NUMBER_DIFFERS, C.TOLD_OTHERWISE),
    "lost at the bank": (side(ours(), None), A.ACCOUNT_MISSING, C.LOST_AT_BANK),
    "never taken over": (side(ours(account={"sequence": 0}), None), A.ACCOUNT_MISSING, C.NOT_TAKEN_OVER),
    "unknown here": (side(None, theirs()), A.ACCOUNT_UNEXPECTED, C.UNKNOWN_TO_BUREAU),
    "withdrawn here": (side(ours(stage=Stage.WITHDRAWN), theirs()), A.ACCOUNT_UNEXPECTED, C.TOLD_OTHERWISE),
    "refused here": (side(ours(stage=Stage.BANK_REJECTED), theirs()), A.ACCOUNT_UNEXPECTED, C.TOLD_OTHERWISE),
    "silent": (side(ours(orders=(("x", LATE),)), theirs()), A.ANSWER_MISSING, C.BANK_SILENT),
    "silent at opening": (
        side(ours(stage=Stage.BANK_OPENING, stage_at=LATE, account={"sequence": 0}), None),
        A.ANSWER_MISSING, C.BANK_SILENT,
    ),
    "opened, not told": (
        side(ours(stage=Stage.BANK_OPENING, stage_at=LATE, account={"sequence": 0}), theirs()),
        A.OPENING_LATE, C.CALLBACK_LOST,
    ),
    "opened just now": (
        side(ours(stage=Stage.BANK_OPENING, stage_at=YOUNG, account={"sequence": 0}), theirs()),
        A.OPENING_LATE, C.ORDER_IN_FLIGHT,
    ),
    "closed with money": (
        side(ours(account={"state": "closed"}), theirs(state="closed")), A.MONEY_LEFT, C.CLOSED_WITH_MONEY,
    ),
    "not in the vault": (
        side(ours(stage=Stage.PERSONALISED, custodian="plant"), theirs()), A.STOCK_MISSING, C.PLANT_DIFFERS,
    ),
    "one too many": (side(None, None, HELD), A.STOCK_UNEXPECTED, C.UNKNOWN_STOCK),
    "made, not taken in": (side(ours(stage=Stage.MAKING), theirs(), HELD), A.STAGE_LATE, C.FILE_LOST),
    "never sent": (side(ours(stage=Stage.BATCHED), theirs()), A.STAGE_LATE, C.FILE_LOST),
    "plant silent": (side(ours(stage=Stage.MAKING, sent_at=EARLIER), theirs()), A.STAGE_LATE, C.PLANT_SILENT),
    "handed out, still in the vault": (side(ours(), theirs(), HELD), A.CUSTODY_DIFFERS, C.PLANT_DIFFERS),
    "taken back, not told": (side(ours(), theirs(physical="taken_back")), A.CUSTODY_DIFFERS, C.TOLD_OTHERWISE),
}  # fmt: skip


def found(one: Side, terms: Terms = TERMS) -> list[tuple[Aspect, Cause]]:
    return [(d.aspect, d.cause) for d in differences(one, terms)]


@pytest.mark.parametrize("name", AGREE)
def test_what_agrees_is_silent(name: str) -> None:
    assert found(AGREE[name]) == []


@pytest.mark.parametrize("name", DIFFER)
def test_what_differs_is_told_once_with_its_cause(name: str) -> None:
    one, aspect, cause = DIFFER[name]
    assert found(one) == [(aspect, cause)]


def test_every_aspect_and_every_cause_has_a_card_that_shows_it() -> None:
    assert {aspect for _, aspect, _ in DIFFER.values()} == set(Aspect)
    assert {cause for _, _, cause in DIFFER.values()} == set(Cause) == set(CAUSES)


def test_what_is_in_flight_is_nobodys_turn_and_asking_heals_only_what_was_not_heard() -> None:
    assert {cause for cause in Cause if cause.owner is Owner.NOBODY} == {Cause.ORDER_IN_FLIGHT}
    assert {cause for cause in Cause if cause.healed_by_asking} == {Cause.CALLBACK_LOST, Cause.BANK_SILENT}


def test_without_a_bank_only_the_plant_is_compared() -> None:
    alone = Terms(NOW, None, ENDED, TERMS.answer, TERMS.making)
    assert found(side(ours(), None), alone) == []
    assert found(side(ours(stage=Stage.BANK_OPENING, stage_at=EARLIER), None), alone) == []
    assert found(side(None, None, HELD), alone) == [(A.STOCK_UNEXPECTED, C.UNKNOWN_STOCK)]


def test_without_a_stock_file_nothing_is_missed_at_the_plant() -> None:
    none = Terms(NOW, ENDED, None, TERMS.answer, TERMS.making)
    assert found(side(ours(stage=Stage.PERSONALISED, custodian="plant"), theirs()), none) == []


def card(number: int) -> Ours:
    return Ours(f"{number:08}", "610104", "", Stage.COLLECTED, EARLIER, ACCOUNT, EARLIER, custodian="holder")


def test_the_merge_meets_every_card_once_whoever_knows_it() -> None:
    """Every subset of three parties, in one stream: the merge must neither lose nor double a card."""
    known = list(product((True, False), repeat=3))
    mine = [card(n) for n, (a, _, _) in enumerate(known) if a]
    bank = [(f"{n:08}", ACCOUNT) for n, (_, b, _) in enumerate(known) if b]
    plant = [Stock(f"{n:08}") for n, (_, _, c) in enumerate(known) if c]
    met = [
        (s.card_id, (s.ours is not None, s.theirs is not None, s.stock is not None)) for s in sides(mine, bank, plant)
    ]
    assert met == [(f"{n:08}", parts) for n, parts in enumerate(known) if any(parts)]


@pytest.mark.parametrize("order", [(2, 1), (1, 1)])
@pytest.mark.parametrize("party", ["bureau", "bank", "plant"])
def test_a_stream_that_goes_back_or_repeats_is_refused(party: str, order: tuple[int, int]) -> None:
    streams = {"bureau": [], "bank": [], "plant": []}
    streams[party] = {
        "bureau": [card(n) for n in order],
        "bank": [(f"{n:08}", ACCOUNT) for n in order],
        "plant": [Stock(f"{n:08}") for n in order],
    }[party]
    with pytest.raises(Unsorted, match=party):
        list(sides(*streams.values()))


def test_memory_does_not_grow_with_the_cards() -> None:
    def peak(cards: int) -> int:
        tracemalloc.start()
        met = sides((card(n) for n in range(cards)), ((f"{n:08}", ACCOUNT) for n in range(cards)), iter(()))
        assert not any(found(one) for one in met)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(10)
    assert peak(20_000) < 2 * peak(200) + 20_000
