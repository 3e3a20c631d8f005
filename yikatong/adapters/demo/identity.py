"""The demonstration's real-person check: its outcome is chosen beforehand, for everyone or for one person."""

import hashlib
import json
from enum import StrEnum
from pathlib import Path

from yikatong.ports.identity import Method, Verdict
from yikatong.ports.unavailable import Unavailable


class Script(StrEnum):
    """What the next checks will say."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    UNAVAILABLE = "unavailable"

    @property
    def words(self) -> str:
        return {"accept": "通过", "refuse": "不通过", "unavailable": "核验服务无回应"}[self]


EVERYONE = ""


class ScriptedIdentity:
    """Reads its script from a small file, so that all web processes of one machine follow the same one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def verify(self, number: str, name: str, method: Method) -> Verdict:  # noqa: ARG002 - the port's form
        script = self.script(number)
        if script is Script.UNAVAILABLE:
            raise Unavailable("演示：实人核验服务没有回应。")
        if script is Script.REFUSE:
            return Verdict(False, f"{method.words}没有通过：未能确认是本人。", "demo")
        return Verdict(True, f"{method.words}已通过。", "demo")

    def script(self, number: str = EVERYONE) -> Script:
        """The outcome for this person, else the one for everyone, else acceptance."""
        chosen = self._read()
        return Script(chosen.get(_key(number)) or chosen.get(EVERYONE) or Script.ACCEPT)

    def choose(self, script: Script, number: str = EVERYONE) -> None:
        chosen = self._read() | {_key(number): script.value}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(chosen), "utf-8")

    def _read(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}

    def describe(self) -> str:
        return "演示实人核验：结果在演示页面上选定"

    def check_health(self) -> str | None:
        return None  # nothing outside that could fail


def _key(number: str) -> str:
    """Numbers are not written to the file, not even invented ones."""
    return hashlib.sha256(number.encode()).hexdigest() if number else EVERYONE
