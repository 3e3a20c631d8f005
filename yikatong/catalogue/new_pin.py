"""What a new PIN must not be; the same wherever one is chosen."""

from typing import Any

from yikatong.cards.pin import Pin
from yikatong.catalogue.case import Case
from yikatong.policies import parameters as p


def is_initial(case: Case[Any], pin: Pin | None) -> bool:
    """Whether this is the PIN with which the place hands its cards out."""
    initial = case.value(p.initial_pin)
    return pin is not None and initial is not None and pin.equals(Pin.read(initial, len(initial)))


def is_weak(case: Case[Any], pin: Pin | None) -> bool:
    """Simple, or part of the identity number. The initial PIN is a reason of its own."""
    if pin is None or is_initial(case, pin):
        return False
    words = case.person.words
    return pin.is_simple() or (words is not None and pin.occurs_in(words.id_number))
