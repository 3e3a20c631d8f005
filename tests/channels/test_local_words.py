"""A temporary report of loss goes by the name it has where the card was issued, on every screen that shows it."""

from unittest.mock import patch

import pytest

from tests.channels.setting import at_work, person_id, signed_in, text
from tests.office.world import enrol, lose
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.channels.api.person_view import person_view
from yikatong.channels.derive import person as screens
from yikatong.office import deployment, ledger
from yikatong.office.cases import key_of
from yikatong.office.wire import reading

pytestmark = pytest.mark.django_db
POSTS = {Channel.DESK: "", Channel.BANK: "CAB", Channel.OFFICER: ""}


def called(region: str) -> dict[str, bool]:
    """Of each screen about a card of that region, whether the sign of its standing says 口头挂失."""
    about = enrol(1, region)
    lose(about)
    told = {"portal": text(signed_in(about).get("/")).replace("<span>社保功能 ", "")}
    for channel, party in POSTS.items():
        clerk = at_work(channel, region[:2].ljust(6, "0"), party)
        told[channel.value] = text(clerk.get(f"/{channel.value}/people/{person_id(about)}/"))
    with reading() as wire:
        person = ledger.find(wire, key_of(about)).person
    api = person_view(person, Channel.DESK, None, deployment.now()).cards[0].social.words
    return {screen: "</svg>口头挂失" in words for screen, words in told.items()} | {"api": api == "口头挂失"}


def test_shaanxi_says_oral_everywhere() -> None:
    assert called("610104") == dict.fromkeys(("portal", "desk", "bank", "officer", "api"), True)


def test_a_place_without_a_name_of_its_own_says_the_common_one() -> None:
    with patch.dict(POSTS, clear=False):
        POSTS.pop(Channel.BANK)  # the card's bank is not of that place
        assert set(called("110101").values()) == {False}


def test_a_screen_that_says_the_common_word_is_found_out() -> None:
    with patch.object(screens, "state_words", lambda card, function, *rest: State.TEMP_LOST.words):
        found = called("610104")
    assert (found["portal"], found["desk"]) == (True, False)
