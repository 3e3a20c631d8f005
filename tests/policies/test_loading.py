"""A page with a defect is refused, and the refusal names the file and the key."""

from datetime import date
from pathlib import Path

import pytest

from tests.policies.pages import DOCUMENTS, RULING, TODAY, folder_with, page_of
from yikatong.policies.parameters import temporary_loss_days
from yikatong.policies.policy import Confidence, PageInvalid, load

SOUND = f"temporary_loss_days:\n  2021-01-01: {RULING}"


def test_a_sound_page_is_read_whole(tmp_path: Path) -> None:
    ruling = load(folder_with(tmp_path, page_of(SOUND))).ruling(temporary_loss_days, "610104", TODAY)
    assert (ruling.region, ruling.value, ruling.in_force_on) == ("61", 7, date(2021, 1, 1))
    assert (ruling.recorded_on, ruling.confidence) == (date(2021, 1, 5), Confidence.EXPLICIT)
    assert ruling.source.words == "《某地通知》第一条"
    assert ruling.source.document.published_on == date(2020, 1, 1)


def test_a_correction_keeps_what_it_corrects(tmp_path: Path) -> None:
    corrected = RULING.replace("value: 7", "value: 10").replace("2021-01-05", "2022-06-01")
    page = page_of(f"temporary_loss_days:\n  2021-01-01:\n    - {RULING}\n    - {corrected}")
    policies = load(folder_with(tmp_path, page))
    assert policies.ruling(temporary_loss_days, "61", TODAY).value == 10
    assert policies.ruling(temporary_loss_days, "61", TODAY, known_on=date(2022, 5, 31)).value == 7


DEFECTS = {
    "unknown parameter": ("temporary_loss_days:", "temporary_lost_days:", "temporary_lost_days"),
    "wrong type": ("value: 7", 'value: "7"', "应为整数"),
    "a switch for a number": ("value: 7", "value: true", "应为整数"),
    "too small": ("value: 7", "value: 0", "不小于1"),
    "no source": ('source: {document: notice, clause: 第一条, quote: ""}, ', "", "缺少source"),
    "no confidence": ("confidence: explicit, ", "", "缺少confidence"),
    "no value": ("value: 7, ", "", "缺少value"),
    "unknown confidence": ("explicit", "sure", "sure"),
    "unknown document": ("document: notice", "document: rumour", "rumour"),
    "unknown field": ("confidence:", "remark: 无, confidence:", "remark"),
    "no quote": (', quote: ""', "", "缺少quote"),
    "bad date in force": ("2021-01-01:", "2021-02-30:", "2021-02-30"),
    "date in words": ("2021-01-01:", "去年:", "去年"),
    "bad date of record": ("2021-01-05", "2021-13-05", "2021-13-05"),
    "same date twice": (SOUND, f"{SOUND}\n  2021-01-01: {RULING}", "2021-01-01写了两次"),
    "same key twice": (SOUND, f"{SOUND}\n{SOUND}", "temporary_loss_days写了两次"),
    "recorded twice": (f"2021-01-01: {RULING}", f"2021-01-01: [{RULING}, {RULING}]", "录入了两次"),
    "an empty list": (f"2021-01-01: {RULING}", "2021-01-01: []", "temporary_loss_days 2021-01-01"),
    "a bare value": (f"2021-01-01: {RULING}", "2021-01-01: 7", "temporary_loss_days 2021-01-01"),
    "no dates": (
        f"temporary_loss_days:\n  2021-01-01: {RULING}",
        "temporary_loss_days: 7",
        "temporary_loss_days",
    ),
}


@pytest.mark.parametrize(("sound", "defect", "named"), DEFECTS.values(), ids=DEFECTS)
def test_a_planted_defect_is_refused(tmp_path: Path, sound: str, defect: str, named: str) -> None:
    assert sound in SOUND
    with pytest.raises(PageInvalid) as raised:
        load(folder_with(tmp_path, page_of(SOUND.replace(sound, defect))))
    assert raised.value.file == "61_shaanxi.yaml"
    assert named in str(raised.value)
    assert str(raised.value).startswith("61_shaanxi.yaml，")


def test_null_is_refused_where_a_value_is_needed(tmp_path: Path) -> None:
    page = page_of(f"pin_tries_max:\n  2021-01-01: {RULING.replace('value: 7', 'value: null')}")
    with pytest.raises(PageInvalid) as raised:
        load(folder_with(tmp_path, page))
    assert raised.value.key == "pin_tries_max 2021-01-01"


@pytest.mark.parametrize(
    "page",
    [
        page_of(SOUND) + "\nauthor: 张三",
        "rulings: {}",
        'region: "61"',
        page_of(SOUND, region="62"),
        page_of(SOUND, region="610000"),
        page_of(SOUND, region="99"),
        "- a list",
        "region: [unclosed",
        "",
    ],
    ids=[
        "unknown",
        "no region",
        "no rulings",
        "other region",
        "padded",
        "nonsense",
        "list",
        "broken",
        "empty",
    ],
)
def test_the_frame_of_a_page_is_checked(tmp_path: Path, page: str) -> None:
    with pytest.raises(PageInvalid) as raised:
        load(folder_with(tmp_path, page))
    assert raised.value.file == "61_shaanxi.yaml"


def test_a_page_must_be_text(tmp_path: Path) -> None:
    folder_with(tmp_path, "")
    (tmp_path / "61_shaanxi.yaml").write_bytes("陕西".encode("gb18030"))
    with pytest.raises(PageInvalid, match="不是UTF-8"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("sound", "defect"),
    [
        ("kind: notice", "kind: gossip"),
        ("published_on: 2020-01-01", "published_on: 2020-02-30"),
        ("publisher: 某局, ", ""),
        ("publisher: 某局", "publisher: 7"),
        ("kind: notice}", "kind: notice}\nnotice: {}"),
    ],
)
def test_a_document_with_a_defect_is_refused(tmp_path: Path, sound: str, defect: str) -> None:
    with pytest.raises(PageInvalid) as raised:
        load(folder_with(tmp_path, page_of(SOUND), documents=DOCUMENTS.replace(sound, defect)))
    assert raised.value.file == "documents.yaml"
