"""Masks are total and never show the part they are there to hide."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yikatong.cards import masking

MASKS = (
    masking.mask_name,
    masking.mask_id_number,
    masking.mask_id_number_in_lists,
    masking.mask_id_number_on_hotline,
    masking.mask_mobile,
    masking.mask_card_no,
    masking.mask_bank_account,
    masking.mask_address,
)


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (masking.mask_name, "张三", "张*"),
        (masking.mask_name, "张小三", "张*三"),
        (masking.mask_name, "欧阳小三", "欧**三"),
        (masking.mask_name, "阿卜杜拉·买买提", "阿******提"),
        (masking.mask_name, "\U00020bb7田", "\U00020bb7*"),
        (masking.mask_name, "张", "*"),
        (masking.mask_id_number, "610113196501010011", "610113********0011"),
        (masking.mask_id_number, "610113650101001", "610113*****1001"),
        (masking.mask_id_number, "61011365010100", "*" * 14),
        (masking.mask_id_number_in_lists, "610113196501010011", "6****************1"),
        (masking.mask_id_number_on_hotline, "610113196501010011", "******1965******11"),
        (masking.mask_id_number_on_hotline, "610113650101001", "*" * 15),
        (masking.mask_mobile, "13812345678", "138****5678"),
        (masking.mask_mobile, "12345678", "********"),
        (masking.mask_card_no, "A12345671", "A*******1"),
        (masking.mask_card_no, "A1", "**"),
        (masking.mask_bank_account, "6222020000001234567", "****4567"),
        (masking.mask_bank_account, "12345", "****"),
        (masking.mask_bank_account, "", ""),
        (masking.mask_address, "陕西省西安市雁塔区", "陕西省西安市雁塔区"),
        (masking.mask_address, "", ""),
    ],
)
def test_masks_of_the_handbook(mask, plain, masked):
    assert mask(plain) == masked
    assert mask(f"  {plain} ") == masked


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("陕西省西安市雁塔区小寨东路1号", "陕西省西安市雁塔区"),
        ("西安市新城区尚德路2号", "西安市新城区"),
        ("陕西省安康市镇坪县城关镇3号", "陕西省安康市镇坪县"),
        ("陕西省韩城市新城街道4号", "陕西省韩城市"),
        ("内蒙古自治区呼和浩特市新城区5号", "内蒙古自治区呼和浩特市新城区"),
        ("内蒙古自治区锡林郭勒盟多伦县6号", "内蒙古自治区锡林郭勒盟多伦县"),
        ("黑龙江省哈尔滨市道里区7号", "黑龙江省哈尔滨市道里区"),
        ("湖南省永州市道县8号", "湖南省永州市道县"),
        ("浙江省台州市路桥区9号", "浙江省台州市路桥区"),
        ("河南省新乡市红旗区10号", "河南省新乡市红旗区"),
        ("四川省凉山彝族自治州木里藏族自治县11号", "四川省凉山彝族自治州木里藏族自治县"),
        ("北京市东城区景山前街12号", "北京市东城区"),
        ("西安市小寨东路阳光小区1栋", "西安市"),
        ("西安市幸福社区", "西安市"),
        ("西安市大明市场13号", "西安市"),
        ("雁塔区大明市场14号", "雁塔区"),
        ("山西省太原市小店区15号", "山西省太原市小店区"),
        ("湖南省长沙市宁乡市16号", "湖南省长沙市宁乡市"),
        ("新疆维吾尔自治区喀什地区疏勒县17号", "新疆维吾尔自治区喀什地区疏勒县"),
        ("小寨东路超市隔壁", ""),
        ("大明超市隔壁", ""),
        ("阳光小区3号楼", ""),
        ("No. 5 Xiaozhai Road", ""),
    ],
)
def test_an_address_is_shown_to_the_district(address, shown):
    assert masking.mask_address(address) == shown + "****"


@given(st.text(max_size=40))
def test_any_text_gives_a_text(text):
    for mask in MASKS:
        masked = mask(text)
        assert isinstance(masked, str)
        assert text.strip() == "" or text.strip() == masked or "*" in masked


@given(st.text(alphabet="0123456789", min_size=18, max_size=18))
def test_the_birth_date_is_hidden(number):
    assert masking.mask_id_number(number)[6:14] == "*" * 8
    assert re.fullmatch(r"\d\*{16}\d", masking.mask_id_number_in_lists(number))


@given(st.sampled_from(MASKS[:-1]), st.text(alphabet="ABCDEFGH0123456789张三李四", min_size=1, max_size=30))
def test_too_short_is_hidden_whole_and_else_enough_is_hidden(mask, plain):
    shown = [c for c in mask(plain) if c != "*"]
    assert len(shown) < len(plain)
    assert len(plain) - len(shown) >= len(plain) // 3 or mask is masking.mask_name
    if mask is not masking.mask_name and len(plain) < 7:
        assert shown == []


@given(st.text(alphabet="陕西省安市雁塔区县小寨东路街道镇乡号栋0123456789A", max_size=30))
def test_an_address_mask_shows_only_a_beginning_without_numbers(address):
    masked = masking.mask_address(address)
    shown = masked.removesuffix("****")
    assert address.startswith(shown)
    assert not re.search(r"[0-9A号]", shown)
    assert shown == "" or shown[-1] in "省区市县"
