"""Numbers, names and PINs that only ever go in: they are in no answer, no log line and no readable column."""

import json
import logging

import pytest
from django.db import connection

from tests.api.conftest import Hire
from tests.office.world import ADDRESS, MOBILE, NAME, PIN, enrol, number
from yikatong.catalogue.channels import Channel
from yikatong.records import models
from yikatong.site.logging import JsonLines

pytestmark = pytest.mark.django_db(transaction=True)
NEW_PIN = "738152"


def test_no_secret_comes_out(hire: Hire, caplog: pytest.LogCaptureFixture) -> None:
    about, agent = enrol(), number(7)
    secrets = (about.number, agent.number, NAME, MOBILE, ADDRESS, PIN.reveal(), NEW_PIN)
    caplog.set_level(logging.DEBUG)
    desk, told = hire(Channel.DESK), []
    told.append(desk.act("try_pin", about, current_pin=NEW_PIN))
    told.append(desk.act("change_pin", about, current_pin=PIN.reveal(), new_pin=NEW_PIN))
    assert told[-1].status_code == 200, told[-1].content.decode()
    told.append(desk.act("change_pin", about, current_pin=NEW_PIN, new_pin="111111"))
    told.append(desk.act("track", about, asker={"kind": "agent", "agent_id_number": agent.number}))
    told.append(desk.act("report_loss", about, function=about.number, kind=NEW_PIN))
    told.append(desk.post("/persons/search", {"id_number": about.number, "card_no": NEW_PIN}))
    person_id = desk.find(about)["person_id"]
    told += [desk.get(f"/persons/{person_id}{view}") for view in ("", "/openings", "/timeline")]
    lines = [JsonLines().format(record) for record in caplog.records]
    asked = [json.loads(line) for line in lines if '"asked"' in line]
    assert len(asked) > len(told)
    assert {"client", "channel", "operation", "status", "ms", "reference"} <= asked[0].keys()
    for secret in secrets:
        assert not [t.content.decode() for t in told if secret in t.content.decode()]
        assert not [line for line in lines if secret in line]
        assert not [column for column in readable_columns() if secret in column[1]], secret


def readable_columns() -> list[tuple[str, str]]:
    """Every value that can be read as text in our own tables."""
    found = []
    for model in models.__all__:
        kind = getattr(models, model)
        for field in kind._meta.concrete_fields:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT "{field.column}" FROM {kind._meta.db_table}')
                found += [(f"{model}.{field.name}", text_of(value)) for (value,) in cursor.fetchall()]
    assert any(text for _, text in found)
    return found


def text_of(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
