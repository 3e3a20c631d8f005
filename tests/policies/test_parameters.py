"""Parameters: what they accept and how they read."""

from datetime import date
from typing import Any

import pytest

from yikatong.policies import parameters
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.policy import Parameter


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        (parameters.temporary_loss_days, 7, "7天"),
        (parameters.temporary_loss_days, None, "未规定"),
        (parameters.formal_loss_liftable, True, "可以"),
        (parameters.formal_loss_liftable, False, "不可以"),
        (parameters.enable_requires_pin_change, False, "不需要"),
        (parameters.pin_reset_by_agent, None, "未规定"),
        (parameters.lift_channels, ("desk", "portal"), "社保卡服务网点、网上服务平台"),
        (parameters.transfer_extra_steps, (), "无"),
        (parameters.first_card_fee_yuan, 0, "免费"),
        (parameters.first_card_fee_yuan, 20, "20元"),
        (parameters.initial_pin, "666666", "666666"),
        (parameters.issuing_phase_from, "province_released", "省厅已下发"),
        (parameters.ecard_sync_from, date(2021, 1, 1), "2021年1月1日"),
        (parameters.online_channels, ("掌上12333", "秦云就业小程序"), "掌上12333、秦云就业小程序"),
    ],
)
def test_words(parameter: Parameter[Any], value: object, words: str) -> None:
    assert parameter.words(value) == words


@pytest.mark.parametrize(
    ("parameter", "raw", "value"),
    [
        (parameters.lift_channels, ["desk", "portal"], ("desk", "portal")),
        (parameters.transfer_extra_steps, [], ()),
        (parameters.ecard_sync_from, "2021-01-01", date(2021, 1, 1)),
        (parameters.initial_pin, None, None),
        (parameters.first_card_fee_yuan, 0, 0),
    ],
)
def test_parse(parameter: Parameter[Any], raw: object, value: object) -> None:
    assert parameter.parse(raw) == value


@pytest.mark.parametrize(
    ("parameter", "raw"),
    [
        (parameters.initial_pin, 666666),
        (parameters.initial_pin, " "),
        (parameters.lift_channels, "desk"),
        (parameters.lift_channels, ["desk", "pigeon"]),
        (parameters.lift_channels, ["desk", "desk"]),
        (parameters.formal_loss_venues_social, ["hotline"]),
        (parameters.issuing_phase_from, "made"),
        (parameters.ecard_sync_from, "2021-02-30"),
        (parameters.formal_loss_liftable, None),
        (parameters.formal_loss_liftable, 1),
        (parameters.pin_digits, 3),
        (parameters.first_card_fee_yuan, -1),
        (parameters.first_card_fee_yuan, 2.5),
    ],
)
def test_parse_refuses_in_chinese(parameter: Parameter[Any], raw: object) -> None:
    with pytest.raises(ValueError, match="^应为.+，写的是"):
        parameter.parse(raw)


def test_each_parameter_is_registered_under_its_own_name() -> None:
    constants = {name: found for name, found in vars(parameters).items() if isinstance(found, Parameter)}
    assert constants == PARAMETERS
    assert len({parameter.name for parameter in PARAMETERS.values()}) == len(PARAMETERS)
