"""A province of invented people: each unlike the others, each with a ledger that the check passes."""

from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner

from tests.office.world import NOW
from yikatong.cards.identity import read_id_number, read_mobile, read_person_name
from yikatong.catalogue.moments import day_of
from yikatong.channels.cli import load_people, main
from yikatong.channels.cli.crowd import lives
from yikatong.channels.cli.crowd.lives import LIVES, past
from yikatong.channels.cli.crowd.people import PEOPLE_MAX, SEEDS, card_no, counties, inhabitant
from yikatong.office import counter, deployment, fsck, loading
from yikatong.policies import regions
from yikatong.records import models

PEOPLE = 300
UNLIKE = ("reference", "dossier_id", "id", "hash", "previous", "events", "answer", "body")  # chance, or made of it


@pytest.fixture
def province(db) -> None:
    load_people._publish()
    deployment.start_afresh()


def load(start: int, stop: int, seed: int = 0) -> int:
    return loading.load([past(n, seed, NOW) for n in range(start, stop)], NOW)


def test_everybody_is_somebody_of_their_own_and_always_the_same() -> None:
    today = day_of(NOW)
    everybody = [inhabitant(n, seed) for seed in (0, 1, SEEDS - 1) for n in (*range(1000), PEOPLE_MAX - 1)]
    assert len({who.number for who in everybody}) == len(everybody)
    for who in everybody:
        assert read_id_number(who.number, today).born_on == who.born_on
        assert read_mobile(who.mobile) == who.mobile
        assert read_person_name(who.name) == who.name
        assert regions.known(who.county)
    assert inhabitant(7, 3).number == inhabitant(7, 3).number != inhabitant(7, 4).number
    assert len(counties()) > 100
    assert Counter(who.name for who in everybody).most_common(1)[0][1] > 1
    assert len({card_no(n, seed) for n in (0, PEOPLE_MAX - 1) for seed in range(SEEDS)}) == 2 * SEEDS


def test_the_lives_are_a_thousand() -> None:
    assert sum(life.share for life in LIVES) == 1000


def test_every_life_is_granted_and_the_check_passes(province, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, turns = LIVES, iter(range(10**6))
    monkeypatch.setattr(lives, "_thousand", lambda: (pool[next(turns) % len(pool)],) * 1000)
    monkeypatch.setattr(lives, "GROWN_UP_YEARS", 0)
    grown = [n for n in range(200) if inhabitant(n, 0).born_on.year < 2000][: 3 * len(LIVES)]
    assert loading.load([past(n, 0, NOW) for n in grown], NOW) == len(grown)
    assert models.Entry.objects.values("service").distinct().count() >= 8
    assert models.Holding.objects.values("stage", "social", "financial", "tenure").distinct().count() >= 14
    report = fsck.check()
    assert (report.dossiers, report.findings) == (len(grown), ())


def test_the_check_sees_what_was_loaded_amiss(province) -> None:
    load(0, 5)
    models.Holding.objects.update(bank="another")
    assert {flaw.code for flaw in fsck.check().findings} == {"holding_differs"}


def test_the_rows_are_those_that_the_counter_writes(province) -> None:
    several = next(n for n in range(PEOPLE) if len(past(n, 0, NOW).lived) > 2)
    one = past(several, 0, NOW)
    load(several, several + 1)
    loaded = _told(models.Entry), _told(models.Holding), _told(models.Dossier)
    _emptied()
    for lived in one.lived:
        with deployment.at(lived.at):
            assert counter.serve(lived.ask).granted
    assert loaded == (_told(models.Entry), _told(models.Holding), _told(models.Dossier))


def _told(kind: type) -> list[dict]:
    """Every column that chance has no part in; of the others how they are made."""
    unlike = (*UNLIKE, "person_id", "card_id", "predecessor", "facts", "words", "head")
    rows = [{**row, "kinds": {k: type(v) for k, v in row.items()}} for row in kind.objects.order_by("pk").values()]
    return sorted(({k: v for k, v in row.items() if k not in unlike} for row in rows), key=repr)


def _emptied() -> None:
    from tests.office.world import fence_lowered

    with fence_lowered():
        for kind in (models.Message, models.Personal, models.Holding, models.Entry, models.Dossier):
            kind.objects.all()._raw_delete(kind.objects.db)


def test_a_run_goes_on_and_repeats_nobody(province) -> None:
    assert load(0, 40) == 40
    assert load(20, 60) == 20
    assert load(0, 60) == 0
    assert load(0, 10, seed=1) == 10
    assert models.Dossier.objects.count() == 70
    assert fsck.check().findings == ()


def test_a_chunk_is_written_whole_or_not_at_all(province, monkeypatch: pytest.MonkeyPatch) -> None:
    write = loading._write

    def fail(table: str, *rest) -> None:
        if table == "records_message":
            raise KeyboardInterrupt
        write(table, *rest)

    monkeypatch.setattr(loading, "_write", fail)
    with pytest.raises(KeyboardInterrupt):
        load(0, 20)
    assert not models.Dossier.objects.exists()
    assert not models.Entry.objects.exists()


def test_a_refused_step_is_a_fault_of_the_life(province, monkeypatch: pytest.MonkeyPatch) -> None:
    one = past(0, 0, NOW)
    twice = loading.Past(one.number, (*one.lived, *one.lived))
    with pytest.raises(loading.NotAsTold):
        loading.load([twice], NOW)
    assert not models.Dossier.objects.exists()


def test_only_messages_of_the_last_week_wait(province) -> None:
    load(0, PEOPLE)
    waiting = models.Message.objects.values_list("at", flat=True)
    assert waiting
    assert min(waiting) > NOW - timedelta(days=7)


def test_nobody_is_invented_outside_the_demonstration(province, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = False
    with pytest.raises(ValueError, match="演示环境"):
        load(0, 1)
    monkeypatch.delenv("YIKATONG_DEMO", raising=False)
    told = CliRunner().invoke(main, ["load-people", "1"])
    assert (told.exit_code, "YIKATONG_DEMO=1" in told.output) == (1, True)
    assert not models.Dossier.objects.exists()


def test_the_command_tells_how_many_and_how_fast(province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIKATONG_DEMO", "1")
    monkeypatch.setattr(load_people, "CHUNK", 16)
    told = CliRunner().invoke(main, ["load-people", "40"])
    assert (told.exit_code, "装入 40 位居民，已有 0 位" in told.output) == (0, True), told.output
    assert "已有 40 位" in CliRunner().invoke(main, ["load-people", "50"]).output

    def interrupt(chunk: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(load_people, "load_chunk", interrupt)
    told = CliRunner().invoke(main, ["load-people", "60"])
    assert (told.exit_code, "再次运行同一命令即可继续" in told.output) == (1, True)
