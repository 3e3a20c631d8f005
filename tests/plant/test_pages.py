"""The officer's pages: counts for every post, rows within reach alone, and every bad address a page with words."""

import pytest

from tests.channels.setting import at_work, text
from tests.plant.setting import Exchange, batched, made, making
from yikatong.catalogue.channels import Channel
from yikatong.office import plant
from yikatong.records import models

pytestmark = pytest.mark.django_db
LIST = "/officer/plant/"


@pytest.fixture
def busy(exchange: Exchange) -> Exchange:
    """A batch with one card left out, a file with one row refused, one refused whole, one that waits, and stock."""
    for serial in range(3):
        batched(serial)
    models.Picture.objects.filter(dossier__holding__card_id="C2").delete()
    plant.make_batches()
    batched(9)
    exchange.lay(1, [*making("C0"), *made("C1")])
    plant.take_in()
    exchange.lay(2, [*making("C1"), *making("C1")])
    exchange.lay(4, making("C1"))
    plant.take_in()
    return exchange


def test_the_page_tells_where_everything_stands(busy: Exchange, django_assert_max_num_queries) -> None:
    browser = at_work(Channel.OFFICER)
    with django_assert_max_num_queries(25):
        shown = text(browser.get(LIST))
    for words in (
        plant.batches()[0].name,
        "R00000001",
        "整份退回",
        "第2行：",
        "等待前面的文件",
        "补报",
        "1张，最早的从",
        "已送出",
    ):
        assert words in shown, words


def test_the_page_without_a_plant_says_so(db, city) -> None:
    shown = text(at_work(Channel.OFFICER).get(LIST))
    assert "还没有登记制卡中心的公钥" in shown
    assert "还没有收到文件。" in shown


def test_a_refused_file_is_told_with_its_line_and_cure(busy: Exchange) -> None:
    refused = models.PlantFile.objects.get(state="refused")
    shown = text(at_work(Channel.OFFICER).get(f"{LIST}files/{refused.pk}/"))
    for words in (
        "整份退回，没有登记任何一行",
        "第2行：",
        "这张卡在文件里出现了两次。",
        "请合并后重新报送。",
        "row_repeated",
    ):
        assert words in shown, words


def test_rows_are_shown_and_handed_out_within_reach_alone(busy: Exchange) -> None:
    file = models.PlantFile.objects.get(name="R00000001")
    (batch,) = plant.batches()
    for region, reached in (("610000", True), ("610104", True), ("610113", False), ("110000", False)):
        browser = at_work(Channel.OFFICER, region)
        assert ("C1" in text(browser.get(f"{LIST}files/{file.pk}/"))) is reached
        told = browser.get(f"{LIST}files/{file.pk}/rows/")
        assert told["Content-Disposition"].startswith("attachment")
        assert ("C1" in told.content.decode()) is reached
        assert ("C2" in text(browser.get(f"{LIST}batches/{batch.batch_id}/left-out/"))) is reached


@pytest.mark.parametrize(
    "address", ["files/0/", "files/99999999999999999999/", "files/x/", "files/٣/", "?files=x", "?batches=-1",
                "files/1/rows/x/", "batches/²/left-out/", "?files=", "?batches=99999999999999999999"],
)  # fmt: skip
def test_a_bad_address_is_a_page_that_says_so(exchange: Exchange, address: str) -> None:
    response = at_work(Channel.OFFICER).get(LIST + address)
    assert response.status_code == 404
    assert "<h1>" in text(response)


def test_other_posts_do_not_get_in(exchange: Exchange) -> None:
    assert at_work(Channel.DESK).get(LIST).status_code == 404


def test_lists_go_on_page_by_page(exchange: Exchange) -> None:
    now = models.PlantKey.objects.first().registered_at
    for number in range(plant.PAGE + 3):
        models.PlantBatch.objects.create(plant="demo-plant", claimed=1, claimed_at=now, written=1, written_at=now)
        models.PlantFile.objects.create(plant="demo-plant", name=f"R{number:08}", sequence=number + 1, state="taken_in",
                                        digest="", at=now)  # fmt: skip
    browser = at_work(Channel.OFFICER)
    first = plant.overview()
    shown = text(browser.get(LIST))
    assert f"?files={first.files[-1].file_id}" in shown
    rest = plant.overview(first.batches[-1].batch_id, first.files[-1].file_id)
    assert (len(rest.batches), len(rest.files)) == (3, 3)
    assert browser.get(f"{LIST}?files={first.files[-1].file_id}").status_code == 200
