"""Brings people of the city into the state that a page or a task begins with, as the story does: through the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import httpx

from tests.browser.server import alone
from tests.browser.visitors import Door
from yikatong.channels.cli.city.people import Citizen
from yikatong.channels.cli.story.passages import application, clock, number_of, produce
from yikatong.channels.cli.story.teller import Teller

PATIENCE_S = 60
FREE_PLACE = {"region": "610402", "outlet": "SX-0402-01"}  # where a card is collected without an appointment


@contextmanager
def teller(door: Door) -> Iterator[Teller]:
    with httpx.Client(base_url=door.url, timeout=PATIENCE_S) as http:
        yield Teller(http, lambda words: None, uuid4().hex)


def entrust(door: Door, agent: Citizen, relative: Citizen) -> None:
    """The relative has given leave to act for a month, once."""
    done = door.folder / f"entrusted-{agent.number}-{relative.number}"
    mandate = {"kind": "agent", "agent_id_number": agent.number, "agent_name": agent.name}
    with alone(done.with_suffix(".lock")), teller(door) as desk:
        if not done.exists():
            ends_on = (clock(desk).date() + timedelta(days=30)).isoformat()
            desk.ask("desk", "register_mandate", relative, answers={**mandate, "ends_on": ends_on})
            done.touch()


def lay_at_the_outlet(door: Door, who: Citizen) -> None:
    """A new card lies at FREE_PLACE."""
    with teller(door) as desk:
        desk.ask("desk", "apply", who, answers=application(who) | FREE_PLACE)
        produce(desk, who, number_of(who, "Z"))
