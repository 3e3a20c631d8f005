"""What a post may see and do: its own region, its own bank, and nothing of what lies elsewhere."""

from contextlib import suppress

import pytest

from tests.office.test_counter import APPLICATION
from tests.office.world import (
    BEIJING,
    NOW,
    OFFICER,
    SHAANXI,
    applied,
    ask,
    codes,
    enrol,
    enter,
    lose,
    made,
    number,
    person_of,
    rows,
    serve,
    waiting,
)  # fmt: skip
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.card_kinds import FIT_PHOTO
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.office import counter, prepare
from yikatong.office.ask import CaseNumberReused, OutOfScope, RegionOutOfScope, Stale
from yikatong.office.desk_queue import Visitor, open_dossier, queue
from yikatong.office.person_pages import timeline
from yikatong.services import catalogue

pytestmark = pytest.mark.django_db
TRANSFER = {"region": SHAANXI, "bank": "CAB", "outlet": "XA-YT-01"}
FORMER = {
    "name": "赵一宁", "mobile": "13800000000", "region": BEIJING, "bank": "BJB", "outlet": "BJ-01",
    "card_no": "B00000000", "issued_on": "2020-01-01", "valid_until": "2030-01-01",
}  # fmt: skip


def also_in_beijing(about) -> None:
    enter(about, applied("B0", BEIJING), *made("B0", "B00000000", Stage.COLLECTED), region=BEIJING)


def test_no_post_acts_in_another_regions_name():
    before = rows()
    for code, channel, answers, more in (
        ("apply", Channel.DESK, {**APPLICATION, "region": BEIJING, "bank": "BJB", "outlet": "BJ-01"}, {}),
        ("take_over_card", Channel.OFFICER, FORMER, {"asker": OFFICER}),
    ):
        with pytest.raises(RegionOutOfScope):
            serve(code, number(), channel, answers=answers, scope="6101", **more)
    assert rows() == before


def test_the_place_that_a_card_is_asked_of_may_serve_who_holds_one_elsewhere():
    about = enrol(region=BEIJING)
    assert serve("transfer", about, answers=TRANSFER, scope="6101").granted
    with pytest.raises(RegionOutOfScope):
        serve("transfer", enrol(1, region=BEIJING), answers=TRANSFER, scope="11")


def test_a_card_elsewhere_neither_hinders_nor_is_told_of():
    about = enrol(region=BEIJING)
    enter(about, applied("C9", SHAANXI), *made("C9", "C00000000"))
    assert lose(about, scope="61").granted, "the coming card is meant, the one in Beijing is not seen"
    assert person_of(about).card("C9").social.state.value == "temp_lost"
    other = enrol(2)
    also_in_beijing(other)
    told = codes(serve("track", other, scope="61", card_id="B0"))
    assert told == ["card_not_found"]
    findings = serve("review_cards", other, scope="61")
    assert codes(findings) == ["not_several"]
    assert "B0" in {card.card_id for card in person_of(other).cards}


def test_a_bank_hears_nothing_of_the_holders_of_other_banks():
    mine, theirs = enrol(), enrol(1)
    for code in ("card_status", "track", "review_cards"):
        with pytest.raises(OutOfScope):
            serve(code, theirs, Channel.BANK, scope="61", party="OTHER")
    assert serve("card_status", mine, Channel.BANK, scope="61", party="CAB").granted


def test_a_timeline_leaves_out_what_was_done_elsewhere():
    about = enrol()
    also_in_beijing(about)
    visitor = Visitor(Channel.DESK, Assurance.PRESENT, "clerk1", Asker(), "61", "61")
    person_id = person_of(about).person_id
    assert [step.version for step in timeline(person_id, visitor, 99)] == [2, 1]
    assert len(open_dossier(about, visitor, "look").timeline) == 2
    mine = Visitor(Channel.PORTAL, Assurance.CODE, "", Asker(), None)
    assert [step.version for step in timeline(person_id, mine, 99)] == [3, 2, 1]


def test_a_version_is_only_told_to_who_may_act():
    about = enrol()
    stranger = Asker(AskerKind.AGENT, "f" * 64)
    more = {"asker": stranger, "scope": "00", "version": 1}
    assert "mandate_missing" in codes(serve("lift_loss", about, Channel.PORTAL, function="social", **more))
    with pytest.raises(Stale):
        lose(about, version=1)


def test_another_region_is_another_ask():
    about = enrol()
    first = ask("report_loss", about, Channel.HOTLINE, function="social", case_number="k1", region="61")
    assert counter.serve(first).granted
    with pytest.raises(CaseNumberReused):
        serve("report_loss", about, Channel.HOTLINE, function="social", case_number="k1", region="11")


def test_nobody_goes_on_making_a_card_that_was_cancelled():
    about = waiting(stage=Stage.BATCHED)
    enter(about, e.FunctionCancelled(card_id="C0", ground="deceased"))
    plant = Asker(AskerKind.PARTY, "plant")
    told = codes(serve("record_production", about, Channel.PLANT, asker=plant, stage="making", card_id="C0"))
    assert told == ["card_missing"]
    assert person_of(about).card("C0").stage is Stage.BATCHED
    assert queue(("batched",), "61") == []


@pytest.mark.parametrize("stage", [Stage.READY, Stage.MAKING])
def test_a_card_not_yet_collected_cannot_open_another(stage):
    about = waiting(stage=stage)
    formal = {"function": "social", "kind": "formal"}
    told = codes(serve("report_loss", about, Channel.BANK, party="CAB", **formal))
    assert told == ["replacement_impossible"]
    assert lose(about).granted
    assert "not_current" in codes(serve("replace", about, Channel.DESK))


def test_a_photo_is_fitted_to_the_place_it_is_sent_for(monkeypatch):
    bounds = []
    monkeypatch.setattr(prepare, "measure_confined", lambda raw, limits: (bounds.append(limits), (FIT_PHOTO, raw))[1])
    for asked in ("610400", "6101", ""):
        answers = {"photo": b"x", "region": asked}
        with suppress(NotUnderstood):
            prepare.prepare(catalogue()["check_photo"], answers, "610000", NOW.date())
    assert [limits.bytes_max for limits in bounds] == [307_200, 102_400, 102_400]
