"""Files in: each row at the counter once, whole files refused before anything is done, receipts for all of them."""

import os
import time
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office.world import NOW
from tests.plant.setting import TODAY, Exchange, batched, file_states, made, making, stage_of
from yikatong.office import counter, deployment, plant
from yikatong.office.ask import Busy
from yikatong.office.plant import applying
from yikatong.records import models

pytestmark = pytest.mark.django_db
ENTRIES = models.Entry.objects.filter(client="plant:demo-plant")


@pytest.fixture
def sent(exchange: Exchange) -> Exchange:
    """Three cards in one batch."""
    for serial in range(3):
        batched(serial)
    plant.make_batches()
    return exchange


def test_a_card_goes_from_the_batch_to_the_province(sent: Exchange) -> None:
    sent.lay(1, making("C0", "C1", "C2"))
    sent.lay(2, made("C0", "C1", "C2"))
    sent.lay(3, [{"card_id": "C0", "result": "released"}])
    assert plant.take_in() == plant.Worked((), 3, 3)
    assert [stage_of(card) for card in ("C0", "C1")] == ["province_released", "personalised"]
    assert models.Holding.objects.get(card_id="C1").card_no == "Q00000001"
    entry = ENTRIES.get(case_number="R00000002-2")
    assert (entry.channel, entry.asker, entry.service) == ("plant", "party", "record_production")
    assert sent.receipt(3)["answer"] == "taken_in"
    assert sent.names("incoming") == []


def test_a_file_that_comes_again_changes_nothing(sent: Exchange) -> None:
    for _ in range(3):
        sent.lay(1, making("C0", "C1"))
        plant.take_in()
    assert ENTRIES.count() == 2
    assert file_states() == [("R00000001", "taken_in", "", None)]
    assert sent.receipt(1)["answer"] == "taken_in"


def test_files_out_of_order_wait_for_their_turn(sent: Exchange) -> None:
    sent.lay(2, made("C0"))
    plant.take_in()
    assert file_states() == [("R00000002", "waiting", "", None)]
    assert stage_of("C0") == "batched"
    sent.lay(1, making("C0"))
    plant.take_in()
    assert [state for _, state, *_ in file_states()] == ["taken_in", "taken_in"]
    assert stage_of("C0") == "personalised"


def test_another_file_under_a_used_number_is_refused(sent: Exchange) -> None:
    sent.lay(1, making("C0"))
    plant.take_in()
    sent.lay(1, making("C1"))
    plant.take_in()
    assert file_states()[-1] == ("R00000001", "refused", "sequence_reused", None)
    assert stage_of("C1") == "batched"


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ([*making("C0"), *making("C0")], "row_repeated", 2),
        ([*making("C0", "C9")], "card_unknown", 2),
        ([*making("C0"), {"card_id": "C1", "result": "eaten"}], "row_wrong", 2),
    ],
)
def test_a_wrong_file_is_refused_whole_and_kept_apart(sent: Exchange, rows, code: str, line: int) -> None:
    name = sent.lay(1, rows)
    plant.take_in()
    assert file_states() == [(name, "refused", code, line)]
    assert ENTRIES.count() == 0
    assert not models.PlantFileRow.objects.exists()
    receipt = sent.receipt(1)
    assert (receipt["answer"], receipt["code"], receipt["line"]) == ("refused", code, line)
    assert receipt["words"]
    assert receipt["cure"]
    (kept,) = sent.names("quarantine")
    assert len(sent.names(f"quarantine/{kept}")) == 3
    sent.lay(1, making("C0"))  # mended, under the same number
    plant.take_in()
    assert stage_of("C0") == "making"


def test_every_kind_of_whole_fault_is_refused_by_its_code(sent: Exchange) -> None:
    def laid(suffix: str, content: bytes | None) -> str:
        path = sent.folder / "incoming" / f"{sent.lay(1, making('C0'))}{suffix}"
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        plant.take_in()
        return file_states()[-1][2]

    assert laid(".rows", b"") == "checksum_wrong"
    assert laid(".rows", b"x" * 10_000) == "checksum_wrong"
    assert laid(".rows", None) == "file_missing"
    assert laid(".manifest.json.sig", None) == "file_missing"
    assert laid(".manifest.json.sig", b"") == "signature_wrong"
    assert laid(".manifest.json", b"{}") == "signature_wrong"
    assert laid(".manifest.json", b" " * 100_000) == "signature_wrong"
    sent.lay(1, making("C0"), plant="another")
    plant.take_in()
    assert file_states()[-1][2] == "plant_wrong"
    assert ENTRIES.count() == 0


def test_a_delivery_without_a_manifest_is_refused_after_a_day(sent: Exchange) -> None:
    name = sent.lay(1, making("C0"))
    manifest = sent.folder / "incoming" / f"{name}.manifest.json"
    content = manifest.read_bytes()
    manifest.unlink()
    plant.take_in()  # it may be on its way
    assert file_states() == []
    yesterday = time.time() - 25 * 3600
    for left in sent.names("incoming"):
        os.utime(sent.folder / "incoming" / left, (yesterday, yesterday))
    plant.take_in()
    assert file_states() == [(name, "refused", "file_missing", None)]
    sent.lay(1, making("C0"))
    plant.take_in()
    sent.put(f"{name}.rows", content)  # left behind by a crash of ours
    os.utime(sent.folder / "incoming" / f"{name}.rows", (yesterday, yesterday))
    plant.take_in()
    assert len(file_states()) == 2
    assert sent.names("incoming") == []


def test_what_is_no_plain_file_is_not_followed(sent: Exchange, tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("{}")
    incoming = sent.folder / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    (incoming / "R00000001.manifest.json").symlink_to(secret)
    os.mkfifo(incoming / "R00000002.manifest.json")
    (incoming / "R00000003.manifest.json").mkdir()
    (incoming / "no name of ours;.manifest.json").write_text("{}")
    plant.take_in()
    assert [code for _, _, code, _ in file_states()] == ["file_missing"] * 3
    assert secret.exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 2), place=st.integers(min_value=0), change=st.integers(1, 255))
def test_a_byte_changed_anywhere_is_refused_and_applies_nothing(
    sent: Exchange, which: int, place: int, change: int
) -> None:
    name = sent.lay(1, making("C0", "C1"))
    path = sent.folder / "incoming" / f"{name}{('.manifest.json', '.manifest.json.sig', '.rows')[which]}"
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= change
    path.write_bytes(content)
    plant.take_in()
    assert file_states()[-1][1] == "refused"
    assert file_states()[-1][2] in {"signature_wrong", "checksum_wrong"}
    assert ENTRIES.count() == 0
    assert not models.PlantFileRow.objects.exists()


def test_rows_that_the_rules_refuse_are_listed_and_the_others_done(sent: Exchange) -> None:
    sent.lay(1, [*made("C0"), *making("C1")])
    plant.take_in()
    (file,) = plant.files()
    assert (file.granted, file.refused, file.state) == (1, 1, "taken_in")
    report = plant.file_report(file.file_id, "6101")
    assert [(row.line, row.card_id, row.code) for row in report.rows] == [(1, "C0", "stage_out_of_order")]
    assert plant.file_report(file.file_id, "11").rows == ()
    assert sent.receipt(1)["refused_rows"][0]["code"] == "stage_out_of_order"
    assert "stage_out_of_order" in "".join(plant.report_csv(file.file_id, "00"))


def test_a_number_that_somebody_has_is_refused_for_its_row_alone(sent: Exchange) -> None:
    sent.lay(1, making("C0", "C1"))
    sent.lay(2, made("C0"))
    sent.lay(3, [{"card_id": "C1", "result": "made", "card_no": "Q00000000"}])
    plant.take_in()
    assert [file.refused for file in plant.files()] == [1, 0, 0]
    assert stage_of("C1") == "making"


def test_a_failed_card_goes_into_the_next_batch_until_somebody_must_look(sent: Exchange) -> None:
    for turn in range(3):
        sent.lay(2 * turn + 1, making("C0"))
        sent.lay(2 * turn + 2, [{"card_id": "C0", "result": "failed", "reason": "照片曝光不合格"}])
        plant.take_in()
        assert len(plant.make_batches()) == (turn < 2)
    row = models.PlantRow.objects.get(card_id="C0", given_up=False)
    assert (row.turn, row.left_out) == (3, "failed_too_often")
    assert stage_of("C0") == "remake"
    plant.send_again("C0")
    assert len(plant.make_batches()) == 1


def test_an_outage_of_ours_stops_the_file_where_it_is(sent: Exchange, monkeypatch) -> None:
    served: list[str] = []

    def busy(ask):  # type: ignore[no-untyped-def]
        if len(served) == 1:
            raise Busy
        served.append(ask.case_number)
        return counter.serve(ask)

    monkeypatch.setattr(applying, "serve", busy)
    sent.lay(1, making("C0", "C1"))
    with pytest.raises(Busy):
        plant.take_in()
    assert file_states()[0][1] == "accepted"
    monkeypatch.undo()
    plant.take_in()
    assert [stage_of(card) for card in ("C0", "C1")] == ["making", "making"]
    assert ENTRIES.count() == 2


def test_a_withdrawn_key_is_known_no_longer(sent: Exchange) -> None:
    (sign,) = [key.key_id for key in plant.registered_keys() if key.use == "sign"]
    assert plant.withdraw(sign) == 1
    with pytest.raises(plant.NotConnected):
        plant.take_in()


def test_a_day_of_stock_is_kept_and_replaced(exchange: Exchange) -> None:
    def stock(sequence: int, day: str, *cards: str) -> None:
        exchange.lay(sequence, [{"card_id": card, "place": "store"} for card in cards], kind="stock", day=day)
        with deployment.at(NOW + timedelta(days=sequence)):
            plant.take_in()

    stock(1, "2026-10-01", "C7")
    stock(2, "2026-11-23", "C0", "C1", "X-not-ours")
    stock(3, "2026-11-23", "C1")
    assert list(models.PlantStock.objects.values_list("day", "card_id")) == [(TODAY, "C1")]
    assert plant.overview().stock == ((TODAY, 1), (date(2026, 10, 1), 1))
