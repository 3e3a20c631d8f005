"""Guides speak in general: no fact of a case is left in braces, and no sentence is left broken."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yikatong.catalogue.service import RefusalRule, Service
from yikatong.channels.derive.general import GENERAL, OTHERWISE, general_words, names_left
from yikatong.channels.derive.guide import guide_of
from yikatong.policies.policy import published
from yikatong.services import catalogue

SERVICES = list(catalogue().values())
BROKEN = ("{", "}", "…", "。。", "，。", "：。", "“”", "，，", OTHERWISE, "（）")


def unsaid(service: Service[Any], rule: RefusalRule[Any]) -> set[str]:
    """The names of a refusal that a guide knows no words for."""
    return names_left(rule) - set(GENERAL) - {p.code for p in service.policies}


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_every_name_has_general_words(service: Service[Any]) -> None:
    assert [(r.code, unsaid(service, r)) for r in service.refusals if unsaid(service, r)] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_every_refusal_of_a_guide_reads_as_a_sentence(service: Service[Any]) -> None:
    guide = guide_of(service, "610100", date(2026, 11, 21), published())
    assert [r.words for r in guide.refusals if not r.words.endswith("。")] == []
    assert [r.words for r in guide.refusals if any(sign in r.words for sign in BROKEN)] == []


def test_a_name_without_general_words_is_noticed() -> None:
    service = catalogue()["report_loss"]
    rule = replace(service.refusals[0], words="{colour}不对。")
    assert unsaid(service, rule) == {"colour"}
    assert general_words(rule, {}) == f"{OTHERWISE}不对。"


def test_a_place_says_its_own_number() -> None:
    rule = next(r for r in catalogue()["register_mandate"].refusals if r.code == "too_long")
    assert general_words(rule, {"mandate_days_max": "90天"}) == "委托最长90天。"
