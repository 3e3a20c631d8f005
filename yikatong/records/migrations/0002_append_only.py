"""The database itself refuses to change or remove an entry, and to bring a cancelled card back to life.

A superuser can pass a trigger: triggers prevent accidents, the hash chain makes the rest visible (fsck).
"""

from django.db import migrations

POSTGRESQL = (
    """
    CREATE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME; END $$
    """,
    "CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON records_entry"
    " FOR EACH ROW EXECUTE FUNCTION records_refuse()",
    "CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON records_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
    """
    CREATE FUNCTION records_refuse_revival() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a cancelled card stays cancelled: %', OLD.card_id; END $$
    """,
    "CREATE TRIGGER holding_cancelled_for_good BEFORE UPDATE ON records_holding FOR EACH ROW"
    " WHEN (OLD.social = 'cancelled' AND NEW.social <> 'cancelled')"
    " EXECUTE FUNCTION records_refuse_revival()",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER holding_cancelled_for_good ON records_holding",
    "DROP FUNCTION records_refuse_revival()",
    "DROP TRIGGER entry_never_emptied ON records_entry",
    "DROP TRIGGER entry_append_only ON records_entry",
    "DROP FUNCTION records_refuse()",
)
SQLITE = (
    "CREATE TRIGGER entry_never_updated BEFORE UPDATE ON records_entry"
    " BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE on records_entry'); END",
    "CREATE TRIGGER entry_never_deleted BEFORE DELETE ON records_entry"
    " BEGIN SELECT RAISE(ABORT, 'append-only: DELETE on records_entry'); END",
    "CREATE TRIGGER holding_cancelled_for_good BEFORE UPDATE ON records_holding"
    " WHEN OLD.social = 'cancelled' AND NEW.social <> 'cancelled'"
    " BEGIN SELECT RAISE(ABORT, 'a cancelled card stays cancelled'); END",
)
SQLITE_BACK = (
    "DROP TRIGGER entry_never_updated",
    "DROP TRIGGER entry_never_deleted",
    "DROP TRIGGER holding_cancelled_for_good",
)


def raise_fence(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def lower_fence(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(raise_fence, lower_fence)]
