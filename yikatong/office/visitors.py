"""The real-person check of somebody at a kiosk, who has brought a card and seldom types well."""

from yikatong.cards.identity import IdNumber
from yikatong.office import ledger, sign_in
from yikatong.office.cases import key_of
from yikatong.office.sign_in_rows import SignInFault
from yikatong.office.wire import reading
from yikatong.ports.identity import Method


def admit(number: IdNumber, name: str, method: Method, client: str) -> str:
    """The token of a sign-in by a real-person check, against ``name`` or, where none was typed, the one on record.

    Who is not on record and typed no name is checked, refused and counted like who was not recognised: else a kiosk
    would tell, by its words or its time, who has a record. Errors: SignInFault.
    """
    known = name or _name_on_record(number)
    try:
        if not known:
            sign_in.turn_away(number, method, client)
        return sign_in.by_identity(number, known, method, client)
    except SignInFault as fault:
        if fault.code == "identity_refused" and not name:
            raise SignInFault("identity_refused") from fault
        raise


def _name_on_record(number: IdNumber) -> str:
    with reading() as wire:
        words = ledger.find(wire, key_of(number)).person.words
    return words.name if words else ""
