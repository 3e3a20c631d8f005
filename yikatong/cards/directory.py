"""Where people can go: outlets and banks. A snapshot that the office hands to every case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Bank:
    """``connected``: its system answers our orders. Where it is not, its tellers speak for it at our bank desk."""

    code: str
    name: str
    hotline: str
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place with a counter: the bureau's when ``bank`` is None, else a branch of that bank.

    ``services`` are service codes that it offers; ``weekdays`` 1 (Monday) to 7.
    """

    code: str
    name: str
    region: str
    address: str
    phone: str
    bank: str | None = None
    services: frozenset[str] = frozenset()
    instant_issue: bool = False
    step_free: bool = False
    opens: time = time(9)
    closes: time = time(17)
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    outlets: Mapping[str, Outlet] = field(default_factory=lambda: MappingProxyType({}))
    banks: Mapping[str, Bank] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, outlets: Iterable[Outlet], banks: Iterable[Bank]) -> "Directory":
        return cls({o.code: o for o in outlets}, {b.code: b for b in banks})

    def is_connected(self, bank: str) -> bool:
        found = self.banks.get(bank)
        return found is not None and found.connected

    def bank_words(self, code: str) -> str:
        """The bank's name and hotline, or its code where the directory does not know it."""
        bank = self.banks.get(code)
        return f"{bank.name}（客服电话 {bank.hotline}）" if bank else code

    def outlet_words(self, code: str) -> str:
        outlet = self.outlets.get(code)
        return f"{outlet.name}（{outlet.address}，电话 {outlet.phone}）" if outlet else code
