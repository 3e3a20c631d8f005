"""Who brings what to whom: the one list of carriers. A party without one is not carried; its messages wait.

A carrier's own module imports its types from :mod:`yikatong.office.courier.carried`, never from here.
"""

from collections.abc import Callable, Iterable, Mapping

from yikatong.cards.events import Party
from yikatong.office import bank_links, bank_orders, partner_calls
from yikatong.office.courier.carried import Carrier, Lane
from yikatong.office.telling import carrier as telling

CARRIERS: Mapping[Party, Carrier] = {
    Party.BANK: bank_orders.carry, Party.HOLDER: telling.tell, Party.PARTNER: partner_calls.call,
}  # fmt: skip

# Which lanes of a party can be reached now, asked anew every second or so: Lane(Party.BANK, "CAB") for each bank with a
# link, Lane(Party.HOLDER) for the one gateway of all holders.
LANES: Mapping[Party, Callable[[], Iterable[Lane]]] = {
    Party.BANK: lambda: [Lane(Party.BANK, bank) for bank in bank_links.connected()],
    Party.HOLDER: telling.lanes,
    Party.PARTNER: partner_calls.lanes,
}


def targets_carried() -> tuple[Lane, ...]:
    """Every lane that is open now. Plant messages have none: they are taken by whoever makes the batches."""
    return tuple(lane for party, lanes in LANES.items() if party in CARRIERS for lane in lanes())
