"""Interleaved rounds: what is measured and its limit take turns, so that a busy machine slows both alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Seconds a piece of work, round by round: ours and the limit's."""

    name: str
    ours: tuple[float, ...]
    limit: tuple[float, ...]
    aim: float

    @property
    def ratios(self) -> tuple[float, ...]:
        """The limit's time over ours, round by round: 1 is as fast as the limit."""
        return tuple(sorted(limit / ours for ours, limit in zip(self.ours, self.limit, strict=True)))

    @property
    def line(self) -> str:
        low, middle, high = self.ratios[0], median(self.ratios), self.ratios[-1]
        verdict = "met" if middle >= self.aim else "MISSED"
        return (
            f"{self.name:44}{1 / median(self.ours):>8,.0f}/s{1 / median(self.limit):>9,.0f}/s"
            f"   {low:.2f} / {middle:.2f} / {high:.2f}   aim {self.aim} {verdict}"
        )


HEADING = f"{'':44}{'ours':>10}{'limit':>11}   ratio min / median / max"


def seconds(work: Work) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def mean(works: Sequence[Work]) -> float:
    """Seconds for one of them, all done one after the other."""
    return seconds(lambda: [work() for work in works]) / len(works)


def compare(
    name: str, ours: Callable[[], Sequence[Work]], limit: Callable[[], Sequence[Work]], aim: float, rounds: int = 9
) -> Comparison:
    """``ours`` and ``limit`` prepare a round's work, which is not timed. The first round is to warm up."""
    times = [(mean(ours()), mean(limit())) for _ in range(rounds + 1)][1:]
    return Comparison(name, tuple(a for a, _ in times), tuple(b for _, b in times), aim)
