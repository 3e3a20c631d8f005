"""Which adapter stands behind each port: the demonstration's own, or the one that the deployment names.

``settings.PORTS`` maps a port's name to the dotted path of a function without arguments that gives the adapter.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from yikatong.adapters.demo.identity import ScriptedIdentity
from yikatong.adapters.demo.messages import MessageBoard
from yikatong.ports.identity import Identity
from yikatong.ports.messages import Messages
from yikatong.ports.unavailable import Unavailable


def demo_messages() -> MessageBoard:
    return MessageBoard(Path(settings.VAR) / "demo" / "messages.jsonl")


def demo_identity() -> ScriptedIdentity:
    return ScriptedIdentity(Path(settings.VAR) / "demo" / "identity.json")


def messages() -> Messages:
    """Errors: Unavailable (permanent) where none is connected."""
    return demo_messages() if settings.DEMO else _named("messages", "短信通道")


def identity() -> Identity:
    """Errors: Unavailable (permanent) where none is connected."""
    return demo_identity() if settings.DEMO else _named("identity", "实人核验服务")


def _named(port: str, words: str) -> Any:
    path = getattr(settings, "PORTS", {}).get(port)
    if not path:
        raise Unavailable(f"没有接入{words}。", permanent=True)
    return import_string(path)()
