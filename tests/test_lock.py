"""The locks hold what pyproject.toml asks for, each with a hash (docs/decisions/0003)."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["build"]]
TEST = [*RUN, *PYPROJECT["project"]["optional-dependencies"]["test"]]

PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?P<rest>.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*)", re.M)


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Each locked package with its version and its number of hashes."""
    return {
        canonicalize_name(found["name"]): (found["version"], found["rest"].count("--hash="))
        for found in PIN.finditer(lock)
    }


def unmet(requirements: list[str], lock: str) -> list[str]:
    """The requirements that the lock lacks, or meets with a version out of range or without a hash."""
    held = pins(lock)
    wanted = [Requirement(text) for text in requirements]
    return [
        str(want)
        for want in wanted
        if (pin := held.get(canonicalize_name(want.name))) is None or pin[0] not in want.specifier or not pin[1]
    ]


@pytest.mark.parametrize(("name", "requirements"), [("requirements.lock", RUN), ("requirements-test.lock", TEST)])
def test_a_lock_meets_every_requirement(name: str, requirements: list[str]) -> None:
    lock = (ROOT / name).read_text()
    assert unmet(requirements, lock) == []
    assert [package for package, (_, hashes) in pins(lock).items() if not hashes] == []


def test_both_locks_name_the_same_versions() -> None:
    run, test = (pins((ROOT / name).read_text()) for name in ("requirements.lock", "requirements-test.lock"))
    assert run.items() <= test.items()


@pytest.mark.parametrize(
    "lock",
    [
        "",
        "click==7.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "click==8.5.1\n",
    ],
    ids=["missing", "out of range", "no hash"],
)
def test_a_poor_lock_is_noticed(lock: str) -> None:
    assert unmet(["click>=8.5"], lock) == ["click>=8.5"]
