"""What a home visit asks beyond plain answers: where the telephone was."""

import re
from datetime import date
from typing import Annotated, Any

from yikatong.cards.identity import InputFault
from yikatong.catalogue.kinds import Kind, text

_DEGREES = r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
FORM = re.compile(rf"{_DEGREES},{_DEGREES},([0-9]{{1,7}})(?:\.[0-9]{{1,15}})?")


def _location(raw: Any, today: date) -> str:
    """``34.21345,108.94322,25``: degrees north and east (WGS 84) to about a metre, and the accuracy in metres."""
    found = FORM.fullmatch(text(raw))
    if found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
        return f"{float(found[1]):.5f},{float(found[2]):.5f},{found[3]}"
    raise InputFault("location_unreadable", "位置不正确，应如34.21345,108.94322,25。", "请重新定位，或不填位置。")


LOCATION = Kind(
    "location", _location, {"type": "string", "pattern": f"^{FORM.pattern}$"}, samples=("34.21345,108.94322,25",)
)
LocationText = Annotated[str, LOCATION]
