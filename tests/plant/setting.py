"""People whose cards wait to be made, and files as a plant writes them."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.office.world import LONG_AGO, applied, enter, number, registered
from yikatong.cards.events import StageReached
from yikatong.cards.stages import Stage
from yikatong.office import deployment
from yikatong.records import models
from yikatong.sandbox.plant.simulator import Plant

PHOTO = b"\xff\xd8\xff\xe0 a picture of nobody \xff\xd9"
DIGEST = hashlib.sha256(PHOTO).hexdigest()
KIND = "results"


@dataclass(frozen=True, slots=True)
class Exchange:
    """The shared folder and the plant; ``lay`` writes a file set as the plant would."""

    folder: Path
    plant: Plant
    laid: dict[str, bytes] = field(default_factory=dict)

    def lay(self, sequence: int, rows: list[dict[str, Any]] | bytes, /, **changes: Any) -> str:
        """A signed file set in the incoming folder; ``changes`` are made to the manifest before it is signed."""
        name, manifest, content = f"R{sequence:08}", *signed_set(sequence, rows, **changes)
        self.put(f"{name}.rows", content)
        self.put(f"{name}.manifest.json.sig", self.plant.keys.sign(manifest))
        self.put(f"{name}.manifest.json", manifest)
        return name

    def put(self, name: str, content: bytes, folder: str = "incoming") -> None:
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        (self.folder / folder / name).write_bytes(content)

    def receipt(self, sequence: int) -> dict[str, Any]:
        return json.loads((self.folder / "outgoing" / f"R{sequence:08}.receipt.json").read_text())

    def names(self, folder: str) -> list[str]:
        found = self.folder / folder
        return sorted(path.name for path in found.iterdir()) if found.exists() else []


def signed_set(sequence: int, rows: list[dict[str, Any]] | bytes, /, **changes: Any) -> tuple[bytes, bytes]:
    """Manifest and rows."""
    content = rows if isinstance(rows, bytes) else b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    page = {
        "format": "yikatong-plant/1", "kind": KIND, "plant": "demo-plant", "file": f"R{sequence:08}",
        "sequence": sequence, "created_at": "2026-11-23T10:00:00+08:00", "rows": content.count(b"\n"),
        "content": {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)},
    }  # fmt: skip
    return json.dumps(page | changes).encode(), content


def batched(serial: int = 0, stage: Stage = Stage.BATCHED, **changes: Any) -> str:
    """A person whose card waits to be made, with a photograph. Gives the card's id."""
    about, card_id = number(serial), f"C{serial}"
    entered = enter(about, registered(about), applied(card_id, photo=DIGEST, **changes))
    enter(about, StageReached(card_id=card_id, stage=stage), at=LONG_AGO)
    sealed = deployment.vault().seal(PHOTO, f"records_picture|sealed|{DIGEST}")
    models.Picture.objects.create(dossier_id=entered, digest=DIGEST, sealed=sealed)
    return card_id


def stage_of(card_id: str) -> str:
    return str(models.Holding.objects.get(card_id=card_id).stage)


def making(*cards: str) -> list[dict[str, Any]]:
    return [{"card_id": card, "result": "making"} for card in cards]


def made(*cards: str) -> list[dict[str, Any]]:
    return [{"card_id": card, "result": "made", "card_no": f"Q{int(card[1:]):08}"} for card in cards]


def file_states() -> list[tuple[str, str, str, int | None]]:
    found = models.PlantFile.objects.order_by("id")
    return list(found.values_list("name", "state", "code", "line"))


TODAY = date(2026, 11, 23)
