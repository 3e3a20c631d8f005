"""Each law of laws.py sees a bank that does not keep it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sandbox_bank import laws, wire
from tests.sandbox_bank.wire import Bank, Receiver, started, stopped

PLANTED = {
    "forgets_what_it_took": laws.a_second_time_is_known,
    "has_no_fence": laws.the_newest_order_holds,
    "loses_a_fen": laws.money_is_conserved,
}


@pytest.mark.parametrize("law", PLANTED.values(), ids=lambda law: law.__name__)
def test_a_sound_bank_keeps_the_law(bank: Bank, law: Callable[[Bank], None]) -> None:
    law(bank)


@pytest.mark.parametrize("defect", PLANTED)
def test_a_defect_is_seen(tmp_path: Path, receiver: Receiver, defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = started(tmp_path / "bank", receiver, ["-m", "tests.sandbox_bank.defective", defect])
    monkeypatch.setattr(wire, "PATIENCE_S", 5)  # what the database will not book is never answered
    with pytest.raises(AssertionError):
        PLANTED[defect](bank)
    assert stopped(bank) == 0
