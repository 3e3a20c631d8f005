"""The demonstration's staff and machine clients. Their passwords are public: it is a city of invented people."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from yikatong.catalogue.channels import Channel
from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.city.places import BANKS

PROVINCE, CITY, NATION = "610000", "610100", "000000"


@dataclass(frozen=True, slots=True)
class Employee:
    username: str
    channel: Channel
    region: str
    party: str = ""


STAFF = (
    Employee("desk", Channel.DESK, NATION),
    Employee("desk-yanta", Channel.DESK, "610113"),
    Employee("hotline", Channel.HOTLINE, NATION),
    Employee("officer", Channel.OFFICER, NATION),
    Employee("officer2", Channel.OFFICER, NATION),
    *(Employee(f"bank-{bank.code.lower()}", Channel.BANK, NATION, bank.code) for bank in BANKS),
    Employee("employer", Channel.EMPLOYER, CITY, "EMP-001"),
    Employee("field-yanta", Channel.FIELD, "610113"),
    Employee("kiosk-yanta", Channel.KIOSK, "610113", "XA-113-01"),
)
CLIENTS = (
    Employee("demo-portal", Channel.PORTAL, NATION),
    Employee("demo-desk", Channel.DESK, NATION),
    Employee("demo-hotline", Channel.HOTLINE, NATION),
    Employee("demo-officer", Channel.OFFICER, NATION),
    Employee("demo-officer2", Channel.OFFICER, NATION),
    Employee("demo-plant", Channel.PLANT, NATION, "PLANT"),
    Employee("demo-partner", Channel.PARTNER, NATION, "HOSPITAL-1"),
    Employee("demo-kiosk", Channel.KIOSK, CITY),
    Employee("demo-employer", Channel.EMPLOYER, CITY, "EMP-001"),
    *(Employee(f"demo-bank-{bank.code}", Channel.BANK, NATION, bank.code) for bank in BANKS),
)


def password(username: str) -> str:
    return f"demo-{username}-2026"


def client_secret(client_id: str) -> str:
    return f"{client_id}-secret"


def totp_key(username: str) -> str:
    """20 bytes in hex, always the same for one demonstration account."""
    return hashlib.sha256(f"demo-totp-{username}".encode()).hexdigest()[:40]


def employ() -> None:
    """Give everybody their post; called again it changes nothing."""
    from yikatong.office.clients import register_client
    from yikatong.office.hiring import hire

    for one in STAFF:
        hire(one.username, password(one.username), one.channel, one.region, one.party, totp_key(one.username))
    for one in CLIENTS:
        register_client(one.username, client_secret(one.username), one.channel, one.region, one.party)


def welcome(url: str, bank_url: str | None, logs: Path) -> str:
    """What ``make demo`` prints: addresses and how to sign in."""
    someone = citizen(120)
    lines = [
        "", f"网上服务  {url}/            {someone.name}  {someone.number}（验证码见 {url}/demo/）",
        f"工作人员  {url}/staff/       动态口令见 {url}/demo/",
    ]  # fmt: skip
    for one in STAFF:
        lines.append(f"    {one.channel.words:12}  用户名 {one.username:12} 密码 {password(one.username)}")
    lines += [
        f"接口      {url}/api/v1/docs  客户端 demo-desk 密钥 {client_secret('demo-desk')}（各渠道同理）",
        f"演示页    {url}/demo/        短信、动态口令、时钟",
        *([f"沙箱银行  {bank_url}/  渭河商业银行（演示）的柜台和故障面板"] if bank_url else []),
        f"日志      {logs}/",
        "", "走一遍主要业务：.venv/bin/yikatong story        停止：Ctrl-C", "",
    ]  # fmt: skip
    return "\n".join(lines)
