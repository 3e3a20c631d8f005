"""How each scope is judged: how old the status may be, how well the key must be kept, whether offline at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from yikatong.credential.registry import Assurance, Scope

MINUTE, HOUR = 60, 3600
PROOF_PAST_S: Final = 60
PROOF_FUTURE_S: Final = 30
AGAIN_AFTER_S: Final = 5


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """Seconds. Beyond ``soft`` the gate warns and asks for an update, beyond ``hard`` it refuses.

    ``assurance``: a phone whose key is kept less well has to answer a challenge; ``authorised``: whether a card
    reported lost serves when its holder has authorised it.
    """

    soft: int
    hard: int
    assurance: Assurance = Assurance.NONE
    authorised: bool = True


_DAY = 24 * HOUR
RULES: Final[Mapping[Scope, ScopeRule]] = MappingProxyType({
    Scope.TRANSIT: ScopeRule(6 * HOUR, 72 * HOUR),
    Scope.PARK: ScopeRule(6 * HOUR, 72 * HOUR),
    Scope.LIBRARY: ScopeRule(6 * HOUR, _DAY),
    Scope.CONCESSION: ScopeRule(6 * HOUR, _DAY),
    Scope.PHARMACY: ScopeRule(15 * MINUTE, _DAY, Assurance.KEYSTORE),
    Scope.HOSPITAL: ScopeRule(15 * MINUTE, _DAY, Assurance.KEYSTORE),
    Scope.CLERK: ScopeRule(15 * MINUTE, HOUR, Assurance.KEYSTORE),
    Scope.SIGN_IN: ScopeRule(0, 0, Assurance.KEYSTORE),
})  # fmt: skip
