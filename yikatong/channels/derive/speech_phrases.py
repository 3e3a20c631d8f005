"""One phrase in another language: a term, a date, a place, a list of them, or a template with its facts."""

import re
from collections.abc import Callable, Mapping

from yikatong.channels.derive.speech_catalogue import CHINESE, DAYS, Catalogue
from yikatong.channels.derive.speech_template import VERBATIM, Template

Text = Callable[[str, Catalogue], str | None]

HOLE = re.compile(r"\{\w+\}")
DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:(\d{2}):(\d{2}))?", re.ASCII)
HOURS = re.compile(rf"周([{DAYS}](?:、[{DAYS}])*)(\d{{1,2}}:\d\d)至(\d{{1,2}}:\d\d)", re.ASCII)
ARTICLE = re.compile(r"第([一二三四五六七八九十百]+)条(?:第([一二三四五六七八九十]+)款)?")
LETTER = re.compile(r"[A-Z][a-z’']*(?![A-Za-z0-9])")
NUMERALS = "零一二三四五六七八九"
DEEPEST = 5
LIST_MAX = 40


def phrase(words: str, catalogue: Catalogue, *, text: Text | None, depth: int = 0) -> str | None:
    """``words`` as the catalogue says them; None where it does not know them. ``text`` says facts of sentences."""
    if not CHINESE.search(words):
        return words
    if words in catalogue.exact:
        return catalogue.exact[words]
    if depth >= DEEPEST:
        return None
    pattern = _date(words, catalogue) or _hours(words, catalogue) or _article(words, catalogue)
    return pattern or _by_template(words, catalogue, text, depth) or _list(words, catalogue, text, depth)


def _filled(chinese: str, catalogue: Catalogue, **facts: str) -> str | None:
    """Dates and hours have a form of their own in each language: the template that is written like ``chinese``."""
    template = catalogue.forms.get(tuple(HOLE.split(chinese)))
    return None if template is None else "".join(literal + facts.get(hole, "") for literal, hole in template.told)


def _date(words: str, catalogue: Catalogue) -> str | None:
    found = DATE.fullmatch(words)
    if found is None:
        return None
    year, number, day, hour, minute = found.groups()
    form = ("{year}年" if year else "") + "{month}月{day}日" + ("{hour}:{minute}" if hour else "")
    facts = {"year": year or "", "day": str(int(day)), "hour": hour or "", "minute": minute or ""}
    return _filled(form, catalogue, month=catalogue.exact.get(f"{int(number)}月", number), **facts)


def _hours(words: str, catalogue: Catalogue) -> str | None:
    found = HOURS.fullmatch(words)
    if found is None:
        return None
    days = ", ".join(catalogue.exact.get(day, day) for day in found[1].split("、"))
    return _filled("周{days}{opens}至{closes}", catalogue, days=days, opens=found[2], closes=found[3])


def _article(words: str, catalogue: Catalogue) -> str | None:
    found = ARTICLE.fullmatch(words)
    if found is None:
        return None
    form = "第{article}条" + ("第{paragraph}款" if found[2] else "")
    return _filled(form, catalogue, article=_number(found[1]), paragraph=_number(found[2] or ""))


def _number(numerals: str) -> str:
    """一百六十五 as 165, for numbers below a thousand."""
    hundreds, _, rest = numerals.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * NUMERALS.find(hundreds or "零") + 10 * (NUMERALS.find(tens or "一") if ten else 0)
    return str(value + NUMERALS.find(ones.lstrip("零") or "零"))


def _list(words: str, catalogue: Catalogue, text: Text | None, depth: int) -> str | None:
    """Parts joined by 、, of which the longest that is known is taken each time: some terms have a 、 themselves."""
    rest, spoken = words.split("、"), list[str]()
    while 1 < len(rest) + len(spoken) <= LIST_MAX and rest:
        longest = next((n for n in range(len(rest), 1, -1) if "、".join(rest[:n]) in catalogue.exact), 1)
        part = phrase("、".join(rest[:longest]), catalogue, text=text, depth=depth + 1)
        if part is None:
            return None
        spoken.append(part)
        rest = rest[longest:]
    return ", ".join(lowered(part, catalogue) if n else part for n, part in enumerate(spoken)) or None


def _by_template(words: str, catalogue: Catalogue, text: Text | None, depth: int) -> str | None:
    """By the template that understands most of the facts; of equals the one that says most itself."""
    best, least = None, len(words)
    for template in catalogue.templates(words):
        for facts in template.readings(words, catalogue.exact):
            told = _told(template, facts, catalogue, text, depth)
            unknown = sum(len(fact) for fact, spoken in zip(facts, told.values(), strict=True) if spoken is None)
            if unknown < least and (unknown == 0 or template.believed):
                given = dict(zip(template.holes, facts, strict=True))
                best, least = _put_together(template, given, told, catalogue), unknown
        if least == 0:
            break
    return best


def _told(
    template: Template, facts: tuple[str, ...], catalogue: Catalogue, text: Text | None, depth: int
) -> dict[str, str | None]:
    """Each fact in the other language, None where it is not known."""
    told: dict[str, str | None] = {}
    for hole, fact in zip(template.holes, facts, strict=True):
        told[hole] = fact if hole in VERBATIM else phrase(fact, catalogue, text=text, depth=depth + 1)
        if told[hole] is None and hole == "rest" and text:
            told[hole] = text(fact, catalogue)
    return told


def _put_together(
    template: Template, given: Mapping[str, str], told: Mapping[str, str | None], catalogue: Catalogue
) -> str:
    """A fact keeps its capital letter at the beginning, where it is quoted, and where it is as it was given."""
    made = ""
    for literal, hole in template.told:
        made += literal
        fact = told.get(hole) or given.get(hole, "")
        keeps = not made or made.endswith("“") or fact == given.get(hole)
        made += fact if keeps else lowered(fact, catalogue)
    return made


def lowered(words: str, catalogue: Catalogue) -> str:
    """As within a sentence: names and abbreviations keep their capitals."""
    first = words.partition(" ")[0].rstrip(",.;:")
    ordinary = LETTER.match(words) and first not in catalogue.proper
    return words[0].lower() + words[1:] if ordinary else words
