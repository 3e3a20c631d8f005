"""The demonstration's message gateway: messages go to a file that its own page shows, with the number masked."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from yikatong.cards.masking import mask_mobile


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it would lie on the telephone; ``at`` is the world's time (UTC, ISO 8601)."""

    mobile: str
    words: str
    at: str


class MessageBoard:
    """Appends each message as one line of JSON, so that the web processes of one machine can share the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, mobile: str, words: str) -> None:
        shown = Shown(mask_mobile(mobile), words, datetime.now(UTC).isoformat(timespec="seconds"))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as board:
            board.write(json.dumps(asdict(shown), ensure_ascii=False) + "\n")

    def latest(self, count: int = 50) -> list[Shown]:
        """The last messages, newest first."""
        if not self._path.exists():
            return []
        lines = self._path.read_text("utf-8").splitlines()[-count:]
        return [Shown(**json.loads(line)) for line in reversed(lines)]

    def describe(self) -> str:
        return "演示短信：不发送，只在演示页面上显示"

    def check_health(self) -> str | None:
        return None  # nothing outside that could fail
