"""The files themselves: sealed so that the plant alone reads them whole, read so that no damage passes."""

import hashlib
import io
import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.plant.setting import signed_set
from yikatong.adapters.plant_files import (
    PlantFileFault,
    SealedRows,
    SealKey,
    Signer,
    read_manifest,
    read_public_keys,
    read_results,
    read_stock,
    verify,
)
from yikatong.sandbox.plant.files import Unreadable, batch_rows

VECTORS = Path(__file__).parents[2] / "docs" / "vectors" / "plant"
PLANT = X25519PrivateKey.from_private_bytes(bytes(range(32)))
SEAL = SealKey(PLANT.public_key().public_bytes_raw())
SIGNER = Signer(bytes(range(32)))
KEYS = {SIGNER.key_id: SIGNER.public}
ROWS = [{"card_id": f"C{n}", "name": "测" * 20} for n in range(9)]


def sealed(batch: str = "B00000001", rows: list[dict[str, str]] = ROWS) -> tuple[list[bytes], dict[str, object]]:
    """The chunks of a small batch, and what its manifest says of them."""
    sink = Pieces()
    writer = SealedRows(sink, SEAL, batch, chunk_bytes=200)
    for row in rows:
        writer.add(row)
    writer.end()
    return sink.pieces, {"batch": batch, "rows": writer.rows, "chunks": writer.chunks}


class Pieces:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(piece)
        return len(piece)


def unsealed(
    pieces: list[bytes], manifest: dict[str, object], folder: Path, key: X25519PrivateKey = PLANT
) -> list[dict[str, str]]:
    """As the plant reads it; the digest is made to fit, so that the seal alone has to find what is wrong."""
    content, path = b"".join(pieces), folder / "rows"
    path.write_bytes(content)
    told = manifest | {"content": {"sha256": hashlib.sha256(content).hexdigest()}}
    return list(batch_rows(path, told, key))


def test_the_plant_reads_what_was_sealed(tmp_path: Path) -> None:
    pieces, manifest = sealed()
    assert len(pieces) == manifest["chunks"] == 3
    assert unsealed(pieces, manifest, tmp_path) == ROWS


def test_an_empty_batch_is_one_chunk(tmp_path: Path) -> None:
    pieces, manifest = sealed(rows=[])
    assert unsealed(pieces, manifest, tmp_path) == []
    assert len(pieces) == 1


def test_nobody_but_the_plant_can_read_it(tmp_path: Path) -> None:
    """Not even who wrote it: all that this side has is the public key, its own signing key and its seeds."""
    pieces, manifest = sealed()
    for other in (X25519PrivateKey.generate(), X25519PrivateKey.from_private_bytes(bytes(32))):
        with pytest.raises(Unreadable):
            unsealed(pieces, manifest, tmp_path, other)
    assert not any("测".encode() in piece for piece in pieces)


def test_a_file_cut_off_after_any_chunk_is_seen(tmp_path: Path) -> None:
    pieces, manifest = sealed()
    for length in range(len(pieces)):
        for chunks in (length, manifest["chunks"]):  # though its manifest said as many
            with pytest.raises(Unreadable):
                unsealed(pieces[:length], manifest | {"chunks": chunks}, tmp_path)


def test_chunks_in_another_order_twice_or_of_another_batch_are_seen(tmp_path: Path) -> None:
    (one, two, three), manifest = sealed()
    (_, stranger, _), _ = sealed("B00000002")
    for pieces in ([two, one, three], [one, one, three], [one, stranger, three], [one, two, three, three]):
        with pytest.raises(Unreadable):
            unsealed(pieces, manifest, tmp_path)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_byte_changed_anywhere_in_sealed_rows_is_seen(tmp_path_factory, place: int, change: int) -> None:
    pieces, manifest = sealed()
    whole = bytearray(b"".join(pieces))
    whole[place % len(whole)] ^= change
    with pytest.raises(Unreadable):
        unsealed([bytes(whole)], manifest, tmp_path_factory.getbasetemp())


# --- files from the plant -------------------------------------------------------------------------------------------

RESULTS = [
    {"card_id": "C0", "result": "making"}, {"card_id": "C1", "result": "made", "card_no": "Q00000001"},
    {"card_id": "C2", "result": "remake", "reason": "芯片"},
]  # fmt: skip


def judged(manifest: bytes, signature: bytes, rows: bytes) -> str:
    """The code of the refusal, "" where there is none. Anything but a PlantFileFault is a fault of ours."""
    try:
        verify(manifest, signature, KEYS)
        list(read_results(io.BytesIO(rows), read_manifest(manifest, "R00000001")))
    except PlantFileFault as fault:
        return fault.code if fault.words and fault.cure else "nothing said"
    return ""


def trio(rows: list[dict[str, str]] | bytes = RESULTS, /, **changes: object) -> tuple[bytes, bytes, bytes]:
    manifest, content = signed_set(1, rows, **changes)
    return manifest, SIGNER.sign(manifest), content


def flips(files: tuple[bytes, bytes, bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    for which, content in enumerate(files):
        for place in range(len(content)):
            for bit in range(8):
                changed = content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :]
                yield (*files[:which], changed, *files[which + 1 :])  # type: ignore[misc]


def test_every_single_bit_of_every_file_counts() -> None:
    assert judged(*trio()) == ""
    codes = [judged(*files) for files in flips(trio())]
    assert len(codes) > 4000
    assert set(codes) == {"signature_wrong", "checksum_wrong"}


@pytest.mark.parametrize("length", range(0, 300, 7))
def test_rows_cut_off_anywhere_are_refused_with_the_line(length: int) -> None:
    manifest, signature, rows = trio()
    cut = rows[: min(length, len(rows) - 1)]
    with pytest.raises(PlantFileFault) as told:
        list(read_results(io.BytesIO(cut), read_manifest(manifest, "R00000001")))
    assert told.value.code == "checksum_wrong"
    assert told.value.line in (cut.count(b"\n"), cut.count(b"\n") + 1)


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ([*RESULTS, RESULTS[0]], "row_repeated", 4),
        ([RESULTS[1], RESULTS[1] | {"card_id": "C9"}], "card_no_repeated", 2),
        ([RESULTS[0], {"card_id": "C1", "result": "lost"}], "row_wrong", 2),
        ([{"card_id": "C1", "result": "made"}], "row_wrong", 1),
        ([{"card_id": "C1", "result": "made", "card_no": "q00000001"}], "row_wrong", 1),
        ([{"card_id": "C1", "result": "making", "card_no": "Q00000001"}], "row_wrong", 1),
        ([{"card_id": "C1", "result": "failed", "reason": ""}], "row_wrong", 1),
        ([{"card_id": "C1", "result": "failed", "reason": "a\nb"}], "row_wrong", 1),
        ([{"card_id": "C1", "result": "failed", "reason": "\ud800"}], "row_wrong", 1),
        ([{"card_id": ["C1"], "result": "making"}], "row_wrong", 1),
        (b'{"card_id": "C1", "card_id": "C2", "result": "making"}\n', "row_wrong", 1),
        (b"[" * 4000 + b"\n", "row_wrong", 1),
        (b'{"card_id": "C1", "result": "making"}', "row_wrong", 1),
        (b"\xff\xfe\n", "row_wrong", 1),
        (b" " * 10_000 + b"\n", "row_wrong", 1),
        (b"\n", "row_wrong", 1),
        (b"1" * 4000 + b"\n", "row_wrong", 1),
    ],
)
def test_a_wrong_row_is_named(rows: list[dict[str, str]] | bytes, code: str, line: int) -> None:
    manifest, content = signed_set(1, rows)
    with pytest.raises(PlantFileFault) as told:
        list(read_results(io.BytesIO(content), read_manifest(manifest, "R00000001")))
    assert (told.value.code, told.value.line) == (code, line)


def test_a_count_that_does_not_fit_is_refused() -> None:
    for count in (2, 4, 1_000_000):
        manifest, content = signed_set(1, RESULTS)
        page = json.loads(manifest) | {"rows": count}
        wrong = json.dumps(page).encode()
        assert judged(wrong, SIGNER.sign(wrong), content) == "count_wrong"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "yikatong-plant/2"}, "manifest_wrong"), ({"kind": "batch"}, "manifest_wrong"),
        ({"file": "R00000002"}, "name_wrong"), ({"sequence": 2}, "name_wrong"), ({"sequence": 0}, "manifest_wrong"),
        ({"sequence": True}, "manifest_wrong"), ({"sequence": 10**12}, "manifest_wrong"),
        ({"rows": -1}, "manifest_wrong"),
        ({"created_at": "2026-11-23T10:00:00"}, "manifest_wrong"), ({"created_at": 5}, "manifest_wrong"),
        ({"content": {}}, "manifest_wrong"), ({"content": {"sha256": "x", "bytes": 1}}, "manifest_wrong"),
        ({"kind": "stock", "day": "2026-13-01"}, "manifest_wrong"), ({"plant": "../x"}, "manifest_wrong"),
    ],
)  # fmt: skip
def test_a_signed_manifest_of_another_form_is_refused(change: dict[str, object], code: str) -> None:
    assert judged(*trio(**change)) == code


@given(st.binary(max_size=300), st.binary(max_size=120), st.binary(max_size=300))
def test_noise_is_refused_and_never_an_exception(manifest: bytes, signature: bytes, rows: bytes) -> None:
    assert judged(manifest, signature, rows) == "signature_wrong"
    assert judged(manifest, SIGNER.sign(manifest), rows) == "manifest_wrong"


@given(st.binary(max_size=400))
def test_noise_as_rows_is_refused_though_it_is_signed(rows: bytes) -> None:
    manifest, _ = signed_set(1, rows)
    code = judged(manifest, SIGNER.sign(manifest), rows)
    assert code in {"row_wrong", "count_wrong"} or not rows


@given(st.text(max_size=200))
def test_a_keys_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(PlantFileFault, match="keys_wrong"):
        read_public_keys(text)


def test_a_stock_file_is_read_with_its_day() -> None:
    manifest, content = signed_set(1, [{"card_id": "C1", "place": "store"}], kind="stock", day="2026-11-23")
    read = read_manifest(manifest, "R00000001")
    assert read.day is not None
    assert [row.place for row in read_stock(io.BytesIO(content), read)] == ["store"]


# --- the vectors that are published ----------------------------------------------------------------------------------


def test_the_published_batch_opens_with_the_published_key() -> None:
    keys = json.loads((VECTORS / "keys.json").read_text())
    bureau = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys["bureau_signing_seed"])).public_key()
    content = (VECTORS / "B00000001.manifest.json").read_bytes()
    bureau.verify(b64decode((VECTORS / "B00000001.manifest.json.sig").read_bytes()), content)
    opening = X25519PrivateKey.from_private_bytes(bytes.fromhex(keys["plant_opening_seed"]))
    rows = list(batch_rows(VECTORS / "B00000001.rows", json.loads(content), opening))
    assert rows == [json.loads(line) for line in (VECTORS / "B00000001.rows.jsonl").read_text().splitlines()]


def test_the_published_results_are_taken() -> None:
    keys = json.loads((VECTORS / "keys.json").read_text())
    signer = Signer(bytes.fromhex(keys["plant_signing_seed"]))
    content = (VECTORS / "R00000001.manifest.json").read_bytes()
    verify(content, (VECTORS / "R00000001.manifest.json.sig").read_bytes(), {signer.key_id: signer.public})
    manifest = read_manifest(content, "R00000001")
    with (VECTORS / "R00000001.rows").open("rb") as stream:
        assert [row.result for row in read_results(stream, manifest)] == [
            "making",
            "made",
            "remake",
            "failed",
            "released",
        ]
