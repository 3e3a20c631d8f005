"""The demonstration's message gateway: messages go to a file that its own page shows, with the number masked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from yikatong.cards.masking import mask_mobile
from yikatong.ports.messages import Receipt, ReceiptFault

NOBODY = "4444"
"""Numbers that end so are not in service: how the demonstration shows a message that does not arrive."""
KEYS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it would lie on the telephone; ``at`` is the world's time (UTC, ISO 8601)."""

    mobile: str
    words: str
    at: str
    key: str = ""


class MessageBoard:
    """Appends each message as one line of JSON, so that the web processes of one machine can share the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, mobile: str, words: str, key: str = "") -> str:
        if key and any(m.key == key for m in self.latest(KEYS_KEPT)):  # sent again after a crash: brought once
            return self._reference(mobile, key)
        shown = Shown(mask_mobile(mobile), words, datetime.now(UTC).isoformat(timespec="seconds"), key)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as board:
            board.write(json.dumps(asdict(shown), ensure_ascii=False) + "\n")
        return self._reference(mobile, key)

    def latest(self, count: int = 50) -> list[Shown]:
        """The last messages, newest first."""
        if not self._path.exists():
            return []
        lines = self._path.read_text("utf-8").splitlines()[-count:]
        return [Shown(**json.loads(line)) for line in reversed(lines)]

    def receipts(self, references: Sequence[str]) -> Sequence[Receipt]:
        """Every message has arrived, but those to numbers out of service."""
        return tuple(
            Receipt(r, delivered=not r.endswith("-none"), why="空号或停机" if r.endswith("-none") else "")
            for r in references
        )

    def read_receipts(self, headers: Mapping[str, str], body: bytes) -> Sequence[Receipt]:  # noqa: ARG002
        raise ReceiptFault("receipts_unknown", "演示短信没有回执通知，由系统查询。")

    def describe(self) -> str:
        return "演示短信：不发送，只在演示页面上显示；尾号4444的视为空号"

    def check_health(self) -> str | None:
        return None  # nothing outside that could fail

    def _reference(self, mobile: str, key: str) -> str:
        return f"demo-{key}{'-none' if mobile.endswith(NOBODY) else ''}" if key else ""
