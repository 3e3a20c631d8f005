"""Files of a former system, and the steps that bring one through."""

from tests.office.world import number
from yikatong.adapters.sheets.writing import Cell, as_csv
from yikatong.catalogue.channels import Channel
from yikatong.office import imports
from yikatong.office.staff import Posting

HEADER = (
    "身份证号码", "姓名", "手机", "发卡地区", "银行", "领卡网点代码", "社保卡号", "发卡日期", "有效期至", "代次",
    "卡状态", "备注",
)  # fmt: skip


def line(serial: int, **changes: Cell) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = {
        "id": number(serial).number, "name": "赵一宁", "mobile": "13800000000", "region": "莲湖区", "bank": "CAB",
        "outlet": "XA-YT-01", "card_no": f"B{serial:08}", "issued_on": "2016/12/20", "valid_until": "20281220",
        "generation": "第二代", "social": "正常", "note": "旧系统",
    }  # fmt: skip
    return tuple((cells | changes).values())


def file(*lines: tuple[Cell, ...]) -> bytes:
    return as_csv([HEADER, *lines])


def people(count: int) -> bytes:
    return file(*(line(serial) for serial in range(count)))


def posting(actor: str = "officer-a", region: str = "610000") -> Posting:
    return Posting(1, 1, actor, Channel.OFFICER, region, "")


def tried(raw: bytes, by: Posting | None = None) -> str:
    """A file received, its columns as guessed, its dry run done."""
    by = by or posting()
    import_id = imports.receive(by, "old.csv", raw)
    imports.choose_columns(import_id, by, imports.check_columns(import_id, by).chosen)
    imports.work(import_id)
    return import_id


def committed(raw: bytes) -> str:
    import_id = tried(raw)
    imports.ask_commit(import_id, posting())
    imports.work(import_id)
    return import_id


def undone(import_id: str, ground: str = "文件用错了") -> str:
    imports.ask_undo(import_id, posting(), ground)
    imports.work(import_id)
    return import_id


def counts(import_id: str) -> tuple[tuple[int, int], ...]:
    """Granted and refused: tried, taken over, taken back."""
    found = imports.view(import_id, posting())
    return tuple((done.granted, done.refused) for done in (found.tried, found.committed, found.undone))
