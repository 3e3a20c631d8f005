"""What a gate has downloaded: the trust list, the status shards and the hot delta, each checked before it is kept."""

from dataclasses import dataclass, field

from yikatong.credential import cose, status, trust
from yikatong.credential import delta as deltas
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import Algorithm, Status
from yikatong.credential.trust import TrustList, Use


@dataclass(slots=True)
class Lists:
    """``root``: the algorithm and point built into the gate. A quarter of a byte a card, changes included."""

    root: tuple[Algorithm, bytes]
    trust: TrustList | None = None
    delta: deltas.Delta | None = None
    _shards: dict[int, bytearray] = field(default_factory=dict)
    _issued: dict[int, int] = field(default_factory=dict)
    newest_at: int = 0

    def take_trust(self, raw: bytes, now: int) -> None:
        """Errors: Refused; what was held before stays."""
        found = trust.read(raw, self.root, now, self.trust)
        if self.delta is not None and found.version < self.delta.trust_version:
            raise Refused(Reason.LIST_ROLLED_BACK)
        self.trust = found
        self._seen(found.issued_at)

    def take_shard(self, list_no: int, raw: bytes, now: int) -> None:
        """Errors: Refused."""
        signed = self._checked(raw, now)
        found = status.read_cwt(signed, now)
        if not found.uri.endswith(f"/{list_no}"):
            raise Refused(Reason.MALFORMED)
        if found.issued_at < self._issued.get(list_no, 0):
            raise Refused(Reason.LIST_ROLLED_BACK)
        self._shards[list_no], self._issued[list_no] = bytearray(found.bits), found.issued_at
        if self.delta is not None:
            self._apply(self.delta, list_no)
        self._seen(found.issued_at)

    def take_delta(self, raw: bytes, now: int) -> None:
        """Errors: Refused. A delta that begins after a full list of ours would leave a gap."""
        signed = self._checked(raw, now)
        found = deltas.read(signed, now)
        if self.delta is not None and found.sequence < self.delta.sequence:
            raise Refused(Reason.LIST_ROLLED_BACK)
        if any(found.since > issued for issued in self._issued.values()):
            raise Refused(Reason.LIST_OUT_OF_ORDER)
        for list_no in self._shards:
            self._apply(found, list_no)
        self.delta = found
        self._seen(found.issued_at)

    def status(self, list_no: int, index: int) -> Status:
        """Errors: Refused (status_unknown)."""
        shard = self._shards.get(list_no)
        if shard is None or index >= len(shard) * 4:
            raise Refused(Reason.STATUS_UNKNOWN)
        return status.status_at(shard, index)

    def age(self, list_no: int, now: int) -> int:
        """Seconds since the newest word about this shard."""
        return now - max(self._issued.get(list_no, 0), self.delta.issued_at if self.delta else 0)

    def _checked(self, raw: bytes, now: int) -> cose.Signed:
        if self.trust is None:
            raise Refused(Reason.KEY_UNKNOWN)
        signed = cose.read(raw)
        try:
            trust.check_signed(self.trust, signed, Use.STATUS, now)
        except Refused as refused:
            wrong = refused.reason is Reason.ISSUER_SIGNATURE
            raise Refused(Reason.LIST_SIGNATURE if wrong else refused.reason) from None
        return signed

    def _apply(self, found: deltas.Delta, list_no: int) -> None:
        shard = self._shards[list_no]
        if found.issued_at < self._issued[list_no]:
            return
        for (no, index), state in found.changes.items():
            if no == list_no and index < len(shard) * 4:
                status.put(shard, index, state)

    def _seen(self, issued_at: int) -> None:
        self.newest_at = max(self.newest_at, issued_at)
