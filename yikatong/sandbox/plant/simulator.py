"""One plant: a folder of its own, the folder that it shares with the bureau, and rounds of work."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from yikatong.sandbox.plant.book import Book
from yikatong.sandbox.plant.delivering import build, deliver, read_receipts
from yikatong.sandbox.plant.files import put
from yikatong.sandbox.plant.keys import Keys, bureau_key, own_keys, publish
from yikatong.sandbox.plant.making import advance, read_batches, stock_rows

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Temper:
    """How the plant behaves. ``faults`` and ``spoilt`` are shares between 0 and 1, times in seconds, ``part`` the most
    rows in one file."""

    seed: int = 1
    delay_s: float = 5.0
    patience_s: float = 30.0
    part: int = 500
    faults: Mapping[str, float] = field(default_factory=dict)
    spoilt: Mapping[str, float] = field(default_factory=lambda: {"failed": 0.02, "remake": 0.04})


class Plant:
    """Call :meth:`round` again and again; whoever kills it in between loses nothing."""

    def __init__(self, home: Path, exchange: Path, temper: Temper | None = None, code: str = "demo-plant") -> None:
        self.home, self.exchange, self.temper, self.code = home, exchange, temper or Temper(), code
        self.keys: Keys = own_keys(home)
        self.book = Book(home / "plant.sqlite3")
        self.public_keys = publish(self.keys, code, exchange)

    def round(self, now: datetime) -> bool:
        """Receipts, new batches, one step of every card that is due, deliveries. False while the bureau's key is not
        there."""
        bureau, at, temper = bureau_key(self.exchange), now.timestamp(), self.temper
        if bureau is None:
            return False
        read_receipts(self.book, bureau, self.exchange, temper.seed, self.code, at)
        read_batches(self.book, self.keys, bureau, self.exchange, at)
        with self.book.writing():
            rows = advance(self.book, temper.seed, temper.spoilt, temper.delay_s, at)
            for first in range(0, len(rows), temper.part):
                build(self.book, self.code, "results", rows[first : first + temper.part], at)
        self._stock(now)
        deliver(self.book, self.keys, self.exchange, temper.seed, temper.faults, temper.patience_s, at)
        put(self.home / "faults.json", json.dumps(self.counts(), indent=2).encode())
        return True

    def stock(self, now: datetime) -> None:
        """The stock file of this day, delivered with the next round."""
        day = now.astimezone(CHINA).date().isoformat()
        with self.book.writing():
            build(self.book, self.code, "stock", stock_rows(self.book), now.timestamp(), day)

    def _stock(self, now: datetime) -> None:
        """Once a day, of the plant's own day."""
        told = self.book.db.execute(
            "SELECT manifest FROM delivery WHERE kind = 'stock' ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        if told is None or json.loads(told[0])["day"] < now.astimezone(CHINA).date().isoformat():
            self.stock(now)

    def counts(self) -> dict[str, int]:
        """Faults hit, cards by what became of them, files delivered."""
        return self.book.counts()

    def at_rest(self) -> bool:
        """Whether every card has left and every file has its receipt."""
        moving = "SELECT 1 FROM card WHERE state NOT IN ('released', 'failed') UNION ALL SELECT 1 FROM delivery"
        return self.book.db.execute(f"{moving} WHERE state <> 'answered' LIMIT 1").fetchone() is None  # noqa: S608


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (a party of its own has a clock of its own)
