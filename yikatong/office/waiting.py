"""What waits in the outbox for the party of a post."""

from dataclasses import dataclass
from datetime import datetime

from yikatong.catalogue.channels import Channel
from yikatong.office.ask import OutOfScope
from yikatong.office.staff import Posting
from yikatong.records import models


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """One message of the outbox that a party has not taken yet; of whom, by the opaque id."""

    person_id: str
    kind: str
    reference: str
    at: datetime


WAITING_PAGE = 50


def waiting_for(posting: Posting, after: int = 0) -> tuple[tuple[WaitingMessage, ...], int | None]:
    """What waits for the bank of this post, oldest first, and where the next page begins (keyset by row).

    Errors: OutOfScope for any other post.
    """
    if posting.channel is not Channel.BANK or not posting.party:
        raise OutOfScope
    rows = models.Message.objects.filter(party="bank", target=posting.party, sent_at__isnull=True, pk__gt=after)
    page = list(rows.order_by("pk")[: WAITING_PAGE + 1])
    shown = tuple(WaitingMessage(m.dossier_id, m.kind, m.reference, m.at) for m in page[:WAITING_PAGE])
    return shown, page[WAITING_PAGE - 1].pk if len(page) > WAITING_PAGE else None
