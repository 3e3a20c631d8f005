"""Files to the bureau: numbered without a gap, repeated until there is a receipt, and damaged when asked for."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yikatong.sandbox.plant.book import Book
from yikatong.sandbox.plant.fate import fault_of
from yikatong.sandbox.plant.files import put
from yikatong.sandbox.plant.keys import Keys, is_signed
from yikatong.sandbox.plant.making import new_number


def build(book: Book, plant: str, kind: str, rows: list[dict[str, str]], now: float, day: str = "") -> None:
    """The next file, kept as it will be signed; within the caller's transaction."""
    sequence = book.db.execute("SELECT coalesce(max(sequence), 0) + 1 FROM delivery").fetchone()[0]
    content = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    page: dict[str, Any] = {
        "format": "yikatong-plant/1", "kind": kind, "plant": plant, "file": f"R{sequence:08}", "sequence": sequence,
        "created_at": datetime.fromtimestamp(now, UTC).isoformat(), "rows": len(rows),
        "content": {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)},
    }  # fmt: skip
    manifest = json.dumps(page | ({"day": day} if day else {}), indent=2).encode()
    book.db.execute(
        "INSERT INTO delivery (sequence, kind, manifest, rows, state, digest) VALUES (?, ?, ?, ?, 'built', ?)",
        (sequence, kind, manifest, content, hashlib.sha256(manifest).hexdigest()),
    )


def deliver(
    book: Book, keys: Keys, exchange: Path, seed: int, shares: Mapping[str, float], patience_s: float, now: float
) -> None:
    """Lay down what is built, and once more what has no receipt after a while; files held back come last."""
    book.db.execute("UPDATE delivery SET state = 'built' WHERE state = 'sent' AND sent_at <= ?", (now - patience_s,))
    ready = book.db.execute("SELECT * FROM delivery WHERE state IN ('built', 'held') ORDER BY sequence").fetchall()
    held = []
    for row in ready:
        fault = fault_of(seed, row["sequence"], row["attempts"] + 1, shares)
        if fault == "reorder" and row["state"] == "built" and row is not ready[-1]:
            held.append(row)
        else:
            _lay_down(book, keys, exchange, row, fault, now)
    for row in held:
        _lay_down(book, keys, exchange, row, "", now)
        book.count("fault_reorder")


def _lay_down(book: Book, keys: Keys, exchange: Path, row: Any, fault: str, now: float) -> None:
    """Files first, then the note of it: who is killed between lays down the same bytes again."""
    manifest, rows = row["manifest"], row["rows"]
    signature = keys.sign(manifest)
    if fault == "truncate" and rows:
        rows = rows[: len(rows) * 2 // 3]
    elif fault == "corrupt" and rows:
        middle = len(rows) // 2
        rows = rows[:middle] + bytes([rows[middle] ^ 1]) + rows[middle + 1 :]
    elif fault == "forge":
        signature = b64encode(bytes(64)) + b"\n"
    if fault != "lose":
        name = exchange / "incoming" / f"R{row['sequence']:08}"
        put(name.with_name(name.name + ".rows"), rows)
        put(name.with_name(name.name + ".manifest.json.sig"), signature)
        put(name.with_name(name.name + ".manifest.json"), manifest)
    with book.writing() as db:
        if fault and fault != "reorder":
            book.count(f"fault_{fault}")
        book.count("delivered")
        db.execute(
            "UPDATE delivery SET state = 'sent', attempts = attempts + 1, sent_at = ?, fault = ? WHERE sequence = ?",
            (now, fault, row["sequence"]),
        )


def read_receipts(book: Book, bureau: Ed25519PublicKey, exchange: Path, seed: int, plant: str, now: float) -> None:
    """What the bureau says of our files. One that was refused is laid down again."""
    for row in book.db.execute("SELECT * FROM delivery WHERE state = 'sent' ORDER BY sequence").fetchall():
        path = exchange / "outgoing" / f"R{row['sequence']:08}.receipt.json"
        if not path.exists():
            continue
        content = path.read_bytes()
        receipt = json.loads(content)
        if is_signed(content, path.with_name(path.name + ".sig").read_bytes(), bureau):
            _answered(book, row, receipt, seed, plant, now)
        path.unlink()


def _answered(book: Book, row: Any, receipt: dict[str, Any], seed: int, plant: str, now: float) -> None:
    with book.writing() as db:
        if receipt["answer"] == "refused":
            book.count(f"refused_{receipt['code']}")
            db.execute("UPDATE delivery SET state = 'built' WHERE sequence = ?", (row["sequence"],))
            return
        again = row["fault"] == "duplicate"
        state = "built" if again else "answered"
        db.execute("UPDATE delivery SET state = ?, fault = '' WHERE sequence = ?", (state, row["sequence"]))
        if not again:
            _mend(book, row, receipt, seed, plant, now)


def _mend(book: Book, row: Any, receipt: dict[str, Any], seed: int, plant: str, now: float) -> None:
    """A card number that somebody has already is drawn anew; other refusals of rows are counted for people to see."""
    rows, told = row["rows"].splitlines(), []
    for refused in receipt["refused_rows"]:
        book.count(f"row_{refused['code']}")
        card = json.loads(rows[refused["line"] - 1])
        if refused["code"] == "number_taken":
            told.append({**card, "card_no": new_number(book, card["card_id"], seed)})
            back = "UPDATE card SET state = 'made', at = ? WHERE card_id = ?"  # and its release is told once more
            book.db.execute(back, (now, card["card_id"]))
    if told:
        build(book, plant, "results", told, now)
