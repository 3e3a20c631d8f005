"""Checks that can fail: with a defect planted, what they look for is there."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.plant.setting import Exchange, batched, file_states, made, making, stage_of
from yikatong.adapters.plant_files import SealedRows, read_results
from yikatong.office import plant
from yikatong.office.plant import applying, intake
from yikatong.records import models

pytestmark = pytest.mark.django_db


def a_forged_file_is_refused(exchange: Exchange) -> None:
    name = exchange.lay(1, making("C0"))
    exchange.put(f"{name}.manifest.json.sig", b"A" * 86 + b"==\n")
    plant.take_in()
    assert file_states() == [(name, "refused", "signature_wrong", None)]
    assert stage_of("C0") == "batched"


def a_wrong_count_is_refused(exchange: Exchange) -> None:
    name = exchange.lay(1, making("C0"), rows=2)
    plant.take_in()
    assert file_states() == [(name, "refused", "count_wrong", 1)]
    assert stage_of("C0") == "batched"


def the_same_file_is_applied_once(exchange: Exchange) -> None:
    for sequence, rows in ((1, making("C0")), (2, made("C0"))):
        exchange.lay(sequence, rows)
        plant.take_in()
    models.PlantFile.objects.update(state="accepted")  # as after a crash before the end was noted
    models.PlantFileRow.objects.update(code=None)
    plant.take_in()
    assert set(models.PlantFileRow.objects.values_list("code", flat=True)) == {""}
    assert models.Entry.objects.filter(client="plant:demo-plant").count() == 2


def nothing_lies_open(exchange: Exchange) -> None:
    (name,) = plant.make_batches()
    assert b"id_number" not in (exchange.folder / "outgoing" / f"{name}.rows").read_bytes()


def _trusting(stream: Any, manifest: Any) -> Any:
    content = stream.read()
    return read_results(io.BytesIO(content), replace(manifest, rows=content.count(b"\n")))


def _unsealed(self: SealedRows, last: bool) -> None:
    self._sink.write(bytes(self._held))


def _renumbered(file: models.PlantFile, row: models.PlantFileRow, ask: Callable[..., Any] = applying._ask) -> Any:
    return replace(ask(file, row), case_number=None)


DEFECTS = [
    (a_forged_file_is_refused, intake, "verify", lambda *files: ""),
    (a_wrong_count_is_refused, intake, "read_results", _trusting),
    (the_same_file_is_applied_once, applying, "_ask", _renumbered),
    (nothing_lies_open, SealedRows, "_seal", _unsealed),
]


@pytest.mark.parametrize(("check", "place", "name", "defect"), DEFECTS)
def test_a_check_finds_its_planted_defect(
    exchange: Exchange, monkeypatch, check: Callable[[Exchange], None], place: Any, name: str, defect: Any
) -> None:
    batched(0)
    if check is not nothing_lies_open:
        plant.make_batches()
    with monkeypatch.context() as planted:
        planted.setattr(place, name, defect)
        with pytest.raises(AssertionError):
            check(exchange)


@pytest.mark.parametrize("check", [check for check, *_ in DEFECTS])
def test_a_check_passes_without_a_defect(exchange: Exchange, check: Callable[[Exchange], None]) -> None:
    batched(0)
    if check is not nothing_lies_open:
        plant.make_batches()
    check(exchange)
