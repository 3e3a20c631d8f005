"""A QR code as a picture that a page carries along."""

import segno

QUIET_ZONE, SCALE = 4, 4


def qr_picture(words: str) -> str:
    """A ``data:`` address of an SVG, dark on white in every theme: readers want it so. For at most 2,000 characters."""
    return segno.make(words, error="m", micro=False).svg_data_uri(scale=SCALE, border=QUIET_ZONE, light="#fff")
