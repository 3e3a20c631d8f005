"""Batches out: who is in them, what a row says, and that no card is sent twice or forgotten."""

import json
from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.office.world import NAME, NOW, number
from tests.plant.setting import DIGEST, PHOTO, Exchange, batched
from yikatong.cards.stages import Stage
from yikatong.office import deployment, plant
from yikatong.office.courier import recovery
from yikatong.office.plant import claiming, rows
from yikatong.records import models
from yikatong.sandbox.plant.files import batch_rows

pytestmark = pytest.mark.django_db


def read_batch(exchange: Exchange, name: str) -> list[dict[str, Any]]:
    """As the plant reads it: by its own key, its own reader, and our signature."""
    out = exchange.folder / "outgoing"
    content = (out / f"{name}.manifest.json").read_bytes()
    signature = b64decode((out / f"{name}.manifest.json.sig").read_bytes())
    ours = json.loads((exchange.folder / "keys" / "bureau.keys.json").read_text())
    Ed25519PublicKey.from_public_bytes(b64decode(ours["signing"])).verify(signature, content)
    return list(batch_rows(out / f"{name}.rows", json.loads(content), exchange.plant.keys.opening))


def test_a_row_says_what_face_and_chip_need(exchange: Exchange) -> None:
    card_id = batched(1)
    (name,) = plant.make_batches()
    (row,) = read_batch(exchange, name)
    assert b64decode(row.pop("photo")) == PHOTO
    assert row == {
        "card_id": card_id, "turn": 1, "name": NAME, "id_number": number(1).number, "region": "610104", "bank": "CAB",
        "outlet": "XA-YT-01", "generation": 3, "reason": "first", "valid_years": 10,
    }  # fmt: skip


def test_nothing_of_a_person_lies_open_in_the_folder(exchange: Exchange) -> None:
    batched(1)
    plant.make_batches()
    for path in exchange.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert NAME.encode() not in content
            assert number(1).number.encode() not in content
            assert PHOTO not in content


def test_a_replayed_message_neither_sends_a_card_twice_nor_holds_up_the_others(exchange: Exchange) -> None:
    batched(1)
    plant.make_batches()
    recovery.replay(models.Message.objects.get(party="plant", kind=claiming.KIND).pk, None)
    other = batched(2)
    (second,) = plant.make_batches()
    assert [row["card_id"] for row in read_batch(exchange, second)] == [other]
    assert plant.make_batches() == ()


def test_a_card_goes_into_one_batch(exchange: Exchange) -> None:
    cards = {batched(serial) for serial in range(3)}
    (first,) = plant.make_batches()
    cards_of_first = {row["card_id"] for row in read_batch(exchange, first)}
    late = batched(7)
    (second,) = plant.make_batches()
    assert cards_of_first == cards
    assert [row["card_id"] for row in read_batch(exchange, second)] == [late]
    assert plant.make_batches() == ()


def test_what_is_in_the_making_already_needs_no_batch(exchange: Exchange) -> None:
    batched(1)
    batched(2, stage=Stage.MAKING)
    assert plant.waiting().cards == 1
    (name,) = plant.make_batches()
    assert [row["card_id"] for row in read_batch(exchange, name)] == ["C1"]


def test_a_card_whose_picture_is_gone_is_left_out_and_can_be_sent_again(exchange: Exchange) -> None:
    batched(1)
    batched(2)
    models.Picture.objects.filter(dossier__holding__card_id="C2").delete()
    (name,) = plant.make_batches()
    assert [row["card_id"] for row in read_batch(exchange, name)] == ["C1"]
    (batch,) = plant.batches()
    assert (batch.claimed, batch.written, batch.left_out) == (2, 1, 1)
    assert "photo_erased" in "".join(plant.left_out_csv(batch.batch_id, "61"))
    assert "photo_erased" not in "".join(plant.left_out_csv(batch.batch_id, "11"))
    plant.send_again("C2")
    sealed = deployment.vault().seal(PHOTO, f"records_picture|sealed|{DIGEST}")
    owner = models.Holding.objects.get(card_id="C2").dossier_id
    models.Picture.objects.create(dossier_id=owner, digest=DIGEST, sealed=sealed)
    (again,) = plant.make_batches()
    assert [(row["card_id"], row["turn"]) for row in read_batch(exchange, again)] == [("C2", 2)]
    with pytest.raises(claiming.NotLeftOut):
        plant.send_again("C2")


def test_a_lost_file_set_is_written_again_under_its_number(exchange: Exchange) -> None:
    batched(1)
    (name,) = plant.make_batches()
    for path in (exchange.folder / "outgoing").iterdir():
        path.unlink()
    plant.write_again(plant.batches()[0].batch_id, plant.link())
    assert [row["card_id"] for row in read_batch(exchange, name)] == ["C1"]


def test_a_batch_is_wanted_when_enough_wait_or_one_long_enough(exchange: Exchange, settings) -> None:
    settings.PLANT_BATCH_CARDS, settings.PLANT_BATCH_MINUTES = 2, 60 * 24 * 400
    assert not claiming.due()
    batched(1)
    assert not claiming.due()
    batched(2)
    assert claiming.due()
    settings.PLANT_BATCH_CARDS = 3
    assert not claiming.due()
    with deployment.at(NOW + timedelta(days=400)):
        assert claiming.due()


def test_many_rows_are_read_page_by_page(exchange: Exchange, monkeypatch, django_assert_max_num_queries) -> None:
    monkeypatch.setattr(rows, "PAGE", 4)
    monkeypatch.setattr(claiming, "PAGE", 3)
    for serial in range(10):
        batched(serial)
    with django_assert_max_num_queries(45):
        (name,) = plant.make_batches()
    assert [row["card_id"] for row in read_batch(exchange, name)] == [f"C{serial}" for serial in range(10)]


def test_the_files_of_a_batch_lie_there_whole_or_not_at_all(exchange: Exchange) -> None:
    batched(1)
    (name,) = plant.make_batches()
    assert exchange.names("outgoing") == [f"{name}.manifest.json", f"{name}.manifest.json.sig", f"{name}.rows"]


def test_without_a_registered_plant_nothing_is_sent(exchange: Exchange) -> None:
    batched(1)
    models.PlantKey.objects.all().delete()
    with pytest.raises(plant.NotConnected):
        plant.make_batches()
    assert plant.work() == plant.Worked()
    assert plant.waiting().cards == 1
