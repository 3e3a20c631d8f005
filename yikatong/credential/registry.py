"""Every number of ours that travels on the wire, in one place. Never give one of them another meaning.

Two of them are in the private ranges of COSE and CWT: SM2 with SM3 has no registered identifier.
"""

from enum import IntEnum, IntFlag
from typing import Final

PREFIX: Final = "YK1:"
TEXT_MAX: Final = 500  # characters of one code; a longer one is refused unread
SHOW_VERSION: Final = 1
DEVICE_CONTEXT: Final = b"YK1-KB"

# COSE headers and CWT claims (RFC 9052, RFC 8392, RFC 8747; token status list)
HEADER_ALG: Final = 1
HEADER_TYPE: Final = 16
HEADER_KID: Final = 4
CLAIM_ISSUER: Final = 1
CLAIM_SUBJECT: Final = 2
CLAIM_EXPIRES: Final = 4
CLAIM_ISSUED: Final = 6
CLAIM_ID: Final = 7
CLAIM_CONFIRMATION: Final = 8
CLAIM_STATUS: Final = 65535
CLAIM_TTL: Final = 65534
CLAIM_STATUS_LIST: Final = 65533
CLAIM_CARD: Final = -70001
CLAIM_TRUST: Final = -70002
CLAIM_DELTA: Final = -70003


class Algorithm(IntEnum):
    ES256 = -7
    SM2 = -70010  # SM2 with SM3 (GB/T 32918), private use


class Scope(IntFlag):
    """What a credential may be shown for. Payment is never among them: it is asked online."""

    TRANSIT = 1
    PARK = 2
    LIBRARY = 4
    PHARMACY = 8
    HOSPITAL = 16
    CLERK = 32
    SIGN_IN = 64
    CONCESSION = 128


class Status(IntEnum):
    """Two bits for each binding of a card to a phone."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2
    AUTHORISED = 3  # the card is reported lost, and its holder has authorised the electronic card


class Assurance(IntEnum):
    """Where the phone keeps its key."""

    NONE = 0
    BROWSER = 1
    KEYSTORE = 2
    SECURE_ELEMENT = 3
