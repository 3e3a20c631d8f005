"""The wizard as officers meet it: each step a page, each mistake a page with words, everything within reach only."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.channels.setting import Browser, account, at_work, text, verified
from tests.imports.files import file, line, people
from tests.office.world import number
from yikatong.adapters.sheets.cells import ROLL_BYTES_MAX
from yikatong.catalogue.channels import Channel
from yikatong.office import imports
from yikatong.office.imports import steps
from yikatong.records import models

pytestmark = pytest.mark.django_db
LIST = "/officer/imports/"


def uploaded(browser: Browser, raw: bytes, name: str = "old.csv") -> object:
    return browser.post(LIST, {"file": SimpleUploadedFile(name, raw)})


def at_columns(browser: Browser, raw: bytes) -> str:
    return uploaded(browser, raw)["Location"]


def confirmed(browser: Browser, address: str) -> str:
    """The columns as the page offers them, sent; gives the import's page."""
    offered = re.findall(r'<select id="f-(\w+)".*?</select>', text(browser.get(address)), re.S)
    shown = text(browser.get(address))
    chosen = {}
    for name in offered:
        part = re.search(rf'<select id="f-{name}".*?</select>', shown, re.S)[0]
        found = re.search(r'value="(\d+)" selected', part)
        chosen[name] = found[1] if found else ""
    return browser.post(address, chosen)["Location"]


def work() -> None:
    for import_id in imports.waiting():
        imports.work(import_id)


def test_columns_are_checked_and_the_dry_run_tells_each_error(officer: Browser) -> None:
    columns = at_columns(officer, file(line(1), line(2, card_no="12"), line(3)))
    shown = text(officer.get(columns))
    assert number(1).number not in shown
    assert "赵*宁" in shown
    assert "这些列不会用到：" in shown
    assert "备注" in shown
    place = confirmed(officer, columns)
    going = officer.get(place)
    assert "<progress" in text(going)
    assert 'http-equiv="refresh"' in text(going)
    partial = officer.get(place, headers={"HX-Request": "true"})
    assert "<html" not in text(partial)
    assert "every 2s" in text(partial)
    work()
    done = text(officer.get(place))
    assert "可以转入2行，未通过1行。" in done
    assert "card_no_malformed" in done
    told = officer.get(f"{place}rows/try/")
    lines = told.content.decode("utf-8-sig").splitlines()
    assert [lines[0], len(lines)] == ["行号,证件号码,原因代码,原因,怎样改正", 2]
    assert lines[1].startswith("3,")
    assert number(2).number not in lines[1]


def test_taken_over_and_taken_back(officer: Browser) -> None:
    place = confirmed(officer, at_columns(officer, people(2)))
    work()
    assert "将转入2位持卡人的社保卡" in text(officer.get(f"{place}commit/"))
    assert officer.post(f"{place}commit/")["Location"] == place
    work()
    assert "已转入2行，没有转入0行。" in text(officer.get(place))
    refused = officer.post(f"{place}undo/", {"ground": " "})
    assert refused.status_code == 422
    assert "请写明转入错在哪里" in text(refused)
    officer.post(f"{place}undo/", {"ground": "文件用错了"})
    work()
    assert "已撤销2行，没有撤销0行。" in text(officer.get(place))
    assert models.Holding.objects.count() == 0


def test_many_wait_for_another_officer(officer: Browser, second: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ALONE_MAX", 1)
    monkeypatch.setattr(imports, "ALONE_MAX", 1)
    place = confirmed(officer, at_columns(officer, people(2)))
    work()
    assert "须由另一位工作人员复核后才开始转入" in text(officer.get(f"{place}commit/"))
    officer.post(f"{place}commit/")
    assert 'value="approve"' not in text(officer.get(place))
    assert [f'href="{place}"' in text(one.get("/officer/approvals/")) for one in (officer, second)] == [True, True]
    assert officer.post(f"{place}verdict/", {"verdict": "approve"}).status_code == 409
    assert 'value="approve"' in text(second.get(place))
    second.post(f"{place}verdict/", {"verdict": "approve"})
    work()
    assert models.Holding.objects.count() == 2
    assert f'href="{place}"' not in text(second.get("/officer/approvals/"))
    assert "second" in text(officer.get(place))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "名单是空的"), ("身份证号码,姓名\n".encode(), "文件只有表头"), (b"PK\x03\x04broken", "无法打开"),
        (b"\xd0\xcf\x11\xe0old", "旧版XLS"),
        (b"\x00\x01\x02", "文字编码"), (b"x" * (ROLL_BYTES_MAX + 1), "文件超过10MB"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_and_not_kept(officer: Browser, raw: bytes, words: str) -> None:
    answer = uploaded(officer, raw)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not models.Import.objects.exists()


def test_no_file_at_all(officer: Browser) -> None:
    assert officer.post(LIST, {}).status_code == 422


def test_columns_that_are_missing_or_chosen_twice(officer: Browser) -> None:
    columns = at_columns(officer, people(1))
    answer = officer.post(columns, {"id_number": "0", "name": "0", "mobile": "99", "region": "²"})
    assert answer.status_code == 422
    assert "选了同一列" in text(answer)
    assert "文件中没有这一列" in text(answer)
    assert "没有选择对应的列" in text(answer)


def test_templates_are_downloaded(officer: Browser) -> None:
    assert officer.get(f"{LIST}template/csv/").content.startswith("\ufeff证件号码,姓名".encode())
    assert officer.get(f"{LIST}template/xlsx/").content.startswith(b"PK")
    assert officer.get(f"{LIST}template/pdf/").status_code == 404


def test_others_do_not_see_it_and_old_pages_do_no_harm(officer: Browser, second: Browser) -> None:
    columns = at_columns(officer, people(1))
    place = confirmed(officer, columns)
    elsewhere = verified(account(Channel.OFFICER, "110000", name="beijing"))
    for address in (place, columns, f"{place}commit/", f"{place}undo/", f"{place}rows/try/"):
        assert elsewhere.get(address).status_code == 404
    assert "old.csv" not in text(elsewhere.get(LIST))
    assert officer.get(columns).status_code == 409
    assert officer.get(f"{place}undo/")["Location"] == place
    work()
    assert second.post(f"{place}commit/").status_code == 403
    assert second.post(f"{place}verdict/", {"verdict": "drop"}).status_code == 403
    assert officer.post(f"{place}verdict/", {"verdict": "nonsense"}).status_code == 404
    assert officer.post(f"{place}verdict/", {"verdict": "drop"}).status_code == 302
    assert officer.post(f"{place}commit/").status_code == 409
    assert officer.get(f"{LIST}no-such-import/").status_code == 404
    assert officer.get(f"{LIST}?before=yesterday").status_code == 404


def test_a_clerk_has_no_such_pages(db: None) -> None:
    assert at_work(Channel.DESK).get(LIST).status_code == 404
