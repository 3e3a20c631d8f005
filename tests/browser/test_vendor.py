"""What others wrote and lies here is what its makers published, in the version that frontend/ names."""

import hashlib
import json
from pathlib import Path

from tests.browser.checks import AXE

VENDOR = Path(__file__).parent / "vendor"
FRONTEND = Path(__file__).parents[2] / "frontend"


def altered(folder: Path) -> list[str]:
    """The files that are not as SHA256SUMS says, and those that it does not name."""
    sums = {name: digest for digest, name in map(str.split, (folder / "SHA256SUMS").read_text().splitlines())}
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in held}
    return sorted(name for name in held | sums.keys() if digests.get(name) != sums.get(name))


def test_nothing_is_altered() -> None:
    assert altered(VENDOR) == []


def test_an_altered_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(b'sound').hexdigest()}  a.js\n")
    (tmp_path / "a.js").write_bytes(b"sound")
    assert altered(tmp_path) == []
    (tmp_path / "a.js").write_bytes(b"other")
    (tmp_path / "b.js").write_bytes(b"")
    assert altered(tmp_path) == ["a.js", "b.js"]


def test_axe_is_the_version_of_the_lock() -> None:
    locked = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]["node_modules/axe-core"]["version"]
    assert AXE.startswith(f"/*! axe v{locked}\n")


def test_the_lock_names_no_registry_and_each_package_its_hash() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    fetched = {name: one for name, one in packages.items() if name}
    assert [name for name, one in fetched.items() if "resolved" in one or "integrity" not in one] == []
