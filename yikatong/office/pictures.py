"""Photos as they are stored: shown to whom a review needs them, and noted."""

from yikatong.office import deployment, ledger
from yikatong.office.ask import OutOfScope
from yikatong.office.cases import check_scope, key_of
from yikatong.office.desk_queue import Visitor
from yikatong.office.wire import reading
from yikatong.policies import regions
from yikatong.records import models


def photo_of(person_id: str, card_id: str, visitor: Visitor) -> bytes:
    """The JPEG of a card, for a post. The look is noted first. Errors: OutOfScope where there is none to be seen."""
    with reading() as wire:
        person = ledger.find(wire, key_of(person_id)).person
        check_scope(person, visitor.scope)
        card = person.card(card_id) if person.known else None
        if card is None or card.photo is None or not regions.covers(visitor.scope or regions.NATION, card.region):
            raise OutOfScope
        ledger.note_look(wire, person_id, visitor.actor, visitor.channel, "photo", deployment.now())
    picture = models.Picture.objects.filter(dossier_id=person_id, digest=card.photo).first()
    if picture is None:  # erased after its time, while the fact that there was one remains
        raise OutOfScope
    return deployment.vault().open(bytes(picture.sealed), f"records_picture|sealed|{card.photo}")
