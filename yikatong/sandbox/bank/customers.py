"""Whose account it is. Kept are keyed digests to compare and masked words to show, never the plain ones."""

import hashlib
import hmac

from django.conf import settings

from yikatong.sandbox.bank.models import Customer
from yikatong.sandbox.bank.standing import Refused

Reduced = dict[str, str]


def _digest(word: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), word.strip().upper().encode(), hashlib.sha256).hex()


def _name(name: str) -> str:
    name = name.strip()
    return name[0] + "*" * (len(name) - 1) if len(name) < 3 else name[0] + "*" * (len(name) - 2) + name[-1]


def _ends(word: str, first: int, last: int) -> str:
    return word[:first] + "*" * (len(word) - first - last) + word[-last:] if len(word) > first + last else ""


def reduced(name: str, id_number: str, mobile: str) -> Reduced:
    """What is kept of a holder."""
    return {
        "id_digest": _digest(id_number),
        "name_digest": _digest(name),
        "name": _name(name),
        "id_number": _ends(id_number.strip(), 6, 4),
        "mobile": _ends(mobile.strip(), 3, 4),
    }


def customer(holder: Reduced) -> Customer:
    """The customer, known or new. Errors: Refused (name_mismatch) where the number is known under another name."""
    found, _ = Customer.objects.get_or_create(id_digest=holder["id_digest"], defaults=holder)
    if found.name_digest != holder["name_digest"]:
        raise Refused("name_mismatch")
    return found
