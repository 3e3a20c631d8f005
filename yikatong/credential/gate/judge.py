"""The one procedure that decides at a gate: cheap checks first, then the two signatures, then what was seen before."""

from dataclasses import dataclass, field

from yikatong.credential import token, trust
from yikatong.credential.gate.lists import Lists
from yikatong.credential.gate.memory import Memory
from yikatong.credential.gate.rules import PROOF_FUTURE_S, PROOF_PAST_S, RULES, ScopeRule
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import Scope, Status
from yikatong.credential.suites import verify
from yikatong.credential.token import Challenge, Shown
from yikatong.credential.trust import Use

CACHED_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is None when accepted. ``update``: accepted, but the lists are getting old."""

    reason: Reason | None
    shown: Shown | None = None
    update: bool = False

    @property
    def accepted(self) -> bool:
        return self.reason is None


@dataclass(slots=True)
class Gate:
    """One turnstile or hand-held, for one scope. ``clock_at``: the latest moment it has known."""

    scope: Scope
    lists: Lists
    memory: Memory = field(default_factory=Memory)
    clock_at: int = 0
    _checked: dict[bytes, tuple[int, int]] = field(default_factory=dict)

    def judge(self, text: str, now: int, challenge: Challenge | None = None) -> Verdict:
        """Never raises for what stands in ``text``. ``challenge``: what this gate asked the phone to sign along."""
        shown = None
        try:
            self._check_clock(now)
            shown = token.read(text)
            update = self._check(shown, now, challenge)
        except Refused as refused:
            return Verdict(refused.reason, shown)
        self.memory.keep(shown.credential.credential_id, (shown.moment, shown.counter), now)
        return Verdict(None, shown, update)

    def _check_clock(self, now: int) -> None:
        """A clock that went backwards, or behind a list it has taken, would bring old codes back to life."""
        if now < self.clock_at or now < self.lists.newest_at - trust.CLOCK_AHEAD_S:
            raise Refused(Reason.CLOCK)
        self.clock_at = now

    def _check(self, shown: Shown, now: int, challenge: Challenge | None) -> bool:
        rule = RULES[self.scope]
        check_moment(shown, now)
        check_challenge(shown, rule, challenge)
        self._check_issuer(shown, now)
        if now >= shown.credential.expires_at:
            raise Refused(Reason.EXPIRED)
        if self.scope & ~shown.credential.scopes:
            raise Refused(Reason.SCOPE)
        update = self._check_status(shown, rule, now)
        credential = shown.credential
        if not verify(credential.device_algorithm, credential.device, shown.covered, shown.proof):
            raise Refused(Reason.DEVICE_SIGNATURE)
        self.memory.check(credential.credential_id, (shown.moment, shown.counter), now)
        return update

    def _check_issuer(self, shown: Shown, now: int) -> None:
        """A credential whose signature was good under this trust list is not verified again."""
        held = self.lists.trust
        if held is None or now >= held.expires_at:
            raise Refused(Reason.KEY_UNKNOWN if held is None else Reason.LIST_EXPIRED)
        version, until = self._checked.get(shown.raw_credential, (-1, 0))
        if version == held.version and now < until:
            return
        issuer, scope = shown.credential.issuer, int(self.scope)
        key = trust.check_signed(held, shown.signed, Use.CREDENTIAL, now, issuer=issuer, scope=scope)
        if len(self._checked) >= CACHED_MAX:
            self._checked.clear()
        self._checked[shown.raw_credential] = (held.version, key.ends_at)

    def _check_status(self, shown: Shown, rule: ScopeRule, now: int) -> bool:
        """Whether an update is due."""
        list_no, index = shown.credential.list_no, shown.credential.index
        found, age = self.lists.status(list_no, index), self.lists.age(list_no, now)
        if age > rule.hard:
            raise Refused(Reason.STATUS_STALE if rule.hard else Reason.ONLINE_ONLY)
        if found is Status.INVALID:
            raise Refused(Reason.CANCELLED)
        if found is Status.SUSPENDED or (found is Status.AUTHORISED and not rule.authorised):
            raise Refused(Reason.SUSPENDED)
        return age > rule.soft


def check_moment(shown: Shown, now: int) -> None:
    if shown.moment < now - PROOF_PAST_S:
        raise Refused(Reason.TOO_OLD)
    if shown.moment > now + PROOF_FUTURE_S:
        raise Refused(Reason.FROM_THE_FUTURE)


def check_challenge(shown: Shown, rule: ScopeRule, challenge: Challenge | None) -> None:
    """A code with another gate's challenge is a relayed one; a weakly kept key has to answer ours."""
    if shown.challenge != challenge and (challenge is not None or shown.challenge is not None):
        raise Refused(Reason.CHALLENGE)
    if challenge is None and shown.credential.assurance < rule.assurance:
        raise Refused(Reason.ASSURANCE)
