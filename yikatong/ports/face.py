"""What we need of a face checker: is there one face, is it placed as GA 461 asks, is it the person's?

A bureau brings a licensed product; without one a reviewer looks at every picture (UX §6).
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FaceVerdict:
    """What the checker found. `decided` False: the checker gives no opinion and a reviewer decides; then `accepted`
    means nothing and is False. `faults` are stable codes (face_missing, face_tilted, …), `words` one Chinese
    sentence for the person or the reviewer.
    """

    decided: bool
    accepted: bool
    faults: tuple[str, ...]
    words: str

    def __post_init__(self) -> None:
        if self.accepted and (self.faults or not self.decided):
            raise ValueError("an accepted face is decided and has no faults")


class FaceChecker(Protocol):
    """Looks at a stored photograph (baseline RGB JPEG, already measured and re-encoded)."""

    def check(self, jpeg: bytes) -> FaceVerdict:
        """One verdict; raises the ports' Unavailable when the product cannot be reached."""
        ...

    def describe(self) -> str:
        """One Chinese line for the operator: which product, which version."""
        ...

    def check_health(self) -> str | None:
        """None when in order, otherwise one Chinese sentence saying what is wrong."""
        ...
