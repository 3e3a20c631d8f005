"""What a text message may be: how long, what it must not hold, and when it may ring. Pure."""

import re
from datetime import datetime, time, timedelta

from yikatong.catalogue.moments import CHINA
from yikatong.office.telling.templates import Template
from yikatong.office.telling.terms import UNKNOWN

# GSM 03.40: 70 characters of UCS-2 in a message alone, 67 in each of several. The gateway writes the sender's name
# (【…】) before ours, which counts too.
ALONE, EACH, MESSAGES_MAX = 70, 67, 2
SIGNATURE_CHARACTERS = 12
# A real message never leads anywhere: whoever was told so once does not tap on a forged one.
LINK = re.compile(r"https?:|www\.|://|[\w-]+\.(?:com|cn|net|org|gov|edu|top|vip|cc|io|me|ly|xyz|app)\b", re.IGNORECASE)
# An identity or mobile number, or a card number's run of digits; receipt numbers and hotlines are shorter.
NUMBER = re.compile(r"(?<![0-9A-Z-])(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{12,})(?![0-9A-Z])")


def words(template: Template, terms: dict[str, str]) -> str:
    """The text message: all four parts, in one piece."""
    return "".join(template.parts).format(**terms)


def segments(text: str) -> int:
    """How many messages it takes, the sender's name counted in. Rare characters take two places of UCS-2."""
    length = len(text.encode("utf-16-le")) // 2 + SIGNATURE_CHARACTERS
    return 1 if length <= ALONE else -(-length // EACH)


def unfit(text: str) -> list[str]:
    """Why these words may not go out as a text message; empty where they may."""
    found = ["有链接或网址"] if LINK.search(text) else []
    found += ["有证件号、手机号或卡号"] if NUMBER.search(text) else []
    return found + (["有空缺"] if "{" in text or UNKNOWN in text else [])


def quiet_until(now: datetime, hours: str) -> datetime | None:
    """When a message that can wait may ring: None for now. ``hours`` as the rules have it: ``21:00-08:00``."""
    begins, ends = (time.fromisoformat(part) for part in hours.split("-"))
    local = now.astimezone(CHINA)
    clock, morning = local.time(), datetime.combine(local.date(), ends, CHINA)
    if begins <= ends:
        return morning if begins <= clock < ends else None
    if clock < ends:
        return morning
    return morning + timedelta(days=1) if clock >= begins else None
