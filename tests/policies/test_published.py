"""The pages that come with the package: complete, sourced, holding both sides of each contradiction."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.policies.pages import TODAY
from yikatong.policies import articles, regions
from yikatong.policies import parameters as p
from yikatong.policies.documents import published_documents
from yikatong.policies.policy import Confidence, Parameter, Ruling, Source, published

A, E, S = Confidence.AMBIGUOUS, Confidence.EXPLICIT, Confidence.ASSUMED
LIANHU, XIANYANG, BEIJING = "610104", "610400", "110105"


def every_ruling() -> list[Ruling[Any]]:
    places = {place for parameter in p.PARAMETERS.values() for place in published().places(parameter)}
    return [
        ruling
        for parameter in p.PARAMETERS.values()
        for place in places
        for ruling in published().trail(parameter, place, TODAY)
    ]


@pytest.mark.parametrize("region", ["00", "61", LIANHU, BEIJING])
@pytest.mark.parametrize("code", p.PARAMETERS)
def test_every_parameter_resolves(code: str, region: str) -> None:
    ruling = published().ruling(p.PARAMETERS[code], region, TODAY)
    assert ruling.words
    assert regions.covers(ruling.region, region)
    assert ruling.source.words.startswith(("《", "本项目默认值"))


def test_the_level_that_answers_is_the_card_issuing_region() -> None:
    """A Shaanxi card-holder phoning from Beijing gets Shaanxi rules: the card's region is asked."""
    assert published().ruling(p.temporary_loss_days, LIANHU, TODAY).region == "61"
    assert published().ruling(p.temporary_loss_days, BEIJING, TODAY).region == "00"


CONTRADICTIONS: list[tuple[str, Parameter[Any], str, str, object, Confidence]] = [
    ("C1", p.formal_loss_liftable, "00", "00", True, A),
    ("C1", p.formal_loss_liftable, LIANHU, "61", False, E),
    ("C2", p.temporary_loss_days, "00", "00", None, A),
    ("C2", p.temporary_loss_days, LIANHU, "61", 7, E),
    ("C3", p.formal_loss_venues_social, "00", "00", ("desk",), E),
    ("C3", p.formal_loss_venues_social, LIANHU, "61", ("bank",), E),
    ("C3", p.formal_loss_venues_financial, "00", "00", ("bank",), E),
    ("C3", p.formal_loss_venues_financial, LIANHU, "61", ("bank",), E),
    ("C3", p.formal_loss_covers_whole_card, "00", "00", False, E),
    ("C3", p.formal_loss_covers_whole_card, LIANHU, "61", True, E),
    ("C4", p.formal_loss_opens_replacement, "00", "00", False, E),
    ("C4", p.formal_loss_opens_replacement, LIANHU, "61", True, E),
    ("C5", p.temporary_loss_channels_social, "00", "00", ("desk", "hotline", "portal", "bank", "kiosk"), E),
    ("C5", p.temporary_loss_channels_social, LIANHU, "61", ("hotline", "portal", "desk", "kiosk"), A),
    ("C5", p.temporary_loss_channels_financial, "00", "00", ("bank",), A),
    ("C5", p.temporary_loss_channels_financial, LIANHU, "61", ("bank",), E),
    ("C6", p.temporary_loss_label, "00", "00", "临时挂失", E),
    ("C6", p.temporary_loss_label, LIANHU, "61", "口头挂失", E),
    ("C12", p.ecard_sync_from, LIANHU, "00", date(2021, 1, 1), E),
    ("C13", p.enable_requires_pin_change, "00", "00", False, A),
    ("C13", p.enable_requires_pin_change, LIANHU, "61", True, E),
    ("C13", p.enable_channels, "00", "00", ("desk", "portal", "kiosk"), E),
    ("C13", p.enable_channels, LIANHU, "61", ("desk", "partner", "portal", "kiosk"), E),
    ("C13", p.initial_pin, "00", "00", None, S),
    ("C13", p.initial_pin, LIANHU, "61", "666666", E),
    ("C14", p.pin_reset_channels, "00", "00", ("desk",), S),
    ("C14", p.pin_reset_channels, LIANHU, "61", ("portal", "desk"), E),
    ("C14", p.pin_reset_by_agent, "00", "00", None, A),
    ("C14", p.pin_reset_by_agent, LIANHU, "61", True, E),
    ("C14", p.pin_tries_max, LIANHU, "00", 6, S),
    ("C15", p.renewal_window_days, "00", "00", 60, E),
    ("C15", p.renewal_window_days, LIANHU, "00", 60, E),
    ("C16", p.cancel_grounds, "00", "00", ("no_local_services",), E),
    ("C16", p.cancel_grounds, LIANHU, "61", ("left_province", "deceased", "missing"), E),
    ("C17", p.cancel_channels, "00", "00", ("desk",), E),
    ("C17", p.cancel_channels, LIANHU, "61", ("portal", "desk"), E),
    ("C17", p.cancel_by_agent, "00", "00", None, A),
    ("C17", p.cancel_by_agent, LIANHU, "61", True, E),
    ("C18", p.cancel_social_first, "00", "00", False, A),
    ("C18", p.cancel_social_first, LIANHU, "61", True, E),
    ("C18", p.cancel_funds_settled_first, "00", "00", False, A),
    ("C18", p.cancel_funds_settled_first, LIANHU, "61", True, E),
    ("C19", p.collect_appointment_required, "61", "00", False, A),
    ("C19", p.collect_appointment_required, LIANHU, "6101", True, E),
    ("C20", p.collect_by_agent, "00", "00", None, A),
    ("C20", p.collect_by_agent, LIANHU, "61", True, E),
    ("C21", p.cross_province_transfer, LIANHU, "00", "new_card", E),
    ("C22", p.transfer_extra_steps, "61", "00", (), E),
    ("C22", p.transfer_extra_steps, LIANHU, "6101", ("bind_employee_medical_insurance",), E),
    ("C23", p.photo_bytes_min, "00", "00", 30_000, S),
    ("C23", p.photo_bytes_max, "00", "00", 102_400, S),
    ("C23", p.photo_bytes_min, LIANHU, "61", 30_000, A),
    ("C23", p.photo_bytes_max, LIANHU, "61", 102_400, A),
    ("C23", p.photo_bytes_min, XIANYANG, "6104", 20_000, A),
    ("C23", p.photo_bytes_max, XIANYANG, "6104", 307_200, A),
    ("C24", p.first_card_fee_yuan, "00", "00", None, A),
    ("C24", p.first_card_fee_yuan, LIANHU, "61", 0, E),
    ("C24", p.replacement_fee_yuan, LIANHU, "00", None, A),
]


@pytest.mark.parametrize(
    ("parameter", "asked", "answered", "value", "confidence"),
    [row[1:] for row in CONTRADICTIONS],
    ids=[f"{row[0]}-{row[1].code}-{row[2]}" for row in CONTRADICTIONS],
)
def test_contradiction(
    parameter: Parameter[Any], asked: str, answered: str, value: object, confidence: Confidence
) -> None:
    ruling = published().ruling(parameter, asked, TODAY)
    assert (ruling.region, ruling.value, ruling.confidence) == (answered, value, confidence)


def test_both_sides_of_a_contradiction_can_be_shown() -> None:
    """C1 in full: what is applied in Xi'an, and what the nation says instead."""
    shaanxi, nation = published().trail(p.formal_loss_liftable, LIANHU, TODAY)
    assert (shaanxi.words, shaanxi.source.quote) == ("不可以", "正式挂失不能撤销")
    assert (nation.words, nation.source.quote) == ("可以", "如果后来找到了社保卡，再办理解挂即可")
    assert nation.source.words == "《社保卡使用问题解决指南》问1：“如果后来找到了社保卡，再办理解挂即可”"


def test_the_regulation_took_over_on_its_day() -> None:
    start = date(2023, 12, 1)
    before = published().ruling(p.application_working_days, LIANHU, start - timedelta(days=1))
    since = published().ruling(p.application_working_days, LIANHU, start)
    assert (before.confidence, since.confidence) == (S, E)
    assert since.source.document.code == "agency_regulation"


def test_how_sure_we_are_fits_the_source() -> None:
    """A default is an assumption and nothing else; what is explicit is quoted; quotations stay short."""
    for ruling in every_ruling():
        default = ruling.source.document.kind == "project_default"
        assert not default or ruling.confidence is S, ruling
        assert ruling.confidence is not E or ruling.source.quote, ruling
        assert len(ruling.source.quote) <= 60, ruling
        assert ruling.in_force_on <= TODAY
        assert ruling.recorded_on <= TODAY


def test_quotation_marks_inside_a_quotation_are_single() -> None:
    ruling = published().ruling(p.initial_pin, LIANHU, TODAY)
    assert ruling.source.words.endswith("：“初始密码为‘666666’”")


def test_articles_cite_registered_documents_briefly() -> None:
    cited = [found for found in vars(articles).values() if isinstance(found, Source)]
    assert len(cited) > 50
    for source in cited:
        assert published_documents()[source.document.code] is source.document
        assert source.clause
        assert len(source.quote) <= 60
    asked = {source.clause for source in cited if source.document.code == "national_guide"}
    assert asked == {f"问{number}" for number in range(1, 10)}
