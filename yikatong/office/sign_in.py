"""A citizen's sign-in: a code to the mobile on record, or a real-person check. There are no citizen passwords.

Who has no record yet, or another mobile by now, signs in by the real-person check (:func:`by_identity`). A mobile that
a stranger types is never trusted: it would open the door to their own telephone, and where the code arrives would
tell whether a person has a record. The reply of :func:`begin` is the same for everybody.
"""

import hmac
import logging
import secrets
import time
import unicodedata
from dataclasses import dataclass
from typing import NoReturn

from django.db.models import F

from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.catalogue.channels import Assurance
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger, outside
from yikatong.office.canonical import digest
from yikatong.office.cases import key_of
from yikatong.office.sign_in_rows import (
    CODE_FOR,
    LIMIT_WINDOW,
    SIGNED_FOR,
    SignInFault,
    assure,
    code_digest_of,
    count_try,
    limited,
    opened_words,
    signed_row,
    write,
)
from yikatong.office.wire import reading
from yikatong.ports.identity import Method
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

log = logging.getLogger("yikatong.sign_in")

# Sending takes longer than not sending: the reply waits, so that its time does not tell who is on record.
REPLY_AFTER_S = 0.3
NAME_UNKNOWN = "不详"  # nobody's: asked of the check so that it takes as long, its verdict is not heeded


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is signed in, and how surely they are known at this moment."""

    number: IdNumber
    name: str
    assurance: Assurance


def begin(number: IdNumber, name: str, client: str) -> str:
    """Send a code to the mobile on record, if number and name are on record together. Gives the ticket to confirm.

    ``client`` is the address or terminal asking. Errors: SignInFault (sign_in_limited).
    """
    started, now = time.monotonic(), deployment.now()
    caller = limited(number, client, now)
    code, ticket = f"{secrets.randbelow(10**6):06}", secrets.token_urlsafe(32)
    mobile = _mobile_on_record(number, name)
    # Where nothing is sent nothing can be guessed: then no code at all is right.
    right, no_code = code_digest_of(ticket, code), secrets.token_bytes(32)
    write(ticket, number, name, caller, code_digest=right if mobile else no_code, ends_at=now + CODE_FOR)
    if mobile:
        _send(mobile, f"【一卡通】登录验证码{code}，{CODE_FOR.seconds // 60}分钟内有效。工作人员不会向您索要验证码。")
    time.sleep(max(0.0, REPLY_AFTER_S - (time.monotonic() - started)))
    return ticket


def confirm(ticket: str, code: str) -> str:
    """The token of the sign-in. Errors: SignInFault (code_wrong, code_expired, too_many_tries)."""
    now = deployment.now()
    row = models.SignIn.objects.filter(token_digest=digest(ticket), assurance=0).first()
    if row is None or now >= row.code_ends_at:
        raise SignInFault("code_expired")
    count_try(row)
    typed = unicodedata.normalize("NFKC", code).strip()
    if not hmac.compare_digest(bytes(row.code_digest), code_digest_of(ticket, typed)):
        raise SignInFault("code_wrong")
    token = secrets.token_urlsafe(32)
    signed = {"token_digest": digest(token), "assurance": int(Assurance.CODE), "tries": 0}
    # The condition decides a race between two right codes: one ticket signs in once.
    if not models.SignIn.objects.filter(pk=row.pk, assurance=0).update(**signed, ends_at=now + SIGNED_FOR):
        raise SignInFault("code_expired")
    return token


def by_identity(number: IdNumber, name: str, method: Method, client: str) -> str:
    """Sign in by a real-person check, on record or not. Errors: SignInFault (sign_in_limited, identity_…)."""
    now, token = deployment.now(), secrets.token_urlsafe(32)
    row = _checked(token, number, name, method, client)
    assure(row, now, ends_at=now + SIGNED_FOR)
    return token


def turn_away(number: IdNumber, method: Method, client: str) -> NoReturn:
    """Refuse somebody whose name nobody knows, after the same steps as anybody whose check is refused: neither the
    answer nor its time tells who is on record. Errors: SignInFault, always."""
    _checked(secrets.token_urlsafe(32), number, NAME_UNKNOWN, method, client)
    raise SignInFault("identity_refused")


def step_up(token: str, method: Method) -> Assurance:
    """A real-person check of whoever is signed in; good for ten minutes.

    Errors: SignInFault (sign_in_ended, too_many_tries, identity_refused, identity_unavailable).
    """
    row, now = signed_row(token), deployment.now()
    if row is None:
        raise SignInFault("sign_in_ended")
    count_try(row)
    words = opened_words(row)
    try:
        _verify(words["number"], words["name"], method)
    except SignInFault as fault:
        if fault.code == "identity_unavailable":  # nobody was checked, so nothing was tried
            models.SignIn.objects.filter(pk=row.pk).update(tries=F("tries") - 1)
        raise
    assure(row, now, ends_at=row.ends_at)
    return Assurance.FACE


def who(token: str) -> Signed | None:
    """Who is signed in under this token; None once it ended. The assurance is computed, never stored."""
    row = signed_row(token)
    if row is None:
        return None
    now, words = deployment.now(), opened_words(row)
    checked = row.face_ends_at is not None and now < row.face_ends_at
    number = read_id_number(words["number"], day_of(now))
    return Signed(number, words["name"], Assurance.FACE if checked else Assurance.CODE)


def sign_out(token: str) -> None:
    """End the sign-in; an unknown token is no error."""
    models.SignIn.objects.filter(token_digest=digest(token)).delete()


def forget_ended() -> int:
    """Delete what the limits no longer need. Gives how many rows; the worker asks this daily."""
    return models.SignIn.objects.filter(ends_at__lt=deployment.now() - LIMIT_WINDOW).delete()[0]


def _mobile_on_record(number: IdNumber, name: str) -> str:
    with reading() as wire:
        words = ledger.find(wire, key_of(number)).person.words
    return words.mobile if words and hmac.compare_digest(words.name.encode(), name.encode()) else ""


def _send(mobile: str, words: str) -> None:
    try:
        outside.messages().send(mobile, words)
    except Unavailable as fault:
        # Told to the operator only: an error shown to the person would say that they are on record.
        log.warning("a sign-in code was not sent: %s", fault.words)


def _checked(token: str, number: IdNumber, name: str, method: Method, client: str) -> models.SignIn:
    """Written first, without assurance: a refused check counts towards the limit like a code that was sent."""
    now = deployment.now()
    caller = limited(number, client, now)
    row = write(token, number, name, caller, code_digest=secrets.token_bytes(32), ends_at=now)
    _verify(number.number, name, method)
    return row


def _verify(number: str, name: str, method: Method) -> None:
    try:
        verdict = outside.identity().verify(number, name, method)
    except Unavailable as fault:
        log.warning("nobody could be verified: %s", fault.words)
        raise SignInFault("identity_unavailable") from fault
    if not verdict.accepted:
        raise SignInFault("identity_refused", verdict.words)
