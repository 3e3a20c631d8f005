"""Reading the deployment's settings from environment variables; a missing one is named in both languages."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or `default`; without either the program refuses to start."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(
            f"未设置环境变量 {name}，请按 docs/operate.md 设置后再启动。"
            f" / Set the environment variable {name} (see docs/operate.md) and start again."
        )
    return value


def flag(name: str) -> bool:
    """True for "1"; False for "0", empty and unset. Anything else is refused rather than guessed."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 0 或 1。 / {name} must be 0 or 1.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A whole number from 0. Anything else is refused rather than guessed."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise ImproperlyConfigured(f"环境变量 {name} 应为非负整数。 / {name} must be a whole number from 0.")
    return int(value)


def words(name: str, default: str | None = None) -> list[str]:
    """The comma-separated values of `name`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> tuple[IPv4Network | IPv6Network, ...]:
    """The comma-separated networks (CIDR) of `name`. One that is none is refused rather than left out."""
    try:
        return tuple(ip_network(word) for word in words(name, default))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"环境变量 {name} 须为以逗号分隔的网段，例如 10.8.0.0/16：{error} / {name} must be networks."
        ) from error
