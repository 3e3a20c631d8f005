"""All that is wrong with a body, told at once."""

from collections.abc import Callable, Mapping
from typing import Any

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import FieldFault, NotUnderstood


class Faults:
    """Collects what is wrong with the parts of a body, so that all of it is told at once."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self.found: list[FieldFault] = []

    def __contains__(self, name: str) -> bool:
        return any(fault.field.split(".")[0] == name for fault in self.found)

    def add(self, name: str, code: str, words: str, cure: str = "请改正后重新提交。") -> None:
        label = self._labels.get(name.partition(".")[0], name[:40])
        self.found.append(FieldFault(name[:40], label, code, words, cure))

    def strangers(self, body: Mapping[str, Any], known: Mapping[str, Any] | tuple[str, ...], prefix: str = "") -> None:
        for name in body:
            if name not in known:
                self.add(prefix + name, "answer_unknown", "没有这一项。", "请删除这一项后再提交。")

    def read(self, name: str, reader: Callable[[Any], Any], raw: Any) -> Any:
        """What the reader makes of it; None, with a fault noted, where it cannot."""
        try:
            return reader(raw)
        except InputFault as fault:
            self.add(name, fault.code, fault.words, fault.cure)
            return None

    def part(self, body: Mapping[str, Any], name: str) -> dict[str, Any]:
        """A part that must be an object; absent is empty."""
        raw = body.get(name)
        if raw is None:
            return {}
        if isinstance(raw, dict):
            return raw
        self.add(name, "answer_not_object", "这一项应为JSON对象。")
        return {}

    def check(self) -> None:
        if self.found:
            raise NotUnderstood(tuple(self.found))
