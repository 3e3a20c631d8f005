"""Reads the skeleton of a JPEG file (ITU-T T.81 annex B) without decoding it.

Everything that bounds the cost of decoding is known from here: pixels, components, scans. And what a picture does
not need (EXIF, profiles, comments, whatever follows its end) is left behind here, so that the decoder never sees it.
"""

import re
import struct
from dataclasses import dataclass
from typing import Final

# A scan visits every block again, so many tiny scans are a bomb of time; encoders in use write about ten.
SCANS_MAX: Final = 100
SEGMENTS_MAX: Final = 4_000  # a 10 MB file of empty segments would cost seconds to walk
_EXIF_ENTRIES_MAX: Final = 200

_PREFIXES: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x7fELF", "PROGRAM"),
    (b"MZ", "PROGRAM"),
)
# In lower case, as they are looked for.
_FOREIGN: Final = (
    b"pk\x03\x04", b"pk\x05\x06", b"rar!\x1a", b"7z\xbc\xaf\x27", b"%pdf-", b"<?php", b"<script", b"<html",
)  # fmt: skip
# In entropy-coded bytes FF is followed by 00 (stuffing) or a restart marker; anything else is a marker (B.1.1.2).
# One FF only: a pattern that swallows runs of FF would be quadratic on a file of nothing else.
_MARKER: Final = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SOI, _EOI, _SOS, _TEM, _APP1 = 0xD8, 0xD9, 0xDA, 0x01, 0xE1
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # DHT, JPG and DAC lie among the SOFn
_EXTRAS: Final = frozenset(range(0xE1, 0xF0)) - {0xEE} | {0xFE}  # APP14 (Adobe) tells how colours are coded


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment; `start` is at its FF, `body` after its length, `stop` after its parameters."""

    marker: int
    start: int
    body: int
    stop: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`fault` is a fault code or None. `picture` is the file with its extras left out; "" when there is a fault."""

    width: int
    height: int
    components: int
    precision: int
    orientation: int
    has_extras: bool
    fault: str | None
    picture: bytes


def sniff(raw: bytes) -> str:
    """The format by its first bytes: JPEG, PNG, GIF, BMP, TIFF, WEBP, HEIC, PDF, ZIP, HTML, PROGRAM or "" (unknown)."""
    for prefix, name in _PREFIXES:
        if raw.startswith(prefix):
            return name
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    if raw[4:8] == b"ftyp":
        return "HEIC"
    return "HTML" if raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else ""


def read_skeleton(raw: bytes) -> Skeleton:
    """What the file claims to be, in one pass over its bytes. Never raises."""
    segments, fault = _walk(raw)
    frames = [segment for segment in segments if segment.marker in _FRAMES]
    precision, height, width, components = 0, 0, 0, 0
    if frames and frames[0].stop - frames[0].body >= 6:
        precision, height, width, components = struct.unpack_from(">BHHB", raw, frames[0].body)
    tail = raw[segments[-1].stop :].lower() if fault is None else b""
    if fault is None and (len(frames) != 1 or not width * height or not _scans_are_sane(segments)):
        fault = "photo_unreadable"
    if fault is None and any(mark in tail for mark in _FOREIGN):
        fault = "photo_polyglot"
    has_extras = bool(tail.strip(b"\x00")) or any(segment.marker in _EXTRAS for segment in segments)
    picture = _picture(raw, segments) if fault is None else b""
    turned = _orientation(raw, segments)
    return Skeleton(width, height, components, precision, turned, has_extras, fault, picture)


def _walk(raw: bytes) -> tuple[list[Segment], str | None]:
    """All segments up to and including EOI, or those before the bytes ran out or made no sense, with the fault."""
    found: list[Segment] = []
    at = 2  # after SOI
    while len(found) < SEGMENTS_MAX:
        mark = _MARKER.search(raw, at)
        if mark is None:
            return found, "photo_truncated"
        marker, at = mark[1][0], mark.end()
        if marker == _EOI:
            return [*found, Segment(marker, mark.start(), at, at)], None
        if marker in (_SOI, _TEM):  # without parameters and without business here
            return found, "photo_unreadable"
        length = int.from_bytes(raw[at : at + 2], "big")
        if at + max(length, 2) > len(raw):
            return found, "photo_truncated"
        if length < 2:
            return found, "photo_unreadable"
        found.append(Segment(marker, mark.start(), at + 2, at + length))
        at += length
    return found, "photo_unreadable"


def _scans_are_sane(segments: list[Segment]) -> bool:
    return 1 <= sum(segment.marker == _SOS for segment in segments) <= SCANS_MAX


def _picture(raw: bytes, segments: list[Segment]) -> bytes:
    """The file without its extras; the coded bytes after a scan header belong to the scan."""
    stops = [after.start for after in segments[1:]] + [segments[-1].stop]
    kept = (raw[s.start : stop] for s, stop in zip(segments, stops, strict=True) if s.marker not in _EXTRAS)
    return raw[:2] + b"".join(kept)


def _orientation(raw: bytes, segments: list[Segment]) -> int:
    """EXIF tag 0x0112 (1 to 8) of the first Exif segment; 1, upright, when absent or senseless."""
    bodies = (raw[s.body : s.stop] for s in segments if s.marker == _APP1)
    tiff = next((body[6:] for body in bodies if body.startswith(b"Exif\x00\x00")), b"")
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        for entry in range(min(count, _EXIF_ENTRIES_MAX)):
            tag, _kind, _number, value = struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * entry)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1  # an EXIF block that ends in the middle says nothing about how the picture stands
    return 1
