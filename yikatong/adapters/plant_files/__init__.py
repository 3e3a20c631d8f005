"""The files exchanged with a card plant, as docs/plant-files.md describes them: written, read, signed, sealed. Pure."""

from yikatong.adapters.plant_files.fault import PlantFileFault
from yikatong.adapters.plant_files.folder import Written, alone, durably, missing, moved, opened
from yikatong.adapters.plant_files.keys import SealKey, Signer, key_id_of, read_public_keys, verify
from yikatong.adapters.plant_files.manifest import FORMAT, NAME, Manifest, RowsFile, file_name, read_manifest, written
from yikatong.adapters.plant_files.rows import Result, ResultRow, StockRow, read_results, read_stock
from yikatong.adapters.plant_files.sealing import CHUNK_BYTES, SealedRows

__all__ = [
    "CHUNK_BYTES", "FORMAT", "NAME", "Manifest", "PlantFileFault", "Result", "ResultRow", "RowsFile", "SealKey",
    "SealedRows", "Signer", "StockRow", "Written", "alone", "durably", "file_name", "key_id_of", "missing", "moved",
    "opened", "read_manifest", "read_public_keys", "read_results", "read_stock", "verify", "written",
]  # fmt: skip
