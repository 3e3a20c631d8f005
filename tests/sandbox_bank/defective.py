"""A sandbox bank with a planted defect, for the tests that must see it: ``DEFECT --port N --callback URL``."""

import os
import sys

from yikatong.sandbox.bank.reading import Read

os.environ["DJANGO_SETTINGS_MODULE"] = "yikatong.sandbox.bank.settings"


def forgets_what_it_took() -> None:
    """The idempotency check dropped: an order that comes again is done again."""
    from yikatong.sandbox.bank import orders
    from yikatong.sandbox.bank.models import TakenOrder

    sound = orders.take

    def take(read: Read) -> bool:
        new = sound(read)
        if not new:
            TakenOrder.objects.filter(order_id=read.data["order_id"]).update(result="")
        return new

    orders.take = take


def has_no_fence() -> None:
    from yikatong.sandbox.bank import orders

    orders.FENCED = frozenset()


def loses_a_fen() -> None:
    from yikatong.sandbox.bank import postings

    postings.moved = lambda source, target, fen: {source: -fen, target: fen - 1}


DEFECTS = {found.__name__: found for found in (forgets_what_it_took, has_no_fence, loses_a_fen)}


def main(defect: str, port: int, callback: str) -> None:
    os.environ["YIKATONG_SANDBOX_BANK_CALLBACK"] = callback
    from yikatong.sandbox.bank import serving

    serving.prepare()
    DEFECTS[defect]()
    serving.serve(port)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[3]), sys.argv[5])
