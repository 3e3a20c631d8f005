"""A bad way between us and the plant: every card is made once all the same, and nothing is done twice."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office.world import NOW
from tests.plant.setting import Exchange, batched, stage_of
from yikatong.office import deployment, plant
from yikatong.records import models
from yikatong.sandbox.plant.fate import FAULTS
from yikatong.sandbox.plant.simulator import Plant, Temper

pytestmark = pytest.mark.django_db
CARDS = 40
SPOILT = {"failed": 0.15, "remake": 0.15}


def live(made: Plant, rounds: int) -> int:
    """Both work in turn, a minute apart; how many rounds until everything is at rest."""
    for count in range(1, rounds):
        now = NOW + timedelta(minutes=count)
        with deployment.at(now):
            plant.work()
            made.round(now)
            plant.work()
        if made.at_rest() and not plant.waiting().cards and not models.PlantFile.objects.filter(state="waiting"):
            return count
    raise AssertionError(f"not at rest after {rounds} rounds: {made.counts()}")


def test_every_card_is_made_once_whatever_happens_on_the_way(exchange: Exchange, tmp_path: Path) -> None:
    cards = [batched(serial) for serial in range(CARDS)]
    temper = Temper(seed=11, delay_s=0, patience_s=90, part=4, faults=dict.fromkeys(FAULTS, 0.1), spoilt=SPOILT)
    made = Plant(tmp_path / "home", exchange.folder, temper, "demo-plant")
    live(made, 400)
    assert Counter(stage_of(card) for card in cards) == {"province_released": CARDS}
    numbers = models.Holding.objects.filter(card_id__in=cards).values_list("card_no", flat=True)
    assert len(set(numbers)) == CARDS
    acts = models.Entry.objects.filter(client="plant:demo-plant")
    assert acts.count() == models.PlantFileRow.objects.filter(code="").count()
    counts = made.counts()
    assert all(counts[f"fault_{fault}"] > 0 for fault in FAULTS), counts
    assert counts["card_failed"] > 0 < counts["card_remake"]
    assert not [name for name in exchange.names("incoming") if name.endswith(".json")]
    made.book.close()
