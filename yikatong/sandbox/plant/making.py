"""Batches come in, cards go from station to station, and each step becomes a row for the bureau."""

import hashlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yikatong.sandbox.plant.book import Book
from yikatong.sandbox.plant.fate import REASONS, card_number, making_of
from yikatong.sandbox.plant.files import Unreadable, batch_rows
from yikatong.sandbox.plant.keys import Keys, is_signed

log = logging.getLogger("yikatong.sandbox.plant")
NEXT = {"received": "making", "remake": "making", "made": "released"}


def read_batches(book: Book, keys: Keys, bureau: Ed25519PublicKey, exchange: Path, now: float) -> None:
    """Every batch that lies there and was not read yet. A card that is known under this turn is on its way already."""
    for path in sorted((exchange / "outgoing").glob("B*.manifest.json")):
        name, content = path.name.removesuffix(".manifest.json"), path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if book.db.execute("SELECT 1 FROM batch WHERE name = ? AND digest = ?", (name, digest)).fetchone():
            continue
        signature = path.with_name(path.name + ".sig").read_bytes()
        try:
            if not is_signed(content, signature, bureau):
                raise Unreadable("signature")
            _take(book, keys, path, json.loads(content), digest, now)
        except Unreadable as fault:  # told in the log and looked at again: the bureau may lay it down anew
            log.error("batch %s cannot be read: %s", name, fault)
            book.count("batch_unreadable")


def _take(book: Book, keys: Keys, path: Path, manifest: dict[str, Any], digest: str, now: float) -> None:
    rows = path.with_name(f"{manifest['batch']}.rows")
    with book.writing() as db:
        for row in batch_rows(rows, manifest, keys.opening):
            db.execute(
                "INSERT INTO card (card_id, turn, state, at) VALUES (?, ?, 'received', ?) ON CONFLICT (card_id) "
                "DO UPDATE SET turn = excluded.turn, state = 'received', at = excluded.at, times = 0 "
                "WHERE excluded.turn > turn",
                (row["card_id"], row["turn"], now),
            )
        db.execute("INSERT OR REPLACE INTO batch VALUES (?, ?, ?)", (manifest["batch"], digest, manifest["rows"]))


def advance(book: Book, seed: int, shares: Mapping[str, float], delay_s: float, now: float) -> list[dict[str, str]]:
    """One step for every card that has lain long enough, within the caller's transaction; the rows that tell of it."""
    ready = book.db.execute(
        "SELECT * FROM card WHERE state IN ('received', 'making', 'remake', 'made') AND at <= ? ORDER BY at, card_id",
        (now - delay_s,),
    ).fetchall()
    return [_step(book, dict(card), seed, shares, now) for card in ready]


def _step(book: Book, card: dict[str, Any], seed: int, shares: Mapping[str, float], now: float) -> dict[str, str]:
    state, times = card["state"], card["times"]
    after = NEXT.get(state) or making_of(seed, card["card_id"], card["turn"], times, shares)
    times += after == "making"
    book.db.execute(
        "UPDATE card SET state = ?, times = ?, at = ? WHERE card_id = ?", (after, times, now, card["card_id"])
    )
    book.count(f"card_{after}")
    row = {"card_id": card["card_id"], "result": after}
    if after == "made":
        row["card_no"] = new_number(book, card["card_id"], seed)
    if after in REASONS:
        row["reason"] = REASONS[after]
    return row


def new_number(book: Book, card_id: str, seed: int) -> str:
    """A number that no other card of ours has; one that the bureau refused is not drawn again."""
    while True:
        card = book.db.execute("SELECT turn, numbers FROM card WHERE card_id = ?", (card_id,)).fetchone()
        number = card_number(seed, card_id, card["turn"], card["numbers"])
        book.db.execute("UPDATE card SET numbers = numbers + 1 WHERE card_id = ?", (card_id,))
        if not book.db.execute("SELECT 1 FROM card WHERE card_no = ?", (number,)).fetchone():
            book.db.execute("UPDATE card SET card_no = ? WHERE card_id = ?", (number, card_id))
            return number


def stock_rows(book: Book) -> list[dict[str, str]]:
    """The card objects that are here: on a line or in the store."""
    held = book.db.execute("SELECT card_id, state FROM card WHERE state IN ('making', 'remake', 'made') ORDER BY 1")
    return [{"card_id": c["card_id"], "place": "store" if c["state"] == "made" else "line"} for c in held]
