"""The English catalogue held against what is written, declared and decided: what is missing, what nobody says."""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tests.speech.written import CHINESE, HOLE, PACKAGE, files, sentences, skeleton, written
from yikatong.channels.derive.general import GENERAL
from yikatong.channels.derive.speech import said
from yikatong.channels.derive.speech_catalogue import DAYS, FOLDER
from yikatong.channels.derive.speech_template import Template
from yikatong.policies.parameters import PARAMETERS

ENGLISH = FOLDER / "en" / "LC_MESSAGES"
UNITS = {parameter.unit for parameter in PARAMETERS.values() if parameter.unit}
# Joined to their numbers, their week, their column before anybody reads them.
NOT_ALONE = {*UNITS, DAYS, "{rstrip}，或在上传时统一选择。"}
# Put together of nothing but what is known at run time.
COMPOSED = {
    "第{}行“{}”", "第{}行{}", "第{}行“{}”{}", "{}现用卡", "{}办理中的卡", "{}已失效的卡", "{}现用卡 {}",
    "{}办理中的卡 {}", "{}已失效的卡 {}", "{}社保卡", "{}，{}", "“{}”一节",
    "请在第一行加上“{}”。", "请在第一行加上“{}”，或在上传时统一选择。",
}  # fmt: skip
CALENDAR = {*DAYS, *(f"{month}月" for month in range(1, 13))}


@cache
def sentences_of(folder: Path) -> Mapping[str, str]:
    """Chinese -> translation, as its authors wrote it; empty where there is no catalogue yet."""
    page = folder / "django.po"
    if not page.exists():
        return {}
    with page.open("rb") as opened:
        return {str(message.id): str(message.string) for message in read_po(opened) if message.id}


@cache
def forms_of(folder: Path) -> frozenset[str]:
    """What a catalogue can say, without the names of facts."""
    return frozenset(skeleton(chinese) for chinese, words in sentences_of(folder).items() if words)


def known_to(path: Path) -> frozenset[str]:
    """What can be said for a module: by the catalogue of declarations, of its room, of the pages that rooms share."""
    parts = path.relative_to(PACKAGE).parts
    rooms = {"derive", parts[1]} if parts[0] == "channels" else set()
    folders = (PACKAGE / "channels" / room / "locale" / "en" / "LC_MESSAGES" for room in rooms)
    return forms_of(ENGLISH).union(*map(forms_of, folders))


def missing(sentences: Iterable[str], known: Container[str]) -> list[str]:
    """The sentences of the source that nothing says."""
    return [sentence for sentence in sentences if skeleton(sentence) not in known and sentence not in NOT_ALONE]


def misplaced(catalogue: Mapping[str, str]) -> Iterator[str]:
    """Translations that lose or invent a fact, name one twice, or are Chinese."""
    for chinese, words in catalogue.items():
        facts, told = HOLE.findall(chinese), HOLE.findall(words)
        if len(set(facts)) != len(facts) or sorted(facts) != sorted(set(told)) or not words or CHINESE.search(words):
            yield chinese


def stale(catalogue: Iterable[str], spoken: Iterable[str]) -> list[str]:
    """What is in the catalogue, but neither written, declared nor put together."""
    said_so = {part for words in spoken for part in (words, *sentences(words))}
    known = {skeleton(sentence) for path in files() for sentence in written(path)} | COMPOSED | CALENDAR | said_so
    left = [chinese for chinese in catalogue if skeleton(chinese) not in known | {*GENERAL.values()}]
    return [chinese for chinese in left if not _is_made_into(chinese, said_so)]


def _is_made_into(chinese: str, spoken: Iterable[str]) -> bool:
    template = Template.of(chinese, "")
    return bool(template.holes) and any(any(template.readings(words, ())) for words in spoken)


def unsaid(sentences: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    """What does not come out in English, but for names."""
    for sentence in sentences:
        left = said(sentence, "en").words
        for name in names:
            left = left.replace(name, "")
        if CHINESE.search(left):
            yield f"{sentence} → {left}"
