"""Killed before any statement, rename or flush of making a batch or taking a file in: whoever comes after finishes it,
and nothing is done twice. The same walk finds a planted defect."""

import pytest

from tests.dying import dies_at
from tests.plant.setting import Exchange, batched, making, stage_of
from tests.plant.test_batches import read_batch
from yikatong.office import deployment, plant
from yikatong.office.plant import batching, claiming
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
STEPS_MAX = 200


def die_making_batches(exchange: Exchange) -> int:
    """One new card at each point of death; how many points there are."""
    for step in range(1, STEPS_MAX):
        card = batched(step)
        died = dies_at(step, plant.make_batches)
        plant.make_batches()
        rows = models.PlantRow.objects.filter(card_id=card)
        assert rows.count() == 1
        row = rows.get()
        assert models.Message.objects.get(pk=row.message_id).sent_at is not None
        told = [one["card_id"] for one in read_batch(exchange, batching.name_of(row.batch_id))]
        assert told == [card]
        assert plant.waiting().cards == 0
        if not died:
            return step - 1
    raise AssertionError("it never came to its end")


def die_taking_in(exchange: Exchange) -> int:
    """One new file of two rows, one of them refused by the rules, at each point of death."""
    for step in range(1, STEPS_MAX):
        cards = [batched(2 * step), batched(2 * step + 1)]
        plant.make_batches()
        name = exchange.lay(step, [*making(cards[0]), {"card_id": cards[1], "result": "released"}])
        died = dies_at(step, plant.take_in)
        plant.take_in()
        file = models.PlantFile.objects.get(name=name)
        assert (file.state, file.sequence) == ("taken_in", step)
        codes = models.PlantFileRow.objects.filter(of=file).order_by("line").values_list("code", flat=True)
        assert list(codes) == ["", "stage_out_of_order"]
        assert models.Entry.objects.filter(client="plant:demo-plant", case_number__startswith=name).count() == 1
        assert [stage_of(card) for card in cards] == ["making", "batched"]
        assert exchange.receipt(step)["answer"] == "taken_in"
        assert not [left for left in exchange.names("incoming") if left.endswith(".json")]
        if not died:
            return step - 1
    raise AssertionError("it never came to its end")


def die_refusing(exchange: Exchange) -> int:
    """One bad file at each point of death: it is refused once, told of once, and kept apart."""
    for step in range(1, STEPS_MAX):
        exchange.lay(1, making(f"stranger-{step}"))
        died = dies_at(step, plant.take_in)
        plant.take_in()
        assert models.PlantFile.objects.filter(state="refused", code="card_unknown").count() == step
        assert exchange.receipt(1)["answer"] == "refused"
        assert not [left for left in exchange.names("incoming") if left.endswith(".json")]
        if not died:
            return step - 1
    raise AssertionError("it never came to its end")


def test_a_batch_is_finished_after_any_death(exchange: Exchange) -> None:
    assert die_making_batches(exchange) > 15


def test_a_file_is_taken_in_after_any_death(exchange: Exchange) -> None:
    assert die_taking_in(exchange) > 25


def test_a_file_is_refused_once_after_any_death(exchange: Exchange) -> None:
    assert die_refusing(exchange) > 10


def claimed_loosely(name: str) -> None:
    """The same without one transaction, and the messages marked first: whoever dies in between leaves a card behind."""
    now, messages = deployment.now(), list(claiming.unsent())
    batch = models.PlantBatch.objects.create(plant=name, claimed=len(messages), claimed_at=now)
    models.Message.objects.filter(pk__in=[message.pk for message in messages]).update(sent_at=now)
    models.PlantRow.objects.bulk_create(claiming._rows(batch, messages))


def test_the_walk_finds_a_batch_that_is_not_claimed_in_one_transaction(exchange: Exchange, monkeypatch) -> None:
    monkeypatch.setattr("yikatong.office.plant.working.claim", claimed_loosely)
    with pytest.raises(AssertionError):
        die_making_batches(exchange)


def test_the_walk_finds_a_batch_that_is_noted_before_it_is_written(exchange: Exchange, monkeypatch) -> None:
    write = batching.write

    def noted_first(batch, *rest):  # type: ignore[no-untyped-def]
        models.PlantBatch.objects.filter(pk=batch.pk).update(written_at=batch.claimed_at)
        write(batch, *rest)

    monkeypatch.setattr("yikatong.office.plant.working.write", noted_first)
    with pytest.raises((AssertionError, FileNotFoundError)):
        die_making_batches(exchange)
