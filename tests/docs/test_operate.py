"""What docs/operate.md tells an operator to type is true: variables, roles, accounts."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from tests.docs.pages import ROOT, blocks, page
from tests.office.world import ask, enrol, open_city
from yikatong.catalogue.channels import Channel
from yikatong.office import clients, counter, fsck, staff
from yikatong.office.deployment import start_afresh
from yikatong.records.models import Post

OPERATE = page("docs/operate.md")
READ = re.compile(r"""\b(?:text|flag|words|number|networks)\("([A-Z_]+)\"""")
ONCE, GRANTS = blocks(OPERATE, "sql")
# Other names than a real deployment on the same server would have; everything ends with the test's transaction.
GRANTS = GRANTS.replace("yikatong_app", "yikatong_app_tried")
FORBIDDEN = (
    "UPDATE records_entry SET actor = 'x'",
    "DELETE FROM records_entry",
    "TRUNCATE records_entry CASCADE",
    "UPDATE records_look SET actor = 'x'",
    "DELETE FROM records_look",
    "DELETE FROM records_dossier",
    "DELETE FROM records_holding",
    "UPDATE records_personal SET sealed = ''",
    "DELETE FROM records_personal",
    "UPDATE records_picture SET sealed = ''",
    "DELETE FROM records_message",
    "DELETE FROM django_migrations",
    "ALTER TABLE records_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "CREATE TABLE mine (a int)",
)


def execute(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def test_each_variable_that_is_read_is_told() -> None:
    settings = "\n".join(path.read_text() for path in (ROOT / "yikatong" / "site").glob("*.py"))
    read = set(READ.findall(settings))
    assert {"YIKATONG_KEYS_FILE", "YIKATONG_DEMO", "DATABASE_URL"} <= read
    told = set(re.findall(r"^\| `([A-Z_]+)`", OPERATE, re.MULTILINE))
    assert read ^ told == {"DJANGO_SETTINGS_MODULE"}


def test_the_roles_are_those_that_are_granted_to() -> None:
    assert re.findall(r"CREATE ROLE (\w+)", ONCE) == ["yikatong_owner", "yikatong_app"]
    assert ONCE.startswith("-- once\n")
    assert GRANTS.startswith("-- after every migration\n")


@pytest.fixture
def app_role(db) -> None:
    open_city()
    execute("CREATE ROLE yikatong_app_tried")
    execute(GRANTS)
    execute("SET ROLE yikatong_app_tried")


@pytest.mark.postgresql
def test_the_app_role_can_serve(app_role) -> None:
    about = enrol()
    outcome = counter.serve(ask("report_loss", about, Channel.HOTLINE, function="social"))
    assert outcome.granted
    found = counter.serve(ask("card_status", about, scope="610000"))
    assert found.granted
    assert fsck.check().findings == ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM records_look)")
        assert cursor.fetchone() == ("yikatong_app_tried", 1)


@pytest.mark.postgresql
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_app_role_cannot(app_role, statement: str) -> None:
    enrol()
    with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
        execute(statement)


@pytest.mark.django_db
def test_the_accounts_are_made_as_told(capsys) -> None:
    [told] = blocks(OPERATE, "python")
    exec(compile(told, "docs/operate.md", "exec"), {})  # it is our own page
    assert capsys.readouterr().out.startswith("otpauth://totp/")
    assert staff.is_enrolled(Post.objects.get(channel="officer").user)
    assert Post.objects.get(channel="bank").party == "CAB"
    assert clients.register_client.__name__ in told
    start_afresh()
