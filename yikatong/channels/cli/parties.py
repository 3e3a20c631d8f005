"""The parties outside, beside the demonstration: a bank and a plant as processes of their own, and the courier.

Whoever is connected already stays connected, so that a demonstration can be stopped and started again.
"""

import json
import sys
from pathlib import Path

CONNECTED_BANK = "WHB"  # the other two have no system of their own: their tellers work at our bank desk
STAGE_S = 600  # slow enough to see a card on its way, and to move it by hand before the plant does


def commands(var: Path, port: int, bank_port: int) -> list[list[str]]:
    """What to run beside the web server, after making bank and plant known to the bureau and the bureau to them."""
    from yikatong.office.demo_people import history_is_told

    begun = _connect_bank(var, bank_port)
    if begun:
        history_is_told(CONNECTED_BANK)
    _register_plant(var)
    bank = [
        "sandbox-bank", "--port", str(bank_port), "--code", CONNECTED_BANK, "--adopt", str(_portfolio(var)),
        "--callback", f"http://127.0.0.1:{port}/callbacks/banks/{CONNECTED_BANK}/",
    ]  # fmt: skip
    plant = ["sandbox-plant", "--delay", str(STAGE_S), "--home", str(var / "sandbox-plant")]
    return [[sys.executable, "-m", "yikatong", *command] for command in (["courier"], bank, plant)]


def _connect_bank(var: Path, bank_port: int) -> bool:
    """Whether it was not connected before. The address is that of this start: another port may have been chosen."""
    from yikatong.office import bank_links
    from yikatong.sandbox.bank.keys import create, keys

    url, link = f"http://127.0.0.1:{bank_port}", bank_links.link_of(CONNECTED_BANK)
    if link and link.base_url == url:
        return False
    if link:
        bank_links.disconnect(CONNECTED_BANK)
    file = var / "sandbox-bank" / "keys.json"
    create(file)
    found = keys(file)
    bank_links.connect(CONNECTED_BANK, url, ours=found.from_bureau[0], theirs=found.to_bureau[0])
    return link is None


def _register_plant(var: Path) -> None:
    from django.conf import settings

    from yikatong.office import plant
    from yikatong.sandbox.plant.simulator import Plant

    played = Plant(var / "sandbox-plant", Path(settings.PLANT_FOLDER))
    plant.register(played.public_keys.read_text(encoding="utf-8"))
    plant.publish_ours()


def _portfolio(var: Path) -> Path:
    """The accounts that the bank had before it was connected."""
    from yikatong.office.bank_portfolio import portfolio

    file = var / "sandbox-bank" / "portfolio.jsonl"
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in portfolio(CONNECTED_BANK, with_holders=True))
    file.write_text("".join(lines), encoding="utf-8")
    return file
