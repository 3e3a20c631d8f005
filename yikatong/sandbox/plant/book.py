"""The plant's own database: cards on its lines and in its store, files delivered, faults counted."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS batch (name TEXT PRIMARY KEY, digest TEXT NOT NULL, rows INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS card (
    card_id TEXT PRIMARY KEY, turn INTEGER NOT NULL, state TEXT NOT NULL, at REAL NOT NULL,
    times INTEGER NOT NULL DEFAULT 0, numbers INTEGER NOT NULL DEFAULT 0, card_no TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS card_by_state ON card (state, at);
CREATE TABLE IF NOT EXISTS delivery (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, manifest BLOB NOT NULL, rows BLOB NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, sent_at REAL, fault TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, n INTEGER NOT NULL);
"""


class Book:
    """One connection; every step of the plant's work is one transaction."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.executescript(TABLES)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def count(self, name: str, n: int = 1) -> None:
        self.db.execute(
            "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n", (name, n)
        )

    def counts(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT name, n FROM counter ORDER BY name").fetchall())

    def close(self) -> None:
        self.db.close()
