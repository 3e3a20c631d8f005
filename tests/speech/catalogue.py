"""The English catalogue held against what is written, declared and decided: what is missing, what nobody says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tests.speech.written import CHINESE, HOLE, PACKAGE, files, skeleton, written
from yikatong.channels.derive.speech import said
from yikatong.channels.derive.speech_catalogue import DAYS, FOLDER
from yikatong.policies.parameters import PARAMETERS

ENGLISH = FOLDER / "en" / "LC_MESSAGES"
PAGES = PACKAGE / "channels" / "derive" / "locale" / "en" / "LC_MESSAGES"
UNITS = {parameter.unit for parameter in PARAMETERS.values() if parameter.unit}
# Joined to their numbers and their week before anybody reads them.
NOT_ALONE = {*UNITS, DAYS}
# Put together of nothing but what is known at run time, or by a page of the derive room.
COMPOSED = {
    "《{}》{}", "《{}》{}：“{}”", "本项目默认值（待发卡地确认）：{}", "第{}条", "第{}条第{}款", "{}，{}",
    "第{}行“{}”", "第{}行{}", "第{}行“{}”{}", "{}现用卡", "{}办理中的卡", "{}已失效的卡", "{}现用卡 {}", "{}办理中的卡 {}",
    "{}已失效的卡 {}", "{}社保卡", "问{}", "“{}”一节", "请在第一行加上“{}”，或在上传时统一选择。",
}  # fmt: skip
NUMBERED = re.compile(r"(?<=问)\d+")
COUNTED = {*(f"{{}}{unit}" for unit in UNITS), *(f"1{unit}" for unit in UNITS)}
CALENDAR = {*DAYS, *(f"{month}月" for month in range(1, 13))}


@cache
def sentences_of(folder: Path) -> Mapping[str, str]:
    """Chinese -> translation, as its authors wrote it; empty where there is no catalogue yet."""
    page = folder / "django.po"
    if not page.exists():
        return {}
    with page.open("rb") as opened:
        return {str(message.id): str(message.string) for message in read_po(opened) if message.id}


def missing(sentences: Iterable[str], *catalogues: Mapping[str, str]) -> list[str]:
    """The sentences of the source that no catalogue has."""
    known = {skeleton(chinese) for catalogue in catalogues for chinese, words in catalogue.items() if words}
    return [sentence for sentence in sentences if skeleton(sentence) not in known and sentence not in NOT_ALONE]


def misplaced(catalogue: Mapping[str, str]) -> Iterator[str]:
    """Translations that lose or invent a fact, name one twice, or are Chinese."""
    for chinese, words in catalogue.items():
        facts, told = HOLE.findall(chinese), HOLE.findall(words)
        if len(set(facts)) != len(facts) or sorted(facts) != sorted(set(told)) or not words or CHINESE.search(words):
            yield chinese


def stale(catalogue: Iterable[str], spoken: Iterable[str]) -> list[str]:
    """What is in the catalogue, but neither written, declared nor put together."""
    known = {skeleton(sentence) for path in files() for sentence in written(path)} | COMPOSED | COUNTED | CALENDAR
    known |= {NUMBERED.sub("{}", sentence) for sentence in spoken}
    return [chinese for chinese in catalogue if skeleton(chinese) not in known]


def unsaid(sentences: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """What does not come out in English, but for names."""
    for sentence in sentences:
        left = said(sentence, "en").words
        for name in names:
            left = left.replace(name, "")
        if CHINESE.search(left):
            yield f"{sentence} → {left}"
