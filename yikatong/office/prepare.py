"""What must be done to raw answers before they can be read: photos measured, rolls opened, new PINs digested."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yikatong.adapters.photo.confined import measure_confined
from yikatong.cards.identity import InputFault
from yikatong.cards.photo import Photo, PhotoLimits
from yikatong.catalogue.answers import FieldFault, NotUnderstood, read_answers
from yikatong.catalogue.card_kinds import CURRENT_PIN, ID_NUMBER, NEW_PIN, PHOTO, REGION
from yikatong.catalogue.kinds import Kind, fields_of
from yikatong.catalogue.photo_rules import limits_at
from yikatong.catalogue.service import Service
from yikatong.office.deployment import policies, vault

PHOTO_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """Typed answers and what came of preparing them. ``pictures`` are the bytes to store, by digest."""

    asked: Any
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    indexes: Mapping[str, str] = field(default_factory=dict)
    current_pin: Any = None
    new_pin: Any = None


def prepare(service: Service[Any], raw: Mapping[str, Any], region: str, today: date) -> Prepared:
    """Read the answers of one ask. Errors: NotUnderstood."""
    kinds = {f.name: f.kind for f in fields_of(service.asks)}
    answers, pictures = dict(raw), {}
    for name, kind in kinds.items():
        if kind is PHOTO and answers.get(name):
            photo, stored = _measured(name, answers[name], limits_at(policies(), _place(raw, region, today), today))
            answers[name] = photo
            if stored is not None and photo.digest:
                pictures[photo.digest] = stored
    asked = read_answers(service, answers, today)
    return Prepared(
        asked, pictures, _indexes(asked, kinds), _first(asked, kinds, CURRENT_PIN), _first(asked, kinds, NEW_PIN)
    )


def _place(raw: Mapping[str, Any], region: str, today: date) -> str:
    """The place asked for, whose limits the picture must meet; one that cannot be read is told of afterwards."""
    try:
        return str(REGION.read(raw["region"], today)) if raw.get("region") else region
    except InputFault:
        return region


def _measured(name: str, raw: Any, limits: PhotoLimits) -> tuple[Photo, bytes | None]:
    if isinstance(raw, Photo):
        return raw, None
    return measure_confined(_bytes(name, raw), limits)


def _bytes(name: str, raw: Any) -> bytes:
    if isinstance(raw, str):
        try:
            raw = b64decode(raw, validate=True)
        except (Base64Error, ValueError):
            raise _unreadable(name, "file_not_base64", "文件没有按 Base64 编码。") from None
    if not isinstance(raw, bytes):
        raise _unreadable(name, "file_missing", "没有收到文件。")
    if len(raw) > PHOTO_BYTES_MAX:
        raise _unreadable(name, "file_too_large", "文件超过10MB。")
    return raw


def _unreadable(name: str, code: str, words: str) -> NotUnderstood:
    return NotUnderstood((FieldFault(name, name, code, words, "请重新选择文件后再提交。"),))


def _first(asked: Any, kinds: Mapping[str, Kind], wanted: Kind) -> Any:
    return next((getattr(asked, name) for name, kind in kinds.items() if kind is wanted), None)


def _indexes(asked: Any, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Blind indexes of the identity numbers among the answers: an agent is known by one."""
    return {
        name: vault().blind_index("id_number", getattr(asked, name).number).hex()
        for name, kind in kinds.items()
        if kind is ID_NUMBER and getattr(asked, name) is not None
    }
