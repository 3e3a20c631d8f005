"""One person's row, and reading it back."""

import pytest

from tests.batches.files import DEFAULTS
from yikatong.adapters.sheets.fault import SheetRefused
from yikatong.adapters.sheets.roll import rows
from yikatong.channels.cli.city.people import citizen

ONE = citizen(500)
PERSON = (ONE.name, ONE.number, ONE.mobile)
READ = {"name": ONE.name, "id_number": ONE.number, "mobile": ONE.mobile}


def read(raw: bytes, given=DEFAULTS) -> list:
    return list(rows(raw, given))


def refused(raw: bytes, given=DEFAULTS) -> list[str]:
    with pytest.raises(SheetRefused) as caught:
        read(raw, given)
    for fault in caught.value.faults:
        assert fault.words.endswith("。")
        assert fault.cure.endswith("。")
    return [fault.code for fault in caught.value.faults]
