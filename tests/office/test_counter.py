"""The one door: a grant is written whole, a refusal leaves no trace, a repeated ask is answered again."""

import json
from dataclasses import replace

import pytest

from tests.office.world import (
    MOBILE,
    NAME,
    NOW,
    SHAANXI,
    ask,
    codes,
    enrol,
    lose,
    number,
    person_of,
    rows,
    serve,
)  # fmt: skip
from yikatong.cards.stages import Stage
from yikatong.catalogue.card_kinds import FIT_PHOTO
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.office import counter
from yikatong.office.ask import CaseNumberReused
from yikatong.records import models

pytestmark = pytest.mark.django_db
APPLICATION = {
    "region": SHAANXI, "name": NAME, "mobile": MOBILE, "bank": "CAB", "outlet": "XA-YT-01", "photo": FIT_PHOTO,
}  # fmt: skip


def test_a_grant_is_written_whole_and_acknowledged():
    about = enrol()
    outcome = lose(about, case_number="k1")
    entry, holding = models.Entry.objects.get(reference=outcome.reference), models.Holding.objects.get()
    assert outcome.granted
    assert not outcome.replayed
    assert holding.social == "temp_lost"
    assert (entry.version, entry.client, entry.case_number, entry.service) == (3, "test", "k1", "report_loss")
    assert (entry.channel, entry.assurance, entry.actor, entry.region) == ("hotline", 4, "clerk1", SHAANXI)
    assert json.loads(entry.answer)["words"] == outcome.decision.words
    assert models.Dossier.objects.get().version == 3
    assert bytes(models.Dossier.objects.get().head) == bytes(entry.hash)
    assert person_of(about) == outcome.person


def test_the_rulings_that_were_applied_are_kept():
    enrol()
    kept = json.loads(models.Entry.objects.get(reference=lose(number()).reference).rulings)
    days = next(ruling for ruling in kept if ruling["parameter"] == "temporary_loss_days")
    assert days["value"] == 7
    assert days["region"] == "61"
    assert days["in_force_on"] <= NOW.date().isoformat()


def test_a_refusal_writes_nothing():
    about = enrol()
    lose(about)
    before = rows()
    assert codes(lose(about)) == ["already_reported"]
    assert lose(about).reference == ""
    assert rows() == before


def test_the_same_ask_again_is_answered_again():
    about = enrol()
    first, before = lose(about, case_number="k1"), rows()
    again = lose(about, case_number="k1")
    assert again.replayed
    assert rows() == before
    assert (again.reference, again.at, again.region) == (first.reference, first.at, first.region)
    assert (again.decision.words, again.decision.next) == (first.decision.words, first.decision.next)


@pytest.mark.parametrize(
    "other",
    [
        {"answers": {"function": "financial"}}, {"about": number(1)}, {"channel": Channel.DESK}, {"card_id": "C0"},
        {"service": "lift_loss"}, {"asker": Asker(AskerKind.AGENT, "a" * 32)},
    ],
    ids=str,
)  # fmt: skip
def test_another_ask_under_the_same_number_is_told_so(other):
    enrol(1)
    first = ask("report_loss", enrol(), Channel.HOTLINE, function="social", case_number="k1")
    counter.serve(first)
    before = rows()
    with pytest.raises(CaseNumberReused):
        counter.serve(replace(first, **other))
    assert rows() == before


def test_another_clients_number_is_another_number():
    about = enrol()
    lose(about, case_number="k1")
    assert codes(lose(about, case_number="k1", client="other")) == ["already_reported"]


def test_an_unknown_person_is_refused_in_words():
    before = rows()
    assert codes(lose(number())) == ["person_unknown"]
    assert rows() == before


def test_an_unknown_person_becomes_known_by_applying():
    about = number()
    outcome = serve("apply", about, answers=APPLICATION)
    assert outcome.granted
    person = person_of(about)
    assert (person.words.name, person.words.id_number, person.words.mobile) == (NAME, about.number, MOBILE)
    assert [card.stage for card in person.cards] == [Stage.SUBMITTED]
    assert models.Holding.objects.get().card_id == outcome.reference
    assert models.Holding.objects.get().region == SHAANXI
