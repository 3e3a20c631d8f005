"""What a bank's post is told of a customer: its own cards, what concerns no card, and nothing of another bank's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.world import LONG_AGO, applied, enrol, enter, made, person_of
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.office import changes, person_pages
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import Visitor, open_dossier
from yikatong.office.prints import receipt_of
from yikatong.records import models

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BANK = Asker(AskerKind.PARTY, "CAB")
CAB = Visitor(Channel.BANK, Assurance.PRESENT, "teller", BANK, "000000", party="CAB")
OFFICER = Visitor(Channel.OFFICER, Assurance.NONE, "li", Asker(AskerKind.OFFICER, "li"), "000000")


@pytest.fixture
def references(db) -> dict[str, str]:
    """A customer of CAB has a card of another bank too. What was done, by what it was about."""
    about = enrol(1)
    enter(about, applied("C11", "110101"), *made("C11", "B00000011", Stage.READY), reference="R-OTHER")
    enter(about, e.MandateRevoked(mandate_id="M1"), reference="R-NONE", at=LONG_AGO + timedelta(days=20))
    lost = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=True)
    enter(about, lost, reference="R-OWN", at=LONG_AGO + timedelta(days=21))
    return {"person": person_of(about).person_id}


def test_a_bank_is_told_of_no_act_about_another_bank_s_card(references: dict[str, str]) -> None:
    person_id, ours = references["person"], {"R-NONE", "R-OWN"}
    for lines in (open_dossier(person_id, CAB, "person").timeline, person_pages.timeline(person_id, CAB, 99)):
        seen = {line.reference for line in lines}
        assert ours < seen
        assert "R-OTHER" not in seen
    assert len(changes.since(person_id, 2, CAB)) == 2
    assert len(changes.since(person_id, 2, OFFICER)) == 3
    assert "R-OTHER" in {line.reference for line in open_dossier(person_id, OFFICER, "person").timeline}
    for reference in ours:
        assert receipt_of(person_id, reference, CAB).outcome.reference == reference
    with pytest.raises(OutOfScope):
        receipt_of(person_id, "R-OTHER", CAB)
    assert receipt_of(person_id, "R-OTHER", OFFICER)


def test_nor_what_another_bank_has_yet_to_do(references: dict[str, str]) -> None:
    person = models.Dossier.objects.get(pk=references["person"])
    for bank in ("CAB", "BJB"):
        told = {"party": "bank", "target": bank, "kind": "loss_reported", "body": "{}", "at": LONG_AGO}
        models.Message.objects.create(reference="R-OWN", dossier=person, **told)
    assert "BJB" not in {w["target"] for w in open_dossier(person.pk, CAB, "person").waiting}
    assert "BJB" in {w["target"] for w in open_dossier(person.pk, OFFICER, "person").waiting}


def test_a_bank_s_look_takes_as_many_statements_as_another(references: dict[str, str]) -> None:
    counts = []
    for visitor in (OFFICER, OFFICER, CAB):  # the first one also reads what a process keeps
        with CaptureQueriesContext(connection) as captured:
            open_dossier(references["person"], visitor, "person")
        counts.append(len(captured))
    assert counts[1] == counts[2]
