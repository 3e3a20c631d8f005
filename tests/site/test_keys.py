"""The keys file: made once, never replaced, never shown, refused when it is not safe."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from yikatong.site.keys import KEY_BYTES, create, read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "keys.json"


def test_new_keys_are_whole_different_and_private(path: Path) -> None:
    create(path)
    keys = read(path)
    secrets = [*keys.vault.values(), keys.index_pepper, keys.pin_pepper, keys.signing_seed]
    assert [len(secret) for secret in secrets] == [KEY_BYTES] * 4
    assert len(set(secrets)) == 4
    assert len(keys.secret_key) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_many_at_once_make_one_file(path: Path) -> None:
    def keys_of(_: int) -> str:
        create(path)
        return read(path).secret_key

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(keys_of, range(32)))) == 1


def test_keys_are_not_printed(path: Path) -> None:
    create(path)
    keys = read(path)
    assert keys.secret_key not in repr(keys)
    assert repr(keys) == "Keys(vault=['k1'])"


def test_a_missing_file_says_what_to_do(path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"没有密钥文件.*No keys file"):
        read(path)


def test_a_file_that_others_may_read_is_refused(path: Path) -> None:
    create(path)
    path.chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        read(path)


@pytest.mark.parametrize(
    "change",
    [{"vault": {}}, {"vault": {"k1": "AAAA"}}, {"pin_pepper": "?"}, {"index_pepper": None}, {"vault": "x"}],
)
def test_a_damaged_file_is_refused_without_showing_a_key(path: Path, change: dict[str, object]) -> None:
    create(path)
    page = json.loads(path.read_text())
    path.write_text(json.dumps(page | change))
    with pytest.raises(ImproperlyConfigured, match="已损坏") as refused:
        read(path)
    assert page["signing_seed"] not in str(refused.value)
    assert refused.value.__context__ is None
