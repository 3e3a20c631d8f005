"""How a finished Chinese sentence is said in another language, and what happens to what nobody knows."""

from pathlib import Path
from time import process_time

import pytest
from django.template import engines
from django.utils import translation

from yikatong.channels.derive.look import Look
from yikatong.channels.derive.speech import CHARACTERS_MAX, Said, in_catalogue, pieces, said
from yikatong.channels.derive.speech_catalogue import Catalogue, catalogue, catalogue_of, read_mo

BANK = "长安银行（演示）（客服电话 95500）"
KNOWN = {
    "挂失": "Report a loss",
    "2026年11月21日": "21 Nov 2026",
    "2026年11月21日09:30": "21 Nov 2026, 09:30",
    "7天": "7 days",
    "1天": "1 day",
    "周一、三、日9:00至17:00": "Mon, Wed, Sun 9:00 to 17:00",
    "陕西省西安市雁塔区": "Yanta District, Xi'an, Shaanxi Province",
    "北京市东城区": "Dongcheng District, Beijing",
    "第一百六十五条": "Article 165",
    "第五十八条第三款": "Article 58, paragraph 3",
    "社保功能、金融功能": "Social security function, financial function",
    # A term with a 、 of its own among others.
    "自助服务机、定点医院、药店等合作单位": "Self-service kiosk, designated hospitals, pharmacies and other partners",
    "到网上服务平台办理": "Use the online service platform",
    "办理“挂失”": "Report a loss",
    "现在还不能挂失": "Not possible yet: report a loss",
    BANK: "长安银行（演示） (customer service 95500)",
    f"发卡银行：{BANK}。": "Card-issuing bank: 长安银行（演示） (customer service 95500).",
    "社保功能已停用，有效期7天，到2026年11月28日10:00自动解除。": (
        "The social security function is stopped for 7 days; the report ends by itself on 28 Nov 2026, 10:00."
    ),
    # Several sentences, a label, a full stop behind a phrase, what was typed behind ours.
    "密码位数不对。请输入 6 位数字。": "The PIN has the wrong number of digits. Please enter 6 digits.",
    "手机号码：这一项没有填写。；姓名：姓名没有填写。": "Mobile number: This is missing. Name: The name is missing.",
    "银行账户可以使用。": "The bank account can be used.",
    "社保功能没有锁定，现在是“正常”": "The social security function is not locked; its state is “Normal”",
    "其他原因；缺少盖章": "Another reason; 缺少盖章",
    "银行账户由发卡银行注销，请本人持有效身份证件和社保卡到银行网点办理：长安银行（演示）（客服电话 95000）": (
        "The card-issuing bank closes the account; please go in person with a valid identity document and the card to "
        "a branch of 长安银行（演示） (customer service 95000)"
    ),
    "第3行“手机号码”这一项没有填写。": "Row 3, “Mobile number”: this is missing.",
    "《社会保险经办条例》第八条：“户口登记。共享”": "《社会保险经办条例》, article 8: “户口登记。共享”",
    "AB-12": "AB-12",
}


@pytest.mark.parametrize(("chinese", "english"), KNOWN.items())
def test_what_is_known_is_said_in_english(chinese: str, english: str) -> None:
    assert said(chinese, "en") == Said(english, "en")


@pytest.mark.parametrize("chinese", ["请带社保卡来", "没有人说过这一句。", "卡" * (CHARACTERS_MAX + 1)])
def test_what_is_not_known_stays_and_says_so(chinese: str) -> None:
    assert said(chinese, "en") == Said(chinese, "zh-Hans")


@pytest.mark.parametrize("language", ["zh-hans", "zh", "ug", "../../en", "en/..", ""])
def test_a_language_without_a_catalogue_reads_chinese(language: str) -> None:
    assert said("挂失", language) == Said("挂失", "zh-Hans")


def test_a_kind_of_english_is_english() -> None:
    assert said("挂失", "en-gb") == Said("Report a loss", "en")


def test_a_fact_does_not_become_another_template() -> None:
    """What somebody typed may look like ours: it stays a fact, with the template around it."""
    assert said("理由：《挂失》。", "en").words == "Reason: 《挂失》。"


def test_names_within_are_marked_as_chinese() -> None:
    found = pieces(said(f"发卡银行：{BANK}。", "en"))
    assert [piece.lang for piece in found] == ["en", "zh-Hans", "en"]
    assert found[1].words == "长安银行（演示）"
    assert "".join(piece.words for piece in found) == said(f"发卡银行：{BANK}。", "en").words
    assert pieces(Said("挂失", "zh-Hans")) == (Said("挂失", "zh-Hans"),)


def test_a_page_marks_what_stays_chinese() -> None:
    page = engines["django"].from_string("{% load yikatong %}{{ words|said }}|{{ unknown|said }}")
    shown = {"words": f"发卡银行：{BANK}。", "unknown": "<没有人>"}
    with translation.override("en"):
        assert page.render(shown) == (
            'Card-issuing bank: <span lang="zh-Hans">长安银行（演示）</span> (customer service 95500).'
            '|<span lang="zh-Hans">&lt;没有人&gt;</span>'
        )
    with translation.override("zh-hans"):
        assert page.render(shown) == f"发卡银行：{BANK}。|&lt;没有人&gt;"


@pytest.fixture
def uyghur() -> Catalogue:
    """Few invented words, to show what another language needs: its sentences, its dates, its months."""
    return catalogue("ug", {
        "挂失": "يۈتتۈرۈش", "{function}已停用，到{until}自动解除。": "{function} {until} گىچە توختىتىلدى.",
        "社保功能": "ئىجتىمائىي سۇغۇرتا", "{year}年{month}月{day}日": "{year}-{month}-{day}", "11月": "نويابىر",
    })  # fmt: skip


def test_another_language_needs_only_a_catalogue(uyghur: Catalogue) -> None:
    spoken = in_catalogue("社保功能已停用，到2026年11月28日自动解除。", uyghur)
    assert spoken == "ئىجتىمائىي سۇغۇرتا 2026-نويابىر-28 گىچە توختىتىلدى."
    assert in_catalogue("金融功能", uyghur) is None
    assert Look("standard", "auto", "ug").direction == "rtl"


HOSTILE = [
    "，" * 1900, "“" * 900 + "”" * 900, "第1行" * 130, "社保功能已" * 380, "、".join(["挂失"] * 40), "（" * 1999,
    "挂失：" * 600, "挂失；" * 600, "挂失。" * 600, "到挂失办理" * 80, "《" * 100 + "》问1：“" * 100,
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nobody_can_make_it_slow(typed: str) -> None:
    started = process_time()
    said(f"{typed}卡", "en")
    said(f"社保功能已停用，有效期{typed}，到{typed[:60]}自动解除。", "en")
    assert process_time() - started < 0.5


def test_a_page_is_said_at_once() -> None:
    """Sixty sentences, none of them heard before."""
    english = catalogue_of("en")
    assert english is not None
    page = [f"社保功能已停用，有效期{n + 2}天，到2026年11月{n % 28 + 1}日10:{n % 50 + 10}自动解除。" for n in range(60)]
    started = process_time()
    assert all(in_catalogue.__wrapped__(words, english) for words in page)
    assert process_time() - started < 0.05  # a tenth of it on an idle machine


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "django.mo"
    file.write_bytes(b"\0" * 40)
    with pytest.raises(ValueError, match="no catalogue"):
        read_mo(file)
