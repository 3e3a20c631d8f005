"""Looking a policy value up: which level speaks, since when, and as known on which day.

The public face of this package: everything a service or a screen needs can be imported from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from yikatong.policies import regions
from yikatong.policies.documents import values_folder
from yikatong.policies.loading import read_rulings
from yikatong.policies.page import PageInvalid
from yikatong.policies.parameter import Parameter
from yikatong.policies.ruling import Confidence, Document, Ruling, Source

__all__ = [
    "Confidence",
    "Document",
    "PageInvalid",
    "Parameter",
    "Policies",
    "PolicyMissing",
    "Ruling",
    "Source",
    "load",
    "published",
]

T = TypeVar("T")
Key = tuple[str, str, date, date | None]

# A bureau asks about its own counties on today's date; replays of old days must not grow the cache for ever.
CACHED_MAX = 50_000


class PolicyMissing(LookupError):  # noqa: N818  (named for what is wrong, as refusals are)
    """No level has ruled on ``parameter`` for that day. Say so, route to a person, never guess."""

    code = "policy_missing"

    def __init__(self, parameter: Parameter[Any], region: str, on: date) -> None:
        self.parameter, self.region, self.on = parameter, region, on
        super().__init__(
            f"本地规则未录入：{parameter.name}（{regions.name(region)}，{on.isoformat()}）。"
            "请转人工办理，并由该地业务人员补录规则。"
        )


class Policies:
    """All rulings, looked up by region and by two dates: in force, and known to this system."""

    __slots__ = ("_answers", "_spoken")

    def __init__(self, rulings: Iterable[Ruling[Any]]) -> None:
        spoken: dict[str, dict[str, list[Ruling[Any]]]] = defaultdict(lambda: defaultdict(list))
        for ruling in rulings:
            spoken[ruling.parameter.code][ruling.region].append(ruling)
        self._spoken: Mapping[str, Mapping[str, tuple[Ruling[Any], ...]]] = {
            code: {region: _newest_first(found) for region, found in by_region.items()}
            for code, by_region in spoken.items()
        }
        self._answers: dict[Key, Ruling[Any]] = {}

    def with_rulings(self, added: Iterable[Ruling[Any]]) -> "Policies":
        """These policies and some more; of two rulings recorded on one day for one date the added one holds."""
        said = (r for by_region in self._spoken.values() for rulings in by_region.values() for r in rulings)
        return Policies((*added, *said))

    def history(self, parameter: Parameter[T]) -> list[Ruling[T]]:
        """Everything ever ruled on ``parameter``: by level from the nation down, the newest first."""
        return [ruling for place in self.places(parameter) for ruling in self._spoken[parameter.code][place]]

    def ruling(self, parameter: Parameter[T], region: str, on: date, known_on: date | None = None) -> Ruling[T]:
        """What holds in ``region`` on ``on``, as known on ``known_on`` (None: everything recorded so far).

        The most specific level that speaks wins; an explicit ``null`` is speech. At one level the latest date
        in force wins, and of one date the latest record. Raises PolicyMissing; ValueError for a nonsense
        region.
        """
        key = (parameter.code, region, on, known_on)
        answer = self._answers.get(key)
        if answer is None:
            found = self.trail(parameter, region, on, known_on)
            if not found:
                raise PolicyMissing(parameter, region, on)
            answer = found[0]
            if len(self._answers) >= CACHED_MAX:
                self._answers.clear()
            self._answers[key] = answer
        return answer

    def trail(self, parameter: Parameter[T], region: str, on: date, known_on: date | None = None) -> list[Ruling[T]]:
        """What every level that speaks says, most specific first, so a screen can show a contradiction."""
        by_region = self._spoken.get(parameter.code, {})
        said = (_latest(by_region.get(level, ()), on, known_on) for level in regions.levels(region))
        return [ruling for ruling in said if ruling is not None]

    def places(self, parameter: Parameter[Any]) -> tuple[str, ...]:
        """The levels that have ever ruled on ``parameter``: ``("00", "61")``."""
        return tuple(sorted(self._spoken.get(parameter.code, {})))


def _newest_first(rulings: Iterable[Ruling[Any]]) -> tuple[Ruling[Any], ...]:
    return tuple(sorted(rulings, key=lambda ruling: (ruling.in_force_on, ruling.recorded_on), reverse=True))


def _latest(rulings: tuple[Ruling[T], ...], on: date, known_on: date | None) -> Ruling[T] | None:
    for ruling in rulings:
        if ruling.in_force_on <= on and (known_on is None or ruling.recorded_on <= known_on):
            return ruling
    return None


def load(folder: Traversable | None = None) -> Policies:
    """The policies of ``folder`` (a Path will do; None: the pages of this package). Raises PageInvalid."""
    return Policies(read_rulings(folder or values_folder()))


@cache
def published() -> Policies:
    """The policies that come with this package, read once."""
    return load()
