"""Draws the portal's own neutral mark as PNG, as ``icon.svg`` has it: ``python -m yikatong.channels.portal.icons``.

No emblem: its use is the state's (国徽法); an agency brings its own.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "static" / "portal"
SIZES, SIDE, SMOOTH = (192, 512), 512, 4
DEEP, PRIMARY, WHITE, OK = "#0b3b8c", "#1456c0", "#ffffff", "#0b6b3a"


def mark() -> Image.Image:
    """Four times as large as wanted, for smooth edges."""
    image = Image.new("RGB", (SIDE * SMOOTH, SIDE * SMOOTH), DEEP)
    pen = ImageDraw.Draw(image)

    def at(*places: int) -> list[int]:
        return [place * SMOOTH for place in places]

    pen.rounded_rectangle(at(104, 156, 408, 356), 28 * SMOOTH, WHITE)
    pen.rectangle(at(104, 196, 408, 236), PRIMARY)
    pen.rounded_rectangle(at(136, 272, 248, 292), 10 * SMOOTH, DEEP)
    pen.line(at(296, 300, 324, 328, 376, 268), OK, 24 * SMOOTH, joint="curve")
    for x, y in ((296, 300), (324, 328), (376, 268)):
        pen.ellipse(at(x - 12, y - 12, x + 12, y + 12), OK)
    return image


def draw() -> None:
    image = mark()
    for size in SIZES:
        small = image.resize((size, size), Image.Resampling.LANCZOS)
        small.quantize(32).save(FOLDER / f"icon-{size}.png", optimize=True)


if __name__ == "__main__":
    draw()
