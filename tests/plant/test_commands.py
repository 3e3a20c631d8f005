"""The command line: keys, batches, files, and the plant to try them with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.plant.setting import Exchange, batched, making, stage_of
from yikatong.channels.cli import main
from yikatong.office import plant
from yikatong.records import models

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["plant", *arguments])


def test_keys_are_registered_shown_and_withdrawn(exchange: Exchange, tmp_path: Path) -> None:
    shown = run("keys")
    ours = json.loads((exchange.folder / "keys" / "bureau.keys.json").read_text())
    assert ours["key_id"] in shown.output
    (seal,) = [key.key_id for key in plant.registered_keys() if key.use == "seal"]
    assert run("keys", "--withdraw", seal).exit_code == 0
    assert run("keys", "--withdraw", "no-such-key").exit_code == 1
    told = run("batch")
    assert (told.exit_code, "plant_not_connected" in told.output) == (1, True)
    again = run("keys", "--register", str(exchange.plant.public_keys))
    assert "demo-plant" in again.output
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"\xff{}")
    assert "keys_wrong" in run("keys", "--register", str(bad)).output


def test_batches_go_out_and_files_come_in(exchange: Exchange) -> None:
    assert "没有等待送制的卡" in run("batch").output
    batched(0)
    assert "等待送制：1张" in run("list").output
    assert "B0000" in run("batch").output
    exchange.lay(1, [*making("C0")])
    exchange.lay(2, [{"card_id": "C0", "result": "released"}])
    assert "登记完2份" in run("take-in").output
    assert stage_of("C0") == "making"
    assert "未登记1行" in run("list").output
    second = models.PlantFile.objects.get(name="R00000002")
    assert "stage_out_of_order" in run("show", str(second.pk)).output
    assert "plant_file_not_found" in run("show", "999").output
    assert "plant_batch_not_found" in run("batch", "--again", "999").output
    assert "plant_card_not_left_out" in run("again", "C0").output


def test_two_processes_do_not_work_on_the_folder_at_once(exchange: Exchange) -> None:
    from yikatong.adapters.plant_files import alone

    with alone(exchange.folder) as free:
        assert free
        assert "plant_occupied" in run("take-in").output
        assert plant.work() == plant.Worked()


def test_the_sandbox_waits_for_our_key_and_then_makes_cards(exchange: Exchange, tmp_path: Path) -> None:
    arguments = ["sandbox-plant", "--home", str(tmp_path / "home"), "--exchange", str(exchange.folder), "--once",
                 "--delay", "0"]  # fmt: skip
    ours = exchange.folder / "keys" / "bureau.keys.json"
    kept = ours.read_bytes()
    ours.unlink()
    assert "等待经办机构的公钥" in CliRunner().invoke(main, arguments).output
    ours.write_bytes(kept)
    batched(0)
    plant.make_batches()
    for _ in range(2):
        CliRunner().invoke(main, arguments, catch_exceptions=False)
        plant.take_in()
    assert stage_of("C0") in {"making", "personalised", "remake"}
    assert json.loads((tmp_path / "home" / "faults.json").read_text())["card_making"] == 1
    wrong = CliRunner().invoke(main, [*arguments, "--faults", "gremlins=3"])
    assert wrong.exit_code == 2
    assert "gremlins=3" in wrong.output
