"""A receipt on paper: everything on it, nobody else's, in both languages, whatever was typed."""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from tests.channels.setting import Browser, act, at_work, person_id, signed_in, text
from tests.office.world import enrol
from yikatong.adapters.paper import Sheet, SheetReason, receipt_pdf
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.channels.derive.paper import sheet_of
from yikatong.office import prints
from yikatong.office.desk_queue import Visitor

OWN = Visitor(Channel.PORTAL, Assurance.CODE, "", Asker())
SHEET = Sheet(
    "zh", "业务受理回执", "挂失：已办理", "社保功能已停用。", (("受理编号", "YK261121-0000000001"),), ("办理“解挂”",),
    (SheetReason("临时挂失有效期：7天", "《指南》第二条"),),
    {"next": "接下来", "why": "适用的规定", "note": "请拨打12333。"},
)  # fmt: skip


def test_a_tagged_page_with_its_own_typeface() -> None:
    pdf = receipt_pdf(SHEET)
    assert pdf.startswith(b"%PDF-")
    assert b"NotoSansSC" in pdf
    assert b"pdfuaid" in pdf
    assert len(pdf) < 100_000


def test_what_was_typed_is_never_markup() -> None:
    hostile = replace(SHEET, words='#panic("x") $ ] } // */ \\ "quoted" <label> @ref *b* _i_ `raw`\n= 标题')
    assert receipt_pdf(hostile).startswith(b"%PDF-")


def done(citizen: Browser) -> str:
    answer = text(act(citizen, "/services/report_loss/", function="social", kind="temporary"))
    return re.search(r"YK\d{6}-[0-9A-Z]{10}", answer)[0]


@pytest.mark.database
@pytest.mark.django_db
def test_citizens_get_their_own_in_their_language(citizen: Browser, holder: IdNumber) -> None:
    reference = done(citizen)
    page = text(citizen.get(f"/receipts/{reference}/"))
    assert reference in page
    assert "社保功能已停用" in page
    assert holder.number not in page
    file = citizen.get(f"/receipts/{reference}/pdf/")
    assert file["Content-Type"] == "application/pdf"
    assert "no-store" in file["Cache-Control"]
    assert file.content.startswith(b"%PDF-")
    with translation.override("en"):
        sheet = sheet_of(prints.receipt_of(holder, reference, OWN))
    assert sheet.language == "en"
    assert sheet.words.startswith("The social security function is stopped for 7 days;")


@pytest.mark.database
@pytest.mark.django_db
def test_nobody_elses(citizen: Browser) -> None:
    reference = done(citizen)
    stranger = signed_in(enrol(7))
    for path in (f"/receipts/{reference}/", f"/receipts/{reference}/pdf/", "/receipts/YK261121-NOTHING000/"):
        assert stranger.get(path).status_code == 404


@pytest.mark.database
@pytest.mark.django_db
def test_a_file_for_the_clerk_is_noted_as_a_print(citizen: Browser, holder: IdNumber) -> None:
    reference, desk = done(citizen), at_work(Channel.DESK)
    start = f"/desk/people/{person_id(holder)}/receipts/{reference}/"
    assert desk.get(f"{start}pdf/").status_code == 405
    assert desk.post(f"{start}pdf/").content.startswith(b"%PDF-")
    assert "补打回执" in text(desk.get(start))
    assert at_work(Channel.DESK, "110000").post(f"{start}pdf/").status_code == 404
