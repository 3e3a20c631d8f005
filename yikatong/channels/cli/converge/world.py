"""A small world to try in: a bureau, a bank and a plant in one temporary folder, with a faulty way between them."""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yikatong.channels.cli.converge.bank_counter import BankCounter
from yikatong.channels.cli.converge.faults import Tally
from yikatong.channels.cli.converge.processes import Parties, Party, web, yikatong
from yikatong.channels.cli.converge.proxy import Way

BANK = "CAB"
Commands = Mapping[str, tuple[str, ...]]


@dataclass
class World:
    """``ahead_s``: how far all clocks run ahead of the world's."""

    folder: Path
    parties: Parties
    to_bank: Way
    to_bureau: Way
    bank: BankCounter
    tally: Tally
    ahead_s: int = 0

    @property
    def ways(self) -> tuple[Way, Way]:
        return self.to_bank, self.to_bureau

    @property
    def bank_database(self) -> Path:
        return self.folder / "bank" / "bank.sqlite3"

    def move_clocks(self, seconds: int) -> None:
        """The bureau's and the bank's together: days pass for both or for neither."""
        from yikatong.office import deployment

        deployment.advance(seconds)
        self.ahead_s += seconds
        self.bank.set_clock(self.ahead_s)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(folder: Path, database: str) -> dict[str, str]:
    """The environment of every process of this world: nothing of the caller's database or keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIKATONG_", "DJANGO_"))}
    return kept | {
        "YIKATONG_DEMO": "1", "YIKATONG_VAR": str(folder / "bureau"), "YIKATONG_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "yikatong.site.settings",
        "YIKATONG_PLANT_FOLDER": str(folder / "exchange"), "YIKATONG_PRIVATE_NETWORKS": "127.0.0.0/8",
        "YIKATONG_SANDBOX_BANK_VAR": str(folder / "bank"), "YIKATONG_PLANT_BATCH_MINUTES": "0",
        "DATABASE_URL": database or f"sqlite:///{folder / 'bureau' / 'yikatong.sqlite3'}",
    }  # fmt: skip


@contextmanager
def world(folder: Path, environment: Mapping[str, str], commands: Commands) -> Iterator[World]:
    """Everything up and connected; everything ended afterwards. ``commands`` replace a party's own, by its name."""
    tally, bank_port, web_port = Tally(), free_port(), free_port()
    to_bank, to_bureau = Way(("127.0.0.1", bank_port), tally), Way(("127.0.0.1", web_port), tally)
    callback = f"http://127.0.0.1:{to_bureau.port}/callbacks/banks/{BANK}/"
    bank_url = f"http://127.0.0.1:{bank_port}"
    own: dict[str, tuple[str, ...]] = {
        "bank": yikatong("sandbox-bank", "--port", str(bank_port), "--code", BANK, "--callback", callback),
        "web": web(web_port),
        "courier": yikatong("courier", "--every", "0.2"),
        "plant": yikatong("sandbox-plant", "--home", str(folder / "plant"), "--every", "0.2", "--delay", "0",
                          "--patience", "3"),
    }  # fmt: skip
    doors = {"bank": f"{bank_url}/healthz", "web": f"http://127.0.0.1:{web_port}/healthz"}
    made = {
        name: Party(name, _with(commands.get(name), command), environment, folder / f"{name}.log", doors.get(name, ""))
        for name, command in own.items()
    }
    _found_bureau(folder, f"http://127.0.0.1:{to_bank.port}")
    parties = Parties(made, tally)
    try:
        parties.start()
        _register_plant(folder)
        yield World(folder, parties, to_bank, to_bureau, BankCounter(made["bank"], bank_url), tally)
    finally:
        parties.end()
        for way in (to_bank, to_bureau):
            way.close()


def _with(before: tuple[str, ...] | None, command: tuple[str, ...]) -> tuple[str, ...]:
    """``before`` takes the place of ``python -m``: how a test runs a party with a part of it left out."""
    return command if before is None else (*before, *command[2:])


def _found_bureau(folder: Path, bank_url: str) -> None:
    """The bureau's database, its directory, and the secrets that it shares with the bank."""
    from django.core.management import call_command

    from yikatong.channels.cli.city.places import BANKS, outlets
    from yikatong.office import bank_links, deployment
    from yikatong.sandbox.bank import keys

    call_command("migrate", verbosity=0)
    deployment.start_afresh()
    deployment.publish_directory(tuple(outlets()), BANKS)
    path = folder / "bank" / "keys.json"
    keys.create(path)
    page: dict[str, Any] = json.loads(path.read_text())
    bank_links.connect(BANK, bank_url, page["from_bureau"][0], page["to_bureau"][0])
    deployment.start_afresh()


def _register_plant(folder: Path) -> None:
    from yikatong.office import plant

    keys = next((folder / "exchange" / "keys").glob("*.keys.json"))
    plant.register(keys.read_text())
    plant.publish_ours()
