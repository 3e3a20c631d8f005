"""The officer's pages: what differs by cause and age, one difference with what to do, the file; in the post's place."""

from datetime import timedelta

import pytest

from tests.channels.setting import at_work
from tests.office.world import NOW, number, person_of
from tests.reconciliation.bank import BANK, Bank, account
from tests.reconciliation.people import held
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.office import reconciliation as office
from yikatong.records import models

LIST = "/officer/reconciliation/"


@pytest.fixture
def differing(bank: Bank) -> Bank:
    """One call-back lost, and an account that we do not know."""
    bank.has(account(held(1), sequence=2, state="frozen"), account("X9"))
    office.reconcile(BANK, office.yesterday())
    return bank


def number_of(card_id: str) -> int:
    return models.Difference.objects.get(card_id=card_id).pk


def text(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def test_causes_owners_ages_and_runs_are_told(differing: Bank) -> None:
    with deployment.at(NOW + timedelta(days=3)):
        page = text(at_work(Channel.OFFICER).get(LIST))
    for words in (
        "银行的回执通知没有收到",
        "经办机构",
        "银行有账户，经办机构没有这张卡",
        "C1",
        "X9",
        '<td class="number">3</td>',
    ):
        assert words in page, words
    assert "差异2项，其中等待处理2项" in page


def test_a_cause_alone_can_be_listed(differing: Bank) -> None:
    browser = at_work(Channel.OFFICER)
    page = text(browser.get(LIST + "?cause=callback_lost"))
    assert f'href="{LIST}{number_of("C1")}/"' in page
    assert f'href="{LIST}{number_of("X9")}/"' not in page
    assert browser.get(LIST + "?cause=nonsense").status_code == 404


@pytest.mark.parametrize(
    "after", ["", "x", "2026-11-23|1", "2026-11-23T10:00:00+08:00|x", "2026-11-23T10:00:00+08:00|" + "9" * 30]
)
def test_a_place_that_is_none_is_not_found(db, after: str) -> None:
    assert at_work(Channel.OFFICER).get(LIST, {"after": after}).status_code == 404


def test_pages_follow_each_other_without_loss(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.office.reconciliation import looking

    monkeypatch.setattr(looking, "PAGE", 2)
    monkeypatch.setattr(office, "PAGE", 2)
    bank.has(*(account(f"X{n}") for n in range(5)))
    office.reconcile(BANK, office.yesterday())
    browser, seen, address = at_work(Channel.OFFICER), [], LIST
    while address:
        page = text(browser.get(address))
        seen += [n for n in range(5) if f">X{n}</a>" in page]
        following = page.split('href="?after=')
        address = LIST + "?after=" + following[1].split('"')[0] if len(following) > 1 else ""
    assert seen == [0, 1, 2, 3, 4]


def test_one_difference_tells_three_values_and_is_a_look(differing: Bank) -> None:
    page = text(at_work(Channel.OFFICER).get(f"{LIST}{number_of('C1')}/"))
    for words in ("账户状态不一致", "冻结", "正常", "不一致", "向银行重新查询这个账户", "持卡人", "重新查询银行"):
        assert words in page, words
    look = models.Look.objects.get()
    assert (look.purpose, look.dossier_id) == ("reconciliation", person_of(number(1)).person_id)


def test_asking_again_heals_one(differing: Bank) -> None:
    browser, place = at_work(Channel.OFFICER), f"{LIST}{number_of('C1')}/"
    assert browser.post(f"{place}heal/").headers["Location"] == f"{place}?asked=answered"
    assert "银行已答复" in text(browser.get(f"{place}?asked=answered"))
    assert person_of(number(1)).cards[0].bank_sequence == 2
    differing.is_down = True
    assert browser.post(f"{place}heal/").headers["Location"] == f"{place}?asked=silent"


def test_what_asking_cannot_cure_is_not_asked(differing: Bank) -> None:
    asked, place = len(differing.asked), f"{LIST}{number_of('X9')}/"
    assert at_work(Channel.OFFICER).post(f"{place}heal/").headers["Location"].endswith("silent")
    assert len(differing.asked) == asked
    assert "重新查询银行" not in text(at_work(Channel.OFFICER, region="000000").get(place))


def test_the_file_is_taken_with_a_note(differing: Bank) -> None:
    response = at_work(Channel.OFFICER).post(f"{LIST}export/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="reconciliation.csv"'
    assert "callback" not in text(response)
    assert "C1,CAB,账户状态不一致,银行的回执通知没有收到,经办机构" in text(response)
    assert models.StaffAct.objects.filter(act="exported").count() == 1


def test_a_post_sees_its_own_place_alone(differing: Bank) -> None:
    """Seven posts, one rule: the card's region, and what has none for a province or the nation."""
    for region, sees in {"000000": {"C1", "X9"}, "610000": {"C1", "X9"}, "610100": {"C1"}, "510000": {"X9"}}.items():
        browser = at_work(Channel.OFFICER, region=region)
        page = text(browser.get(LIST))
        assert {card for card in ("C1", "X9") if f">{card}</a>" in page} == sees, region
        for card in ("C1", "X9"):
            assert browser.get(f"{LIST}{number_of(card)}/").status_code == (200 if card in sees else 404), region


def test_the_list_costs_the_same_however_long(bank: Bank, django_assert_max_num_queries) -> None:
    bank.has(*(account(f"X{n:02}") for n in range(30)))
    office.reconcile(BANK, office.yesterday())
    browser = at_work(Channel.OFFICER)
    browser.get(LIST)
    with django_assert_max_num_queries(10):
        browser.get(LIST)


def test_pages_in_english_have_no_chinese_of_their_own(differing: Bank) -> None:
    import re

    browser = at_work(Channel.OFFICER)
    browser.cookies["yk_lang"] = "en"
    for address in (LIST, f"{LIST}{number_of('C1')}/"):
        main = re.sub(
            r'<span lang="zh-Hans">.*?</span>', "", text(browser.get(address)).split("<main")[1].split("</main>")[0]
        )
        assert re.findall(r"[\u4e00-\u9fff]+", main) == []
        assert 'lang="zh-Hans"' not in text(browser.get(address)).split("<main")[1].split("</main>")[0]
