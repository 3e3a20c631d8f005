"""GB/T 2260: names, levels, who covers whom."""

import pytest

from yikatong.policies import regions


@pytest.mark.parametrize(
    ("code", "six"),
    [
        ("61", "610000"),
        ("6101", "610100"),
        ("610104", "610104"),
        ("00", "000000"),
        ("６１", "610000"),
        (" 61 ", "610000"),
    ],
)
def test_region_is_six_digits(code: str, six: str) -> None:
    assert regions.region(code) == six


@pytest.mark.parametrize("code", ["", "6", "610", "61010", "6101045", "abc", "99", "610001", "000001", "-61", "陕西"])
def test_nonsense_is_refused_in_chinese(code: str) -> None:
    with pytest.raises(ValueError, match="行政区划代码“.*”有误"):
        regions.region(code)
    assert not regions.known(code)


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("610104", ("610104", "6101", "61", "00")),
        ("6101", ("6101", "61", "00")),
        ("610100", ("6101", "61", "00")),
        ("610000", ("61", "00")),
        ("000000", ("00",)),
        ("639900", ("6399", "63", "00")),
    ],
)
def test_levels(code: str, levels: tuple[str, ...]) -> None:
    assert regions.levels(code) == levels


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("610104", "陕西省西安市莲湖区"),
        ("6101", "陕西省西安市"),
        ("61", "陕西省"),
        ("610199", "陕西省西安市"),
        ("639900", "青海省"),
        ("110105", "北京市朝阳区"),
        ("310100", "上海市"),
        ("510100", "四川省成都市"),
        ("00", "全国"),
    ],
)
def test_name(code: str, name: str) -> None:
    assert regions.name(code) == name


def test_covers_the_subtree_and_nothing_else() -> None:
    asked = [("00", "610104"), ("61", "610104"), ("6101", "610104"), ("610100", "6101"), ("610104", "610104")]
    assert all(regions.covers(scope, code) for scope, code in asked)
    apart = [("6101", "6104"), ("6101", "61"), ("61", "00"), ("62", "610104"), ("610104", "6101")]
    assert not any(regions.covers(scope, code) for scope, code in apart)


def test_province_and_known() -> None:
    assert (regions.province("610104"), regions.province("00")) == ("61", "00")
    assert regions.known("610104")
    assert regions.known("00")
    assert not regions.known("610199")


def test_the_table_is_whole() -> None:
    codes = regions.names()
    assert sum(code.endswith("0000") for code in codes) == 34
    shaanxi = [code for code in codes if code.startswith("61")]
    assert sum(code.endswith("00") for code in shaanxi) == 11
    assert sum(not code.endswith("00") for code in shaanxi) == 107
    for code in codes:
        assert regions.region(code) == code
        if not code.endswith("00") and not regions.name(code).startswith("北京市"):
            assert regions.known(code[:4]), code
