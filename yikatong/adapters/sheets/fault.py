"""What is wrong with an uploaded file or with one cell of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A stable code, Chinese words and how to mend it. ``row`` is the row's number as a spreadsheet shows it, the
    header being a row too; ``column`` is the column's Chinese name. Both are None where the whole file is meant."""

    code: str
    words: str
    cure: str
    row: int | None = None
    column: str | None = None

    @property
    def place(self) -> str:
        """第3行“手机号码”, 第3行, or nothing."""
        row = f"第{self.row}行" if self.row is not None else ""
        return f"{row}“{self.column}”" if self.column else row


class SheetRefused(Exception):
    """The file as a whole cannot be taken. ``faults`` has every fault that was seen."""

    def __init__(self, *faults: SheetFault) -> None:
        super().__init__("；".join(f"{f.place}{f.words}" for f in faults))
        self.faults = faults
