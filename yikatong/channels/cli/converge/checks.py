"""Whether the parties tell one story: each check gives what is wrong, in words, and nothing where nothing is.

The bank's tables are read as they lie on its disk: what a bank says of itself proves little.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta

from yikatong.channels.cli.converge.world import BANK, World

Check = Callable[[World], Iterator[str]]

BANK_CHECKS: Mapping[str, tuple[str, str]] = {
    # what must not be found: words, and the statement that would find it
    "applied_once": (
        "指令 {0} 在银行办了 {1} 次",
        "SELECT json_extract(answer, '$.order_id'), COUNT(*) FROM sandbox_bank_callback WHERE answer IS NOT NULL"
        " GROUP BY 1 HAVING COUNT(*) > 1",
    ),
    "order_answered": (
        "银行收下的指令 {0} 没有办",
        "SELECT order_id FROM sandbox_bank_takenorder WHERE result = ''"
        " OR order_id NOT IN (SELECT json_extract(answer, '$.order_id') FROM sandbox_bank_callback"
        " WHERE answer IS NOT NULL)",
    ),
    "newest_wish_holds": (
        "卡 {0}：较旧的指令 {2} 在较新的 {1} 之后办了",
        "SELECT a.card_id, a.order_id, b.order_id FROM sandbox_bank_takenorder a JOIN sandbox_bank_takenorder b"
        " ON a.card_id = b.card_id AND a.sequence > b.sequence AND a.answered_at < b.answered_at"
        " WHERE a.result = 'done' AND b.result = 'done' AND b.kind IN"
        " ('activate', 'report_temporary_loss', 'report_formal_loss', 'lift_loss')",
    ),
    "postings_balance": (
        "交易 {0} 的分录合计 {1} 分，不为零",
        "SELECT transfer_id, SUM(fen) FROM sandbox_bank_posting GROUP BY transfer_id HAVING SUM(fen) <> 0",
    ),
    "balance_is_its_postings": (
        "账户 {0} 余额 {1} 分，分录合计 {2} 分",
        "SELECT a.card_id, a.balance, COALESCE(SUM(p.fen), 0) FROM sandbox_bank_account a"
        " LEFT JOIN sandbox_bank_posting p ON p.account_id = a.card_id GROUP BY a.card_id, a.balance"
        " HAVING a.balance <> COALESCE(SUM(p.fen), 0)",
    ),
    "money_conserved": (
        "存入减付出 {0} 分，各账户余额合计 {1} 分",
        "SELECT paid, held FROM (SELECT COALESCE(-SUM(fen), 0) AS paid FROM sandbox_bank_posting"
        " WHERE account_id IS NULL), (SELECT COALESCE(SUM(balance), 0) AS held FROM sandbox_bank_account)"
        " WHERE paid <> held",
    ),
    "closed_at_zero": (
        "账户 {0} 已销户，余额 {1} 分",
        "SELECT card_id, balance FROM sandbox_bank_account WHERE state = 'closed' AND balance <> 0",
    ),
    "moved_once": (
        "划转 {0} 记了 {1} 次",
        "SELECT p.account_id, COUNT(*) FROM sandbox_bank_posting p JOIN sandbox_bank_transfer t"
        " ON t.reference = p.transfer_id WHERE t.kind = 'move_balance' AND p.fen < 0 GROUP BY 1 HAVING COUNT(*) > 1",
    ),
    "nothing_set_aside": (
        "回执 {0} 被我方拒收：{1}",
        "SELECT webhook_id, outcome FROM sandbox_bank_callback WHERE set_aside_at IS NOT NULL",
    ),
}


def at_the_bank(world: World) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{world.bank_database}?mode=ro", uri=True)) as bank:
        for words, statement in BANK_CHECKS.values():
            yield from (words.format(*row) for row in bank.execute(statement))


COVERAGE = {
    "指令": "SELECT kind || ' ' || result, COUNT(*) FROM sandbox_bank_takenorder GROUP BY 1 ORDER BY 1",
    "记账": "SELECT kind, COUNT(*) FROM sandbox_bank_transfer GROUP BY 1 ORDER BY 1",
    "回执": "SELECT 'attempts', COALESCE(SUM(attempts), 0) FROM sandbox_bank_callback"
    " UNION ALL SELECT 'made', COUNT(*) FROM sandbox_bank_callback",
}


def coverage(world: World) -> Iterator[str]:
    """What was really done at the bank: a story in which nothing happens converges as well."""
    with closing(sqlite3.connect(f"file:{world.bank_database}?mode=ro", uri=True)) as bank:
        for name, statement in COVERAGE.items():
            yield f"{name}：" + "，".join(f"{what} {count}" for what, count in bank.execute(statement))


def sequences(world: World) -> dict[str, tuple[int, bool]]:
    """The bank's counter of each account, and whether it was ever opened."""
    with closing(sqlite3.connect(f"file:{world.bank_database}?mode=ro", uri=True)) as bank:
        rows = bank.execute("SELECT card_id, sequence, opened_at IS NOT NULL FROM sandbox_bank_account")
        return {card_id: (sequence, bool(opened)) for card_id, sequence, opened in rows}


def mirrors(world: World) -> Iterator[str]:
    """Our mirror stands where the bank's counter stands."""
    from yikatong.office.reconciliation import reading

    ours = {card.card_id: card.account.sequence for card in reading.ours(BANK)}
    for card_id, (sequence, _) in sequences(world).items():
        if ours.get(card_id) != sequence:
            yield f"账户 {card_id}：银行序号 {sequence}，镜像序号 {ours.get(card_id)}"


def ordered(world: World) -> Iterator[str]:
    """Every order that stands in our ledger was taken by the bank, and answered in our ledger exactly once."""
    from yikatong.office.reconciliation import story_of_orders

    with closing(sqlite3.connect(f"file:{world.bank_database}?mode=ro", uri=True)) as bank:
        taken = dict(bank.execute("SELECT order_id, result FROM sandbox_bank_takenorder"))
    given, answers = story_of_orders()
    yield from (f"指令 {order_id} 没有送到银行" for order_id in sorted(given - taken.keys()))
    yield from (f"银行收到的指令 {order_id} 不是我方发出的" for order_id in sorted(taken.keys() - given))
    for order_id in sorted(given & taken.keys()):
        told = answers.get(order_id, [])
        if told != [taken[order_id]]:
            yield f"指令 {order_id}：银行答复 {taken[order_id]}，账目登记 {told}"


def noted(world: World) -> Iterator[str]:
    """Every call-back that the bank counts as heard stands in our table of numbers, where a repeat is known again."""
    from yikatong.office import reconciliation

    with closing(sqlite3.connect(f"file:{world.bank_database}?mode=ro", uri=True)) as bank:
        heard = {row[0] for row in bank.execute("SELECT webhook_id FROM sandbox_bank_callback WHERE sent_at NOT NULL")}
    known = reconciliation.callbacks_noted(BANK)
    yield from (f"回执 {number} 银行已送达，我方没有登记" for number in sorted(heard - known))


def nothing_waits(world: World) -> Iterator[str]:
    from yikatong.office.reconciliation import under_way

    yield from (f"{name} 还有 {count}" for name, count in under_way().items() if count)


def ledger_is_sound(world: World) -> Iterator[str]:
    from yikatong.office.fsck import check

    yield from (f"账目 {flaw.reference or flaw.person_id}：{flaw.words}" for flaw in check().findings)


def reconciled(world: World) -> Iterator[str]:
    """A day passes in which nothing happens, for a bank tells of no day that has not ended."""
    from yikatong.office import reconciliation as office

    world.move_clocks(int(timedelta(days=1).total_seconds()))
    for bank in office.parties():
        run = office.reconcile(bank, office.yesterday())
        if run.state != "finished":
            yield f"{bank or '其他'} 没有对成账：{run.words}"
        elif run.found:
            yield f"{bank or '其他'} 有 {run.found} 项差异：{dict(office.open_counts())}"


CHECKS: Mapping[str, Check] = {
    "银行账目：每条指令只办一次，钱数不变，销户为零": at_the_bank,
    "指令：都送到了银行，在我方账目中恰好答复一次": ordered,
    "回执通知：银行已送达的都有登记，重复可以认出": noted,
    "账户镜像的序号与银行一致": mirrors,
    "没有未答复的指令、死信和滞留": nothing_waits,
    "台账核对（fsck）": ledger_is_sound,
    "三方对账没有差异": reconciled,
}


def failures(world: World) -> dict[str, list[str]]:
    return {name: list(check(world)) for name, check in CHECKS.items()}
