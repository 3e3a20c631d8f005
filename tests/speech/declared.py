"""What is declared and can be said without asking: terms, values of rules, sources, steps, places, kinds of photos."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache

from tests.laws.people import NOW
from yikatong.adapters.sheets.columns import COLUMNS
from yikatong.cards.photo import faults
from yikatong.catalogue.card_kinds import FIT_PHOTO
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.photo_rules import limits_at
from yikatong.catalogue.service import Service
from yikatong.catalogue.steps import STEPS, step_words
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.guide import guide_of
from yikatong.policies import articles, regions
from yikatong.policies.documents import document, values_folder
from yikatong.policies.loading import read_rulings
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.policy import published
from yikatong.policies.ruling import KINDS, PROJECT_DEFAULT, Ruling, Source
from yikatong.services import catalogue

WHOLE_NUMBERS = (1, 7)
FILES = ("PNG", "GIF", "BMP", "WEBP", "TIFF", "HEIC", "PDF", "ZIP", "HTML", "PROGRAM")
PLACES = ("110000", "610104", "510100")
COLOURS = ("L", "CMYK")


def declared() -> Iterator[str]:
    """Sentences and terms that stand on screens by themselves."""
    yield from parameter_words()
    yield from (words for source in sources() for words in (source.words, source.clause))
    yield from KINDS.values()
    yield document(PROJECT_DEFAULT).title
    yield from (words for service in catalogue().values() for words in service_words(service))
    names = {code: service.name for code, service in catalogue().items()}
    yield from (step_words(code, names) for code in (*names, *Channel, *STEPS))
    yield from regions.names().values()
    yield from (regions.name(code) for code in (regions.NATION_LEVEL, *regions.names()))
    yield from (words_of(moment) for moment in (NOW, NOW.date(), None, True, False, ()))
    yield from (column.words for column in COLUMNS)
    yield from photo_words()
    yield from guide_words()


def parameter_words() -> Iterator[str]:
    """Names, units and options of rules, and every value that is published."""
    for parameter in PARAMETERS.values():
        yield parameter.name
        yield from parameter.options.values()
        if parameter.unit:
            yield from (parameter.words(number) for number in WHOLE_NUMBERS)
    for ruling in rulings():
        yield from ruling.value if isinstance(ruling.value, tuple) else ()
        yield ruling.words
        yield ruling.confidence.words


@cache
def rulings() -> tuple[Ruling[object], ...]:
    """All that are published, for every place and day."""
    return tuple(read_rulings(values_folder()))


def sources() -> Iterator[Source]:
    """Whatever is cited: in rulings, in refusals and for materials."""
    yield from (ruling.source for ruling in rulings())
    yield from (cited for cited in vars(articles).values() if isinstance(cited, Source))


def service_words(service: Service[object]) -> Iterator[str]:
    """A service's own words. What has facts in it is said when it is decided."""
    yield service.name
    yield service.summary
    yield from (material.name for material in service.materials)
    yield from (field.label.words for field in fields_of(service.asks))
    yield from (field.label.help for field in fields_of(service.asks))
    choices = (choice for field in fields_of(service.asks) for choice in field.choices)
    yield from (getattr(choice, "words", "") for choice in choices)


def photo_words() -> Iterator[str]:
    """Every kind of file and colour that is refused."""
    limits = limits_at(published(), "610100", NOW.date())
    for kind in (*FILES, "else"):
        yield from (f.words for f in faults(replace(FIT_PHOTO, format=kind, unreadable="photo_disguised"), limits))
    for mode in (*COLOURS, "else"):
        yield from (f.words for f in faults(replace(FIT_PHOTO, mode=mode), limits))


def guide_words() -> Iterator[str]:
    """The guides of some places that differ."""
    for service in catalogue().values():
        for place in PLACES:
            yield from _texts(asdict(guide_of(service, place, NOW.date(), published())))


def _texts(page: object) -> Iterator[str]:
    if isinstance(page, str):
        yield page
    elif isinstance(page, dict | list | tuple):
        yield from (text for part in (page.values() if isinstance(page, dict) else page) for text in _texts(part))
