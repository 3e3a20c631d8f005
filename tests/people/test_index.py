"""The indexes of older dossiers: filled once, never over an act's own, and compared by fsck."""

import pytest
from click.testing import CliRunner

from tests.office.plants import do, found
from tests.office.world import MOBILE, NAME, enrol
from yikatong.channels.cli import main
from yikatong.office import people_index
from yikatong.office.people_index import index_people, mobile_index, name_index, not_indexed
from yikatong.office.vault import VaultFault
from yikatong.records import models

pytestmark = pytest.mark.django_db
FORGOTTEN = do("UPDATE records_dossier SET name_index = NULL, mobile_index = NULL")


def indexes() -> set[tuple[bytes, bytes]]:
    rows = models.Dossier.objects.values_list("name_index", "mobile_index")
    return {(bytes(name or b""), bytes(mobile or b"")) for name, mobile in rows}


def test_purposes_have_peppers_of_their_own() -> None:
    assert len({name_index("1"), mobile_index("1"), name_index("2")}) == 3
    assert mobile_index("") is None


def test_an_act_writes_what_index_people_writes() -> None:
    for serial in range(3):
        enrol(serial)
    by_acts = indexes()
    assert by_acts == {(name_index(NAME), mobile_index(MOBILE))}
    FORGOTTEN()
    assert {code for code, _ in found()} == {"not_indexed"}
    assert not_indexed() == 3
    assert index_people(lambda done: None) == 3
    assert indexes() == by_acts
    assert found() == set()
    assert index_people(lambda done: None) == 0


def test_it_goes_on_where_it_was_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_index, "BATCH", 2)
    for serial in range(5):
        enrol(serial)
    FORGOTTEN()

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_people(interrupt)
    assert not_indexed() == 3
    assert index_people(lambda done: None) == 3
    assert found() == set()


def test_words_that_an_act_changed_meanwhile_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(1)
    FORGOTTEN()
    old = people_index._not_indexed("")
    models.Dossier.objects.update(words=b"newer")
    pages = iter((old, []))
    monkeypatch.setattr(people_index, "_not_indexed", lambda last: next(pages))
    index_people(lambda done: None)
    assert indexes() == {(b"", b"")}


@pytest.mark.parametrize("column", ["name_index", "mobile_index"])
def test_an_index_of_other_words_is_named(column: str) -> None:
    enrol(1)
    enrol(2)
    one = models.Dossier.objects.order_by("pk")[0]
    models.Dossier.objects.filter(pk=one.pk).update(**{column: b"i" * 32})
    assert found() == {("search_index_differs", "")}
    models.Dossier.objects.filter(pk=one.pk).update(**{column: None})
    assert {code for code, _ in found()} == {"not_indexed" if column == "name_index" else "search_index_differs"}


def test_the_command_counts_and_says_what_cannot_be_opened() -> None:
    enrol(1)
    FORGOTTEN()
    told = CliRunner().invoke(main, ["index-people"])
    assert (told.exit_code, "已为 1 份档案建立索引。" in told.output) == (0, True)
    FORGOTTEN()
    models.Dossier.objects.update(words=b"x")
    told = CliRunner().invoke(main, ["index-people"])
    assert (told.exit_code, "密文格式不能识别" in told.output) == (1, True)
    with pytest.raises(VaultFault):
        index_people(lambda done: None)
