"""Personal words and PINs stand nowhere in clear, open only in their place, and can be erased."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from tests.office.world import (
    ADDRESS,
    MOBILE,
    NAME,
    NOW,
    PIN,
    ask,
    enrol,
    fence_lowered,
    number,
    serve,
)
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, fsck
from yikatong.office.counter import body_of, index_of, service_of
from yikatong.office.ledger import words_place
from yikatong.office.vault import Vault, VaultFault
from yikatong.records import models

pytestmark = pytest.mark.django_db
PHOTO_BYTES = b"\xff\xd8 a face " + NAME.encode()


def cells() -> Iterator[tuple[str, str, bytes]]:
    """Every text and binary value of every table of ours, as bytes."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t.startswith("records_")]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, (str, bytes, memoryview)):
                        yield table, name, value.encode() if isinstance(value, str) else bytes(value)


def seen(*canaries: str) -> list[str]:
    """Where a canary stands, as it is or as JSON may write it (\\u8d75). Digits within a hash are no canary."""
    spelt = {spelling for word in canaries for spelling in (word, json.dumps(word)[1:-1])}
    pattern = re.compile(b"|".join(rb"(?<![0-9a-f.])" + re.escape(word.encode()) + rb"(?![0-9a-f])" for word in spelt))
    return sorted({f"{table}.{column}" for table, column, value in cells() if pattern.search(value)})


def live(serial: int = 0) -> str:
    """Ask through the counter for everything that carries words, files or PINs."""
    about = enrol(serial)
    serve("try_pin", about, current_pin=PIN.reveal())
    serve("try_pin", about, current_pin="918273")
    serve("change_pin", about, current_pin=PIN.reveal(), new_pin="738291")
    serve("report_loss", about, Channel.HOTLINE, function="social")
    serve("lift_loss", about, function="social")
    serve("card_status", about, scope="61")
    return about.number


def test_personal_words_stand_nowhere_in_clear():
    identity = live()
    assert sum(1 for _ in cells()) > 100
    assert seen(identity, NAME, MOBILE, ADDRESS) == []


def test_the_scan_sees_a_planted_word():
    live()
    dossier = models.Dossier.objects.get()
    models.Look.objects.create(dossier=dossier, actor=NAME, channel="desk", purpose="x", at=NOW)
    models.Picture.objects.create(dossier=dossier, digest="d" * 64, sealed=PHOTO_BYTES)
    assert seen(NAME) == ["records_look.actor", "records_picture.sealed"]
    models.Batch.objects.create(
        batch_id="b", employer="e", client="c", case_number="k", body=b"", actor="a", region="61",
        answers='{"name":"\\u8d75\\u4e00\\u5b81"}', received_at=NOW,
    )  # fmt: skip
    assert "records_batch.answers" in seen(NAME)


def test_pins_stand_nowhere_in_clear():
    live()
    assert models.PinDigest.objects.get().digest.startswith("$argon2id$")
    assert seen(PIN.reveal(), "918273", "738291") == []
    with fence_lowered(), connection.cursor() as cursor:
        cursor.execute('UPDATE records_entry SET answer = \'{"words":"738291"}\' WHERE version = 1')
    assert seen("738291") == ["records_entry.answer"]


def test_what_is_sealed_opens_in_its_own_place_only():
    enrol(1)
    enrol(2)
    one, two = (models.Dossier.objects.get(number_index=index_of(number(serial))) for serial in (1, 2))
    vault = deployment.vault()
    assert NAME.encode() not in bytes(one.words)
    assert NAME in vault.open(bytes(one.words), words_place(one.person_id)).decode()
    two.words = one.words
    two.save()
    with pytest.raises(VaultFault) as fault:
        serve("card_status", number(2))
    assert fault.value.code == "sealed_altered"


def test_a_personal_row_can_be_erased_and_the_chain_still_holds():
    enrol()
    first = models.Entry.objects.get(version=1)
    assert fsck.check().erased == ()
    models.Personal.objects.filter(reference=first.reference).delete()
    report = fsck.check()
    assert report.findings == ()
    assert report.erased == (first.reference,)
    assert NAME not in str(report)


def test_the_pepper_of_indexes_alone_opens_no_pin(monkeypatch):
    """The digest of what was asked is quick to compute: with one pepper leaked it must not tell a PIN from another."""
    about, keys = enrol(), deployment.vault()._keys
    asked = ask("change_pin", about, Channel.DESK, current_pin=PIN.reveal(), new_pin="305817")
    digests = set()
    for pin_pepper in (b"a" * 32, b"b" * 32):
        vault = Vault(replace(keys, pin_pepper=pin_pepper))
        with monkeypatch.context() as other:
            other.setattr(deployment, "vault", lambda vault=vault: vault)
            digests.add(body_of(service_of("change_pin"), asked))
            different = replace(asked, answers={**asked.answers, "new_pin": "305818"})
            digests.add(body_of(service_of("change_pin"), different))
    assert len(digests) == 4
