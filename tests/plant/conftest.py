"""Tests of the plant's files: a folder to exchange them in, and a plant of its own beside it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401  fixtures here too
from tests.office.world import NOW
from tests.plant.setting import Exchange
from yikatong.office import deployment, plant
from yikatong.sandbox.plant.simulator import Plant, Temper


@pytest.fixture
def exchange(tmp_path: Path, settings, city) -> Iterator[Exchange]:  # noqa: F811
    """A registered plant that never spoils a card, and the moment stopped at NOW."""
    settings.PLANT_FOLDER, settings.PLANT_BATCH_MINUTES = tmp_path / "exchange", 0
    temper = Temper(delay_s=0, patience_s=0, spoilt={"failed": 0.0, "remake": 0.0})
    made = Plant(tmp_path / "home", tmp_path / "exchange", temper, "demo-plant")
    plant.register(made.public_keys.read_text())
    plant.publish_ours()
    with deployment.at(NOW + timedelta(seconds=1)):
        yield Exchange(tmp_path / "exchange", made)
    made.book.close()
