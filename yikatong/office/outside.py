"""Which adapter stands behind each port: the demonstration's own, or the one that the deployment names.

``settings.PORTS`` maps a port's name to the dotted path of a function without arguments that gives the adapter.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from yikatong.adapters.apprise_messages.gateway import AppriseGateway
from yikatong.adapters.demo.identity import ScriptedIdentity
from yikatong.adapters.demo.messages import MessageBoard
from yikatong.adapters.sms_http.gateway import HttpGateway
from yikatong.office.courier.client import client
from yikatong.ports.identity import Identity
from yikatong.ports.messages import Messages
from yikatong.ports.unavailable import Unavailable


def demo_messages() -> MessageBoard:
    return MessageBoard(Path(settings.VAR) / "demo" / "messages.jsonl")


def demo_identity() -> ScriptedIdentity:
    return ScriptedIdentity(Path(settings.VAR) / "demo" / "identity.json")


def messages() -> Messages:
    """A gateway of the bureau's own, one over HTTP, or one that Apprise knows. Errors: Unavailable (permanent) where
    none is connected."""
    if settings.DEMO:
        return demo_messages()
    if "messages" not in getattr(settings, "PORTS", {}):
        if settings.SMS_URL:
            return HttpGateway(settings.SMS_URL, settings.SMS_SECRET, client())
        if settings.SMS_APPRISE:
            return AppriseGateway(settings.SMS_APPRISE)
    return _named("messages", "短信通道")  # type: ignore[no-any-return]


def has_messages() -> bool:
    """Whether a gateway is connected at all."""
    return bool(settings.DEMO or getattr(settings, "PORTS", {}).get("messages") or settings.SMS_URL
                or settings.SMS_APPRISE)  # fmt: skip


def identity() -> Identity:
    """Errors: Unavailable (permanent) where none is connected."""
    return demo_identity() if settings.DEMO else _named("identity", "实人核验服务")


def _named(port: str, words: str) -> Any:
    path = getattr(settings, "PORTS", {}).get(port)
    if not path:
        raise Unavailable(f"没有接入{words}。", permanent=True)
    return import_string(path)()
