"""Draws ID photographs of people who do not exist, for tests and the demo city.

Nothing in them comes from a person: shapes and colours are chosen by the seed. The placement follows GA
461 (hair 7-21 px below the edge, face 207 px wide in the middle, eyes at least 207 px above the lower
edge at 358×441).
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

_SKINS: Final[tuple[Colour, ...]] = ((236, 200, 172), (222, 182, 150), (205, 160, 126), (180, 134, 102))
_HAIRS: Final[tuple[Colour, ...]] = ((28, 24, 24), (48, 36, 30), (90, 86, 84), (168, 166, 164))
_CLOTHES: Final[tuple[Colour, ...]] = ((34, 44, 78), (40, 40, 44), (96, 32, 40), (30, 72, 60), (84, 62, 96))
_WHITE: Final[Colour] = (247, 247, 247)
# Standard deviation, as of a phone's sensor; without it the JPEG would be below 30,000 bytes.
_GRAIN: Final = 2.5


@dataclass(frozen=True, slots=True)
class _Person:
    skin: Colour
    hair: Colour
    clothes: Colour
    is_long_haired: bool
    has_glasses: bool
    face: float  # half width, in pixels of 358


def portrait(
    seed: int,
    width: int = 358,
    height: int = 441,
    *,
    background: Colour = _WHITE,
    clothes: Colour | None = None,
    quality: int = 95,
) -> bytes:
    """A JPEG of an invented face; the same seed gives the same bytes with the same Pillow and numpy."""
    chance = np.random.default_rng(seed)
    person = _Person(
        skin=_SKINS[chance.integers(len(_SKINS))],
        hair=_HAIRS[chance.integers(len(_HAIRS))],
        clothes=_CLOTHES[chance.integers(len(_CLOTHES))],
        is_long_haired=bool(chance.random() < 0.5),
        has_glasses=bool(chance.random() < 0.3),
        face=float(chance.uniform(97, 110)),
    )
    canvas = Image.new("RGB", (width * 2, height * 2), background)
    brush = _Brush(ImageDraw.Draw(canvas), width * 2 / 358, height * 2 / 441)
    _body(brush, person, clothes or person.clothes)
    _head(brush, person)
    _features(brush, person)
    sink = BytesIO()
    _grainy(canvas.reduce(2), chance).save(sink, "JPEG", quality=quality, subsampling="4:4:4")
    return sink.getvalue()


@dataclass(frozen=True, slots=True)
class _Brush:
    """Draws in coordinates of a 358×441 picture; x is measured from the middle."""

    draw: ImageDraw.ImageDraw
    across: float
    down: float

    def oval(self, x: float, y: float, half_width: float, half_height: float, fill: Colour) -> None:
        self.draw.ellipse(self._box(x, y, half_width, half_height), fill=fill)

    def ring(self, x: float, y: float, half_width: float, half_height: float, colour: Colour) -> None:
        self.draw.ellipse(self._box(x, y, half_width, half_height), outline=colour, width=round(3 * self.across))

    def shape(self, points: tuple[tuple[float, float], ...], fill: Colour) -> None:
        self.draw.polygon([((179 + x) * self.across, y * self.down) for x, y in points], fill=fill)

    def _box(self, x: float, y: float, half_width: float, half_height: float) -> tuple[float, float, float, float]:
        left, right = (179 + x - half_width) * self.across, (179 + x + half_width) * self.across
        return left, (y - half_height) * self.down, right, (y + half_height) * self.down


def _body(brush: _Brush, person: _Person, clothes: Colour) -> None:
    if person.is_long_haired:
        brush.shape(((-118, 170), (118, 170), (128, 400), (-128, 400)), person.hair)
    brush.shape(((-48, 310), (48, 310), (56, 400), (-56, 400)), _shaded(person.skin, 0.88))
    brush.shape(((-56, 372), (56, 372), (170, 408), (179, 441), (-179, 441), (-170, 408)), clothes)
    brush.shape(((-44, 370), (44, 370), (0, 408)), _shaded(person.skin, 0.88))
    brush.shape(((-56, 366), (-44, 366), (4, 414), (-10, 424)), _shaded(clothes, 0.7))
    brush.shape(((56, 366), (44, 366), (-4, 414), (10, 424)), _shaded(clothes, 0.7))


def _head(brush: _Brush, person: _Person) -> None:
    brush.oval(0, 150, person.face + 14, 136, person.hair)
    for side in (-1, 1):
        brush.oval(side * person.face, 215, 12, 26, _shaded(person.skin, 0.92))
    brush.oval(0, 205, person.face, 150, person.skin)
    brush.shape(((-96, 130), (-70, 60), (0, 42), (70, 60), (96, 130), (40, 92), (-30, 96)), person.hair)


def _features(brush: _Brush, person: _Person) -> None:
    dark: Colour = (36, 28, 26)
    for x in (-44, 44):
        brush.oval(x, 172, 22, 4, _shaded(person.hair, 0.9))
        brush.oval(x, 198, 17, 8, (244, 242, 240))
        brush.oval(x, 198, 8, 8, dark)
        if person.has_glasses:
            brush.ring(x, 198, 34, 24, dark)
    brush.shape(((-4, 205), (4, 205), (13, 252), (-13, 252)), _shaded(person.skin, 0.9))
    brush.oval(0, 294, 32, 9, _shaded(person.skin, 0.68))
    brush.oval(0, 291, 28, 2, _shaded(person.skin, 0.5))


def _shaded(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(part * share) for part in colour)
    return red, green, blue


def _grainy(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """The same grain in all three channels, as brightness noise has."""
    grain = chance.standard_normal((picture.height, picture.width, 1), dtype=np.float32) * _GRAIN
    return Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
