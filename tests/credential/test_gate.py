"""What a gate accepts, and every way to be wrong: each with its own reason."""

import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.credential.wallet import DAY, LIST_NO, NOW, World
from yikatong.credential import base45, cbor, token
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import PREFIX, Algorithm, Assurance, Scope, Status
from yikatong.credential.signing import FileSigner
from yikatong.credential.token import Challenge
from yikatong.credential.trust import Use

WORLD = World.new()
SUITES = [(Algorithm.ES256, Algorithm.ES256), (Algorithm.SM2, Algorithm.ES256), (Algorithm.SM2, Algorithm.SM2)]


@pytest.mark.parametrize(("issuer", "phone"), SUITES)
def test_a_good_code_passes(issuer: Algorithm, phone: Algorithm) -> None:
    world = World.new(issuer, phone)
    text = world.shown()
    assert len(text) <= 366 or issuer is Algorithm.SM2, "a code fits version 11 at level M"
    verdict = world.gate().judge(text, NOW)
    assert verdict.accepted
    assert verdict.shown.credential == world.credential


WRONG = {
    Reason.TOO_OLD: {"at": NOW - 61},
    Reason.FROM_THE_FUTURE: {"at": NOW + 31},
    Reason.EXPIRED: {"expires_at": NOW},
    Reason.SCOPE: {"scopes": Scope.PARK},
    Reason.KEY_UNKNOWN: {"issuer": 110000},
    Reason.STATUS_UNKNOWN: {"list_no": LIST_NO + 1},
    Reason.CHALLENGE: {"challenge": Challenge(b"12345678", b"other")},
}


@pytest.mark.parametrize("reason", WRONG, ids=str)
def test_each_fault_has_its_reason(reason: Reason) -> None:
    assert WORLD.gate().judge(WORLD.shown(**WRONG[reason]), NOW).reason is reason


@pytest.mark.parametrize(
    ("state", "reason"),
    [(Status.INVALID, Reason.CANCELLED), (Status.SUSPENDED, Reason.SUSPENDED), (Status.AUTHORISED, None)],
)
def test_status_decides(state: Status, reason: Reason | None) -> None:
    gate = WORLD.gate(statuses={WORLD.credential.index: state})
    assert gate.judge(WORLD.shown(), NOW).reason is reason


def test_a_delta_changes_it_at_once_and_back() -> None:
    gate, place = WORLD.gate(), (LIST_NO, WORLD.credential.index)
    gate.lists.take_delta(WORLD.delta({place: Status.SUSPENDED}), NOW)
    assert gate.judge(WORLD.shown(), NOW).reason is Reason.SUSPENDED
    gate.lists.take_delta(WORLD.delta({place: Status.VALID}, 6), NOW)
    assert gate.judge(WORLD.shown(), NOW).accepted
    with pytest.raises(Refused) as refused:
        gate.lists.take_delta(WORLD.delta({place: Status.SUSPENDED}, 5), NOW)
    assert refused.value.reason is Reason.LIST_ROLLED_BACK


@pytest.mark.parametrize(
    ("scope", "hours", "reason", "update"),
    [
        (Scope.TRANSIT, 5, None, False), (Scope.TRANSIT, 7, None, True), (Scope.TRANSIT, 71, None, True),
        (Scope.TRANSIT, 73, Reason.STATUS_STALE, False),
    ],
)  # fmt: skip
def test_how_old_a_list_may_be(scope: Scope, hours: int, reason: Reason | None, update: bool) -> None:
    gate, now = WORLD.gate(scope), NOW - 60 + hours * 3600
    verdict = gate.judge(WORLD.shown(now), now)
    assert (verdict.reason, verdict.update) == (reason, update)


def test_once_only_and_not_in_a_hurry() -> None:
    gate, first = WORLD.gate(), WORLD.shown()
    assert gate.judge(first, NOW).accepted
    assert gate.judge(WORLD.shown(NOW, 1), NOW + 2).reason is Reason.TOO_SOON
    assert gate.judge(first, NOW + 6).reason is Reason.REPLAYED
    assert gate.judge(WORLD.shown(NOW + 6), NOW + 6).accepted


def test_a_weak_key_answers_a_challenge() -> None:
    ask = Challenge(b"abcdefgh", b"pharmacy-7")
    gate = WORLD.gate(Scope.HOSPITAL)
    assert gate.judge(WORLD.shown(), NOW).reason is Reason.ASSURANCE
    assert gate.judge(WORLD.shown(), NOW, ask).reason is Reason.CHALLENGE
    assert gate.judge(WORLD.shown(challenge=ask), NOW, ask).accepted
    strong = WORLD.shown(assurance=Assurance.KEYSTORE)
    assert WORLD.gate(Scope.HOSPITAL).judge(strong, NOW).accepted


def test_swapped_proof() -> None:
    other = replace(WORLD.credential, credential_id=os.urandom(8))
    parts = cbor.read(base45.decode(WORLD.shown()[len(PREFIX) :]))
    parts[1] = token.issue(WORLD.bureau, other)
    assert WORLD.gate().judge(PREFIX + base45.encode(cbor.write(parts)), NOW).reason is Reason.DEVICE_SIGNATURE


def test_a_forged_issuer_and_a_changed_algorithm() -> None:
    forger = replace(WORLD, bureau=FileSigner.new())
    assert WORLD.gate().judge(forger.shown(), NOW).reason is Reason.KEY_UNKNOWN
    claimed = replace(WORLD, bureau=_Renamed(forger.bureau, WORLD.bureau.kid, Algorithm.ES256))
    assert WORLD.gate().judge(claimed.shown(), NOW).reason is Reason.ISSUER_SIGNATURE
    changed = replace(WORLD, bureau=_Renamed(forger.bureau, WORLD.bureau.kid, Algorithm.SM2))
    assert WORLD.gate().judge(changed.shown(), NOW).reason is Reason.ALGORITHM


class _Renamed:
    """Signs with its own key under another's name."""

    def __init__(self, signer: FileSigner, kid: bytes, algorithm: Algorithm) -> None:
        self.point, self.kid, self.algorithm, self.sign = signer.point, kid, algorithm, signer.sign


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"revoked": True}, Reason.KEY_REVOKED), ({"ends_at": NOW}, Reason.KEY_NOT_IN_FORCE),
        ({"starts_at": NOW + 1}, Reason.KEY_NOT_IN_FORCE), ({"scopes": Scope.PARK}, Reason.SCOPE),
        ({"use": Use.STATUS}, Reason.KEY_UNKNOWN),
    ],
)  # fmt: skip
def test_a_key_must_be_good_for_it(changes: dict, reason: Reason) -> None:
    gate = WORLD.gate()
    key = replace(WORLD.trusted(WORLD.bureau, Use.CREDENTIAL), **changes)
    keys = (key, WORLD.trusted(WORLD.lister, Use.STATUS))
    gate.lists.take_trust(WORLD.trust_list(4, keys), NOW)
    assert gate.judge(WORLD.shown(), NOW).reason is reason


def test_a_key_once_good_is_not_remembered_beyond_its_end() -> None:
    gate = WORLD.gate()
    ending = WORLD.trusted(WORLD.bureau, Use.CREDENTIAL, ends_at=NOW + 10)
    gate.lists.take_trust(WORLD.trust_list(4, (ending, WORLD.trusted(WORLD.lister, Use.STATUS))), NOW)
    assert gate.judge(WORLD.shown(), NOW).accepted
    assert gate.judge(WORLD.shown(NOW + 10), NOW + 10).reason is Reason.KEY_NOT_IN_FORCE


def test_a_clock_that_goes_backwards() -> None:
    gate = WORLD.gate()
    assert gate.judge(WORLD.shown(), NOW).accepted
    assert gate.judge(WORLD.shown(NOW - 10), NOW - 10).reason is Reason.CLOCK
    assert WORLD.gate().judge(WORLD.shown(NOW - DAY), NOW - DAY).reason is Reason.CLOCK


def test_lists_are_checked_before_they_are_kept() -> None:
    gate, other = WORLD.gate(), World.new()
    for take, reason in (
        (lambda: gate.lists.take_trust(other.trust_list(9), NOW), Reason.LIST_SIGNATURE),
        (lambda: gate.lists.take_trust(WORLD.trust_list(2), NOW), Reason.LIST_ROLLED_BACK),
        (lambda: gate.lists.take_trust(WORLD.trust_list(3), NOW + 31 * DAY), Reason.LIST_EXPIRED),
        (lambda: gate.lists.take_shard(LIST_NO, other.shard(), NOW), Reason.KEY_UNKNOWN),
        (lambda: gate.lists.take_shard(LIST_NO + 1, WORLD.shard(), NOW), Reason.MALFORMED),
        (lambda: gate.lists.take_shard(LIST_NO, WORLD.shard(at=NOW - 120), NOW), Reason.LIST_ROLLED_BACK),
        (lambda: gate.lists.take_shard(LIST_NO, WORLD.shard(), NOW + 4 * DAY), Reason.LIST_EXPIRED),
    ):
        with pytest.raises(Refused) as refused:
            take()
        assert refused.value.reason is reason


def test_every_single_byte_matters() -> None:
    raw, gate = base45.decode(WORLD.shown()[len(PREFIX) :]), WORLD.gate()
    for place in range(len(raw)):
        for flip in (1, 0x80, 0xFF):
            changed = bytearray(raw)
            changed[place] ^= flip
            assert not gate.judge(PREFIX + base45.encode(bytes(changed)), NOW).accepted, place


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=600), st.binary(max_size=300).map(lambda raw: PREFIX + base45.encode(raw))))
def test_nonsense_is_refused_and_never_raises(text: str) -> None:
    verdict = WORLD.gate().judge(text, NOW)
    assert verdict.reason in set(Reason)
    assert verdict.reason.words


def test_too_long_is_not_even_read() -> None:
    assert WORLD.gate().judge(PREFIX + "0" * 500, NOW).reason is Reason.OVERSIZED
    assert WORLD.gate().judge("https://example.org/", NOW).reason is Reason.NOT_A_CARD
