"""What a gate has let through lately, so that a code is good for one passage and one passenger."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from yikatong.credential.gate.rules import AGAIN_AFTER_S, PROOF_FUTURE_S, PROOF_PAST_S
from yikatong.credential.refusals import Reason, Refused

KEPT_S: Final = PROOF_PAST_S + PROOF_FUTURE_S + AGAIN_AFTER_S
KEPT_MAX: Final = 100_000


@dataclass(slots=True)
class Memory:
    """By credential id: the moment and counter of the last code accepted, and when. The oldest first."""

    _last: "OrderedDict[bytes, tuple[tuple[int, int], int]]" = field(default_factory=OrderedDict)

    def check(self, credential_id: bytes, drawn: tuple[int, int], now: int) -> None:
        """``drawn``: moment and counter of the code. Errors: Refused (replayed, too_soon)."""
        known = self._last.get(credential_id)
        if known is None:
            return
        if drawn <= known[0]:
            raise Refused(Reason.REPLAYED)
        if now - known[1] < AGAIN_AFTER_S:
            raise Refused(Reason.TOO_SOON)

    def keep(self, credential_id: bytes, drawn: tuple[int, int], now: int) -> None:
        self._last[credential_id] = (drawn, now)
        self._last.move_to_end(credential_id)
        while self._last and (len(self._last) > KEPT_MAX or now - next(iter(self._last.values()))[1] > KEPT_S):
            self._last.popitem(last=False)
