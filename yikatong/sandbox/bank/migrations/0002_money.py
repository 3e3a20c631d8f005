"""The laws of money, where no program can get round them.

Postings come first, their transfer last: its trigger weighs them, and from then on the set is sealed. A posting
without a transfer does not outlive its transaction, because its foreign key is deferred to the commit.
"""

from django.db import migrations

POSTING, TRANSFER, ACCOUNT = "sandbox_bank_posting", "sandbox_bank_transfer", "sandbox_bank_account"


def never(name: str, when: str, why: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{why}'); END;"


_WEIGHED = f"SELECT COUNT(*) < 2 OR SUM(fen) <> 0 FROM {POSTING} WHERE transfer_id = NEW.reference"  # noqa: S608
_SEALED = f"SELECT 1 FROM {TRANSFER} WHERE reference = NEW.transfer_id"  # noqa: S608
_BOOKED = f"SELECT COALESCE(SUM(fen), 0) FROM {POSTING} WHERE account_id = NEW.card_id"  # noqa: S608
_MOVED = f"UPDATE {ACCOUNT} SET balance = balance + NEW.fen WHERE card_id = NEW.account_id"  # noqa: S608
_ALONE = "a balance comes from postings alone"

TRIGGERS = [
    never("postings_sum_to_zero", f"BEFORE INSERT ON {TRANSFER} WHEN ({_WEIGHED})", "postings do not sum to zero"),
    never("a_transfer_is_sealed", f"BEFORE INSERT ON {POSTING} WHEN EXISTS ({_SEALED})", "the transfer is sealed"),
    f"CREATE TRIGGER a_posting_moves AFTER INSERT ON {POSTING} WHEN NEW.account_id IS NOT NULL BEGIN {_MOVED}; END;",
    never("an_account_starts_at_zero", f"BEFORE INSERT ON {ACCOUNT} WHEN NEW.balance <> 0", _ALONE),
    never("a_balance_is_booked", f"AFTER UPDATE OF balance ON {ACCOUNT} WHEN NEW.balance <> ({_BOOKED})", _ALONE),
    *(
        never(f"{table}_{act.lower()}_never", f"BEFORE {act} ON {table}", "what was booked stays")
        for table in (POSTING, TRANSFER)
        for act in ("UPDATE", "DELETE")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("sandbox_bank", "0001_tables")]

    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
