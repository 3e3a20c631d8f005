"""A gateway that Apprise knows, as a port: the address names one telephone, ``{mobile}``, never a group.

Apprise tells whether a service took the message, and nothing after that: there are no delivery receipts.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from yikatong.ports.messages import Receipt, ReceiptFault
from yikatong.ports.unavailable import Unavailable

MARK = "{mobile}"


class AppriseGateway:
    """``address`` is an Apprise URL with ``{mobile}`` where the number belongs."""

    def __init__(self, address: str) -> None:
        """Errors: Unavailable (permanent) without Apprise, or for an address that would tell everybody."""
        try:
            apprise: Any = import_module("apprise")  # an extra: only who uses it needs it
        except ImportError as error:
            raise Unavailable("没有安装Apprise：请安装yikatong[messages]。", permanent=True) from error
        if MARK not in address:  # else every holder's message would go to one and the same place
            raise Unavailable(f"Apprise地址中须有{MARK}，代表收信人的手机号。", permanent=True)
        self._apprise, self._address = apprise, address
        if not self._to("13800000000").servers:
            raise Unavailable("Apprise不认识这个地址。", permanent=True)

    def send(self, mobile: str, words: str, key: str = "") -> str:  # noqa: ARG002
        if not self._to(mobile).notify(body=words, body_format=self._apprise.NotifyFormat.TEXT):
            raise Unavailable("Apprise没有送出：服务拒绝或连接不上。")
        return ""

    def receipts(self, references: Sequence[str]) -> Sequence[Receipt]:  # noqa: ARG002
        return ()

    def read_receipts(self, headers: Mapping[str, str], body: bytes) -> Sequence[Receipt]:  # noqa: ARG002
        raise ReceiptFault("receipts_unknown", "经Apprise发送的短信没有送达回执。")

    def describe(self) -> str:
        return f"Apprise：{self._address.partition(':')[0]}"

    def check_health(self) -> str | None:
        return None  # nothing can be asked without sending a message

    def _to(self, mobile: str) -> Any:
        sender = self._apprise.Apprise()
        sender.add(self._address.replace(MARK, mobile))
        return sender
