"""Building the demonstration city: places, staff, and every inhabitant's life so far."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.city.places import BANKS, outlets
from yikatong.channels.cli.city.staff import employ
from yikatong.channels.cli.city.teller import inhabitants, live
from yikatong.channels.cli.city.visits import plan_visits
from yikatong.office import deployment
from yikatong.office.desk_queue import is_known


@dataclass(frozen=True, slots=True)
class City:
    people: int
    outlets: int
    banks: int


def build(progress: Callable[[int, int], None]) -> City:
    """Build what is not there yet. A life is written whole or not at all, so an interrupted build goes on."""
    places = tuple(outlets())
    deployment.publish_directory(places, BANKS)
    employ()
    everybody, now = tuple(inhabitants()), deployment.now()
    for done, (n, life) in enumerate(everybody, 1):
        if not is_known(citizen(n).number):
            with transaction.atomic():
                live(n, life, now)
        progress(done, len(everybody))
    plan_visits()
    return City(len(everybody), len(places), len(BANKS))
