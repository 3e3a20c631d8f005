"""What is still on its way between the parties: counted by name, for those who wait for it to end."""

import json
from collections import Counter
from collections.abc import Mapping

from yikatong.cards.events import Party
from yikatong.cards.stages import Stage
from yikatong.office.reconciliation.reading import CHUNK
from yikatong.records import models

AT_PLANT = (Stage.BATCHED, Stage.MAKING, Stage.REMAKE, Stage.PERSONALISED)


def under_way() -> Mapping[str, int]:
    """Messages to banks that wait or were given up, cards with unanswered orders, cards and files at the plant."""
    banks = models.Message.objects.filter(party=Party.BANK.value, sent_at__isnull=True)
    return {
        "messages": banks.filter(dead_at__isnull=True).count(),
        "dead_letters": banks.filter(dead_at__isnull=False).count(),
        "orders": sum(unanswered().values()),
        "openings": models.Holding.objects.filter(stage=Stage.BANK_OPENING.value).count(),
        "cards_at_plant": models.Holding.objects.filter(stage__in=[stage.value for stage in AT_PLANT]).count(),
        "plant_files": models.PlantFile.objects.filter(state__in=("waiting", "accepted")).count(),
    }


def unanswered() -> Counter[str]:
    """Orders without an answer, by card."""
    found = Counter[str]()
    rows = models.Holding.objects.order_by("card_id").values_list("card_id", "facts")
    for card_id, facts in rows.iterator(chunk_size=CHUNK):
        if orders := json.loads(facts).get("orders"):
            found[card_id] = len(orders)
    return found
