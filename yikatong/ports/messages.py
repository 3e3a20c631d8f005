"""What we need of a message gateway: to bring short words to a mobile number (短信), and to say if they arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the gateway says became of a message: ``reference`` is its own number of it.

    ``why`` says in Chinese, without any number, why a message did not arrive; empty where it did.
    """

    reference: str
    delivered: bool
    why: str = ""


class ReceiptFault(Exception):
    """A call-back that the gateway did not sign, or that cannot be read: a stable ``code`` and Chinese ``words``."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Messages(Protocol):
    """A bureau brings its gateway; the demonstration shows its messages on a page."""

    def send(self, mobile: str, words: str, key: str = "") -> str:
        """Hand over one message to an 11-digit mainland number; gives the gateway's own number of it, "" for none.

        The same ``key`` is the same message sent again: a gateway that knows keys brings it once. Errors: Unavailable.
        """
        ...

    def receipts(self, references: Sequence[str]) -> Sequence[Receipt]:
        """What is known by now of these messages; those without an answer are left out. Errors: Unavailable."""
        ...

    def read_receipts(self, headers: Mapping[str, str], body: bytes) -> Sequence[Receipt]:
        """The delivery receipts of a call-back. Errors: ReceiptFault where the gateway did not sign it."""
        ...

    def describe(self) -> str:
        """One Chinese line for the operator: which gateway."""
        ...

    def check_health(self) -> str | None:
        """None when in order, otherwise one Chinese sentence saying what is wrong."""
        ...
