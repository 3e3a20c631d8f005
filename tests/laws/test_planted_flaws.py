"""Each check of a declaration shown once to see the flaw that it is about."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from tests.laws.planted import flaws, planted
from yikatong.catalogue import checks, service
from yikatong.catalogue.card_kinds import NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True)
class Unlabelled:
    pin: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    pin: Annotated[str, NewPin.__metadata__[0], Label("密码")] = ""


@dataclass(frozen=True, slots=True)
class Blank:
    text: Annotated[str, Label(" ")] = ""


def _clash(made: Service[Any]) -> None:
    def card_missing(case: Case[Any]) -> bool:
        return False

    made.refuses("没有卡。", next=("wait",))(card_missing)
    card_missing.__name__ = "cardMissing"
    made.refuses("没有卡。", next=("wait",))(card_missing)


def _twice(made: Service[Any]) -> None:
    made.refusals.append(made.refusals[0])


def _mute(made: Service[Any]) -> None:
    made.refuses("", next=())(made.refusals[0].holds)
    del made.refusals[0]


def _astray(made: Service[Any]) -> None:
    made.refuses("不行。", next=("wait",), field="colour")(lambda case: False)


FLAWED = {
    "answer_undeclared": lambda: planted(asks=Unlabelled),
    "label_missing": lambda: planted(asks=Blank),
    "secret_shown": lambda: planted(asks=Shown),
    "incomplete": lambda: planted(summary=""),
    "parameter_twice": lambda: planted(policies=(p.initial_pin, p.initial_pin)),
    "parameter_undeclared": lambda: planted(channels_here=p.lift_channels),
    "material_baseless": lambda: planted(materials=(service.Material("户口簿", None),)),  # type: ignore[arg-type]
    "written_elsewhere": lambda: planted(code="another"),
    "refusal_common": lambda: _changed(_clash),
    "refusal_named_badly": lambda: _changed(_clash),
    "refusal_field": lambda: _changed(_astray),
    "refusal_twice": lambda: _changed(_twice),
    "refusal_incomplete": lambda: _changed(_mute),
    "sentence_long": lambda: planted(summary="很" * 41 + "。"),
    "verbs": lambda: _changed(lambda made: setattr(made, "answer", lambda case: ())),
}


def _changed(change: Any) -> Service[Any]:
    made = planted()
    change(made)
    return made


@pytest.mark.parametrize("code", FLAWED)
def test_a_check_sees_the_flaw(code: str) -> None:
    assert code in flaws(FLAWED[code]())


def test_the_checks_see_a_service_listed_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [f.code for f in checks.flaws({"other": planted()})] == ["misnamed"]
    monkeypatch.setattr(checks, "unfoldable", lambda: ["sun_rose"])
    assert checks.flaws({}) == [checks.Flaw("", "event_unfolded", "no fold for sun_rose")]
