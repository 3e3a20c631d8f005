"""A file brought through: tried without a trace, taken over as often as it is asked, taken back where untouched."""

import pytest

from tests.imports.files import committed, counts, file, line, people, posting, tried, undone
from tests.office.world import OFFICER, ask, enrol, lose, number
from yikatong.adapters.sheets.writing import as_xlsx
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Channel
from yikatong.office import counter, deployment, fsck, imports
from yikatong.office.imports import shelf, steps, working
from yikatong.office.imports.intake import NotUploader
from yikatong.office.imports.steps import NothingPassed, SecondOfficerNeeded, UndoTooLate
from yikatong.records import models

pytestmark = pytest.mark.django_db


def codes(import_id: str, phase: str) -> dict[str, int]:
    return {reason.code: reason.count for reason in imports.reasons(import_id, phase)}


def sound() -> bool:
    return fsck.check().findings == ()


def test_the_dry_run_writes_nothing_and_tells_every_reason() -> None:
    enrol(7)
    import_id = tried(file(
        line(1), line(2, card_no="12"), line(1, card_no="B99999999"), line(3, card_no="B00000001"), line(7),
        line(4, id="610104197001010000"), line(5, card_no="A00000007"), line(6, region="110101"),
        line(8, mobile="1.38E+10"), line(9, id=""), line(10, social="不清楚"),
    ))  # fmt: skip
    assert counts(import_id)[0] == (1, 10)
    assert codes(import_id, "try") == {
        "card_no_malformed": 1, "id_number_repeated": 1, "card_no_repeated": 1, "has_card": 1,
        "id_number_check_digit": 1, "number_taken": 1, "region_out_of_scope": 1, "digits_lost": 1,
        "id_number_missing": 1, "answer_not_offered": 1,
    }  # fmt: skip
    assert models.Dossier.objects.count() == 1
    assert models.Entry.objects.filter(service="take_over_card").count() == 0
    assert models.Look.objects.filter(purpose="take_over_card", actor="officer-a").count() == 1


def test_only_what_passed_is_taken_over_and_twice_is_once() -> None:
    import_id = committed(file(line(1), line(2, card_no="12"), line(3)))
    assert counts(import_id)[:2] == ((2, 1), (2, 0))
    assert models.Holding.objects.filter(tenure="current").count() == 2
    assert models.Import.objects.get().sheet is None
    models.Import.objects.update(state="committed")
    imports.work(import_id)
    assert models.Entry.objects.count() == 2
    assert sound()


def test_what_changed_since_the_dry_run_is_refused_honestly() -> None:
    import_id = tried(people(2))
    enrol(1)
    imports.ask_commit(import_id, posting())
    imports.work(import_id)
    assert counts(import_id)[1] == (1, 1)
    assert codes(import_id, "commit") == {"has_card": 1}


class Killed(Exception):
    pass


@pytest.mark.parametrize("phase", ["commit", "undo"])
def test_a_worker_killed_in_the_middle_is_followed_by_another(phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = tried(people(3))
    imports.ask_commit(import_id, posting())
    if phase == "undo":
        imports.work(import_id)
        imports.ask_undo(import_id, posting(), "文件用错了")
    note = shelf.note

    def dies(of: str, at: str, row: int, *rest: object) -> None:
        if row == 3:  # after the counter has committed the row, before its answer is kept
            raise Killed
        note(of, at, row, *rest)

    monkeypatch.setattr(working.shelf, "note", dies)
    with pytest.raises(Killed):
        imports.work(import_id)
    monkeypatch.setattr(working.shelf, "note", note)
    imports.work(import_id)
    granted = dict(zip(("try", "commit", "undo"), counts(import_id), strict=True))[phase]
    assert granted == (3, 0)
    assert models.Entry.objects.count() == (3 if phase == "commit" else 6)
    assert sound()


def test_undo_takes_back_who_was_not_touched_and_frees_the_card_number() -> None:
    import_id = committed(people(3))
    lose(number(1), kind="temporary")
    undone(import_id)
    assert counts(import_id)[2] == (2, 1)
    assert codes(import_id, "undo") == {"used_since": 1}
    assert models.Holding.objects.count() == 1
    assert models.Entry.objects.filter(service="take_back_card").count() == 2
    assert sound()
    again = committed(file(line(0), line(9, card_no="B00000002")))
    assert counts(again)[1] == (2, 0)
    assert sound()


def test_what_shows_only_in_the_version_stops_the_undo_too() -> None:
    import_id = committed(people(2))
    asked = ask(
        "propose_correction", number(1), Channel.OFFICER, asker=OFFICER, part="mobile", value="13900000000",
        reason="换了号码",
    )  # fmt: skip
    assert counter.serve(asked).granted
    undone(import_id)
    assert counts(import_id)[2] == (1, 1)
    assert codes(import_id, "undo") == {"state_changed": 1}
    assert sound()


def test_many_need_two_officers_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ALONE_MAX", 1)
    import_id = tried(people(2))
    imports.ask_commit(import_id, posting())
    imports.work(import_id)
    assert counts(import_id)[1] == (0, 0)
    with pytest.raises(SecondOfficerNeeded):
        imports.decide(import_id, posting(), approve=True)
    imports.decide(import_id, posting("officer-b"), approve=True)
    imports.work(import_id)
    assert counts(import_id)[1] == (2, 0)
    imports.ask_undo(import_id, posting("officer-b"), "文件用错了")
    with pytest.raises(SecondOfficerNeeded):
        imports.decide(import_id, posting("officer-b"), approve=True)
    imports.decide(import_id, posting(), approve=False)
    assert imports.view(import_id, posting()).state == "committed"
    told = [(step.act, step.actor) for step in imports.view(import_id, posting()).steps]
    assert told == [
        ("uploaded", "officer-a"), ("columns", "officer-a"), ("tried", ""), ("commit_asked", "officer-a"),
        ("commit_approved", "officer-b"), ("committed", ""), ("undo_asked", "officer-b"),
        ("undo_declined", "officer-a"),
    ]  # fmt: skip


def test_steps_out_of_order_are_refused() -> None:
    import_id = tried(file(line(1, card_no="12")))
    with pytest.raises(NothingPassed):
        imports.ask_commit(import_id, posting())
    with pytest.raises(NotUploader):
        imports.ask_commit(import_id, posting("officer-b"))
    with pytest.raises(shelf.ImportMoved):
        imports.ask_undo(import_id, posting(), "文件用错了")
    with pytest.raises(shelf.ImportMoved):
        imports.check_columns(import_id, posting())
    with pytest.raises(shelf.ImportUnknown):
        imports.view(import_id, posting(region="110000"))
    imports.drop(import_id, posting())
    assert models.Import.objects.get().sheet is None


def test_the_undo_has_a_reason_and_an_end(settings) -> None:
    import_id = committed(people(1))
    with pytest.raises(NotUnderstood):
        imports.ask_undo(import_id, posting(), "")
    late = imports.undo_until(imports.view(import_id, posting()))
    with deployment.at(late.replace(year=late.year + 1)), pytest.raises(UndoTooLate):
        imports.ask_undo(import_id, posting(), "文件用错了")


def test_files_that_nobody_goes_on_with_are_dropped() -> None:
    import_id = tried(people(1))
    assert imports.expire() == 0
    models.Import.objects.update(uploaded_at=deployment.now() - steps.timedelta(days=steps.KEPT_DAYS + 1))
    assert imports.expire() == 1
    assert imports.view(import_id, posting()).state == "dropped"
    assert models.Import.objects.get().sheet is None


def test_the_file_lies_sealed_and_the_list_asks_a_fixed_number_of_questions(django_assert_num_queries) -> None:
    for serial in range(3):
        tried(people(serial + 1))
    assert all(number().number.encode() not in bytes(row.sheet) for row in models.Import.objects.all())
    with django_assert_num_queries(3):
        assert len(imports.recent(posting())) == 3


def test_the_template_passes_its_own_check_and_a_workbook_is_read() -> None:
    import_id = tried(as_xlsx("转入", imports.template()))
    assert counts(import_id)[0] == (1, 0)
