"""What we need of a message gateway: to bring short words to a mobile number (短信)."""

from typing import Protocol


class Messages(Protocol):
    """A bureau brings its gateway; the demonstration shows its messages on a page."""

    def send(self, mobile: str, words: str) -> None:
        """Hand over one message to an 11-digit mainland number. Errors: Unavailable."""
        ...

    def describe(self) -> str:
        """One Chinese line for the operator: which gateway."""
        ...

    def check_health(self) -> str | None:
        """None when in order, otherwise one Chinese sentence saying what is wrong."""
        ...
