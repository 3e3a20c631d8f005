"""A small world: a root, a bureau's keys, a phone, and a gate that has downloaded everything."""

import os
from dataclasses import dataclass, replace
from typing import Any

from yikatong.credential import delta, status, token, trust
from yikatong.credential.gate.judge import Gate
from yikatong.credential.gate.lists import Lists
from yikatong.credential.registry import Algorithm, Assurance, Scope, Status
from yikatong.credential.signing import FileSigner
from yikatong.credential.status import StatusList
from yikatong.credential.token import Credential
from yikatong.credential.trust import TrustedKey, Use

NOW = 1_795_000_000
DAY = 24 * 3600
LIST_NO = 12
URI = f"https://card.example.org/status/{LIST_NO}"
ALL = Scope(255)


@dataclass(frozen=True, slots=True)
class World:
    root: FileSigner
    bureau: FileSigner
    lister: FileSigner
    phone: FileSigner
    credential: Credential

    @classmethod
    def new(cls, issuer: Algorithm = Algorithm.ES256, phone: Algorithm = Algorithm.ES256) -> "World":
        held = FileSigner.new(phone)
        credential = Credential(
            610100, NOW + 7 * DAY, os.urandom(8), held.point, phone, Scope.TRANSIT | Scope.PARK | Scope.HOSPITAL,
            LIST_NO, 812_345, Assurance.BROWSER,
        )  # fmt: skip
        return cls(FileSigner.new(issuer), FileSigner.new(issuer), FileSigner.new(issuer), held, credential)

    def trusted(self, signer: FileSigner, use: Use, **changes: Any) -> TrustedKey:
        key = TrustedKey(use, signer.algorithm, signer.point, 610100, ALL, NOW - DAY, NOW + 30 * DAY)
        return replace(key if use is Use.CREDENTIAL else replace(key, issuer=0), **changes)

    def trust_list(self, version: int = 3, keys: tuple[TrustedKey, ...] = ()) -> bytes:
        listed = keys or (self.trusted(self.bureau, Use.CREDENTIAL), self.trusted(self.lister, Use.STATUS))
        return trust.write(self.root, version, NOW - 60, NOW + 30 * DAY, listed)

    def shard(self, statuses: dict[int, Status] | None = None, at: int = NOW - 60) -> bytes:
        found = StatusList(URI, at, at + status.LIFE_S, status.pack(statuses or {}))
        return status.write_cwt(self.lister, found)

    def delta(self, changes: dict[tuple[int, int], Status], sequence: int = 5, at: int = NOW - 30) -> bytes:
        return delta.write(self.lister, delta.Delta(sequence, NOW - 7 * DAY, at, at + 7 * DAY, 3, changes))

    def gate(self, scope: Scope = Scope.TRANSIT, statuses: dict[int, Status] | None = None) -> Gate:
        lists = Lists((self.root.algorithm, self.root.point))
        lists.take_trust(self.trust_list(), NOW)
        lists.take_shard(LIST_NO, self.shard(statuses), NOW)
        return Gate(scope, lists)

    def shown(self, at: int = NOW, counter: int = 0, challenge: token.Challenge | None = None, **changes: Any) -> str:
        credential = replace(self.credential, **changes)
        return token.show(token.issue(self.bureau, credential), self.phone, at, counter, challenge)
