"""The vault gives back what was sealed, only in its place, only unchanged; and matches only the right PIN."""

import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yikatong.cards.pin import Pin
from yikatong.office.vault import PRODUCTION_COST, Argon2Cost, Keys, Suite, Vault, VaultFault, commitment

CHEAP = Argon2Cost(memory_kib=8, passes=1, lanes=1)
KEYS = Keys.generate()
VAULTS = {suite: Vault(KEYS, suite, CHEAP) for suite in Suite}
VAULT = VAULTS[Suite.INTL]
PLACE = "person|id_number|7"
PLAIN = b"610113196501010011"
PIN = Pin.read("470916")

both_suites = pytest.mark.parametrize("vault", VAULTS.values(), ids=lambda vault: str(vault._head[1]))


def code_of(call, *args) -> str:
    with pytest.raises(VaultFault) as caught:
        call(*args)
    assert caught.value.words
    assert caught.value.cure
    return caught.value.code


@given(st.sampled_from(list(Suite)), st.binary(max_size=300), st.text(st.characters(codec="utf-8"), max_size=30))
def test_what_was_sealed_opens_in_its_place(suite, plain, place):
    vault = VAULTS[suite]
    sealed = vault.seal(plain, place)
    assert vault.open(sealed, place) == plain
    assert len(sealed) == 3 + len(KEYS.current) + 12 + len(plain) + 16


@both_suites
def test_any_changed_bit_is_refused(vault):
    sealed = vault.seal(PLAIN, PLACE)
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            assert code_of(vault.open, bytes(changed), PLACE).startswith("sealed_")


@both_suites
def test_a_shortened_or_lengthened_value_is_refused(vault):
    sealed = vault.seal(PLAIN, PLACE)
    for length in range(len(sealed)):
        assert code_of(vault.open, sealed[:length], PLACE).startswith("sealed_")
    assert code_of(vault.open, sealed + b"\0", PLACE) == "sealed_altered"


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_as_a_fault(sealed):
    assert code_of(VAULT.open, sealed, PLACE).startswith("sealed_")


@both_suites
@pytest.mark.parametrize("other", ["person|id_number|8", "person|mobile|7", "agent|id_number|7", ""])
def test_a_value_does_not_open_elsewhere(vault, other):
    assert code_of(vault.open, vault.seal(PLAIN, PLACE), other) == "sealed_altered"


def test_the_same_words_are_sealed_differently_each_time():
    assert len({VAULT.seal(PLAIN, PLACE) for _ in range(1000)}) == 1000


def test_the_kinds_of_fault_are_told_apart():
    sealed = VAULT.seal(PLAIN, PLACE)
    assert code_of(VAULT.open, b"", PLACE) == "sealed_form"
    assert code_of(VAULT.open, b"\x02" + sealed[1:], PLACE) == "sealed_form"
    assert code_of(VAULT.open, sealed[:1] + b"\x09" + sealed[2:], PLACE) == "sealed_key_missing"
    assert code_of(Vault(Keys.generate("k2"), cost=CHEAP).open, sealed, PLACE) == "sealed_key_missing"
    assert code_of(Vault(Keys.generate("k1"), cost=CHEAP).open, sealed, PLACE) == "sealed_altered"


def test_rotation_opens_the_old_and_seals_with_the_new():
    old = VAULT.seal(PLAIN, PLACE)
    rotated = Vault(KEYS.rotated("k2"), cost=CHEAP)
    new = rotated.seal(PLAIN, PLACE)
    assert rotated.open(old, PLACE) == rotated.open(new, PLACE) == PLAIN
    assert rotated.is_outdated(old)
    assert not rotated.is_outdated(new)
    assert code_of(VAULT.open, new, PLACE) == "sealed_key_missing"
    assert rotated.blind_index("a", "b") == VAULT.blind_index("a", "b")


def test_a_change_of_suite_opens_what_the_other_sealed():
    intl, guomi = VAULTS[Suite.INTL], VAULTS[Suite.GUOMI]
    sealed = intl.seal(PLAIN, PLACE)
    assert guomi.open(sealed, PLACE) == PLAIN
    assert guomi.is_outdated(sealed)
    assert not guomi.is_outdated(guomi.seal(PLAIN, PLACE))
    swapped = sealed[:1] + bytes([Suite.GUOMI]) + sealed[2:]
    assert code_of(guomi.open, swapped, PLACE) == "sealed_altered"


def test_many_threads_seal_and_open_at_once():
    def round_trip(number: int) -> bool:
        plain, place = b"%d" % number * 50, f"t|c|{number}"
        return all(vault.open(vault.seal(plain, place), place) == plain for vault in VAULTS.values())

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(round_trip, range(2000))) == 2000


def test_a_blind_index_finds_equals_within_one_column_only():
    index = VAULT.blind_index("person.id_number", "610113196501010011")
    assert len(index) == 32
    assert index == VAULT.blind_index("person.id_number", "610113196501010011")
    assert index != VAULT.blind_index("person.id_number", "610102197005150029")
    assert index != VAULT.blind_index("agent.id_number", "610113196501010011")
    assert index != Vault(replace(KEYS, index_pepper=b"p" * 32)).blind_index("person.id_number", "610113196501010011")


def test_a_pin_matches_itself_on_its_card_only():
    digest = VAULT.pin_digest(PIN, "card-1")
    assert digest.startswith("$argon2id$")
    assert PIN.reveal() not in digest
    assert VAULT.pin_matches(digest, Pin.read("470916"), "card-1")
    assert not VAULT.pin_matches(digest, Pin.read("470917"), "card-1")
    assert not VAULT.pin_matches(digest, PIN, "card-2")


def test_equal_pins_cannot_be_seen_to_be_equal():
    digests = {VAULT.pin_digest(PIN, card) for card in ("card-1", "card-2", "card-1")}
    assert len(digests) == 3


def test_a_stolen_table_is_of_no_use_without_the_pepper():
    digest = VAULT.pin_digest(PIN, "card-1")
    assert not Vault(replace(KEYS, pin_pepper=b"p" * 32), cost=CHEAP).pin_matches(digest, PIN, "card-1")
    assert Vault(KEYS.rotated("k2"), cost=CHEAP).pin_matches(digest, PIN, "card-1")


@pytest.mark.parametrize("damaged", ["", "470916", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$"])
def test_a_damaged_digest_is_not_a_wrong_pin(damaged):
    assert code_of(VAULT.pin_matches, damaged, PIN, "card-1") == "pin_digest_damaged"


def test_a_digest_of_another_cost_still_matches():
    digest = VAULT.pin_digest(PIN, "card-1")
    dearer = Vault(KEYS, cost=replace(CHEAP, passes=2))
    assert dearer.pin_matches(digest, PIN, "card-1")
    assert "$m=19456,t=2,p=1$" in Vault(KEYS).pin_digest(PIN, "card-1")
    assert Argon2Cost() == PRODUCTION_COST


def test_a_commitment_is_the_hash_of_salt_and_words():
    salt, shown = commitment(PLAIN)
    assert len(salt) == 32
    assert shown == hashlib.sha256(salt + PLAIN).hexdigest()
    assert commitment(PLAIN)[0] != salt


def test_keys_are_written_and_read_back():
    keys = KEYS.rotated("2026-11")
    again = Keys.load(keys.dump())
    assert again == keys
    assert again.current == "2026-11"
    assert set(again.encryption) == {"k1", "2026-11"}
    assert Vault(again, cost=CHEAP).open(VAULT.seal(PLAIN, PLACE), PLACE) == PLAIN


def test_keys_are_not_shown():
    secrets = [*KEYS.encryption.values(), KEYS.index_pepper, KEYS.pin_pepper]
    for shown in (repr(KEYS), str(KEYS), repr(VAULT)):
        assert not any(repr(secret)[2:-1] in shown for secret in secrets)
    assert repr(KEYS) == "Keys(current='k1')"


WRONG_KEYS = [
    (lambda parts: parts.pop("pin_pepper"), "keys_form"),
    (lambda parts: parts.pop("current"), "keys_form"),
    (lambda parts: parts.update(encryption=[1]), "keys_form"),
    (lambda parts: parts.update(index_pepper=5), "keys_form"),
    (lambda parts: parts.update(index_pepper="not base64!"), "keys_form"),
    (lambda parts: parts.update(index_pepper="c2hvcnQ="), "keys_length"),
    (lambda parts: parts.update(current="k9"), "keys_current_missing"),
    (lambda parts: parts.update(encryption={}), "keys_current_missing"),
    (lambda parts: parts["encryption"].update({"k 2": parts["encryption"]["k1"]}), "keys_name"),
    (lambda parts: parts["encryption"].update(index_pepper=parts["encryption"]["k1"]), "keys_name"),
    (lambda parts: parts["encryption"].update(k2=parts["encryption"]["k1"]), "keys_repeated"),
    (lambda parts: parts.update(pin_pepper=parts["index_pepper"]), "keys_repeated"),
]


@pytest.mark.parametrize(("spoil", "code"), WRONG_KEYS)
def test_wrong_key_files_are_named_without_their_secrets(spoil, code):
    parts = json.loads(KEYS.dump())
    spoil(parts)
    with pytest.raises(VaultFault) as caught:
        Keys.load(json.dumps(parts))
    assert caught.value.code == code
    secrets = [parts["index_pepper"], *json.loads(KEYS.dump())["encryption"].values()]
    assert not any(str(secret) in str(caught.value) for secret in secrets if len(str(secret)) > 1)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '"text"'])
def test_a_file_that_is_no_object_is_refused(text):
    assert code_of(Keys.load, text) == "keys_form"


def test_a_length_fault_names_the_field():
    parts = json.loads(KEYS.dump()) | {"pin_pepper": ""}
    with pytest.raises(VaultFault, match="pin_pepper"):
        Keys.load(json.dumps(parts))


def test_a_used_key_name_is_not_given_again():
    assert code_of(KEYS.rotated, "k1") == "keys_name_taken"


def test_the_vault_needs_no_django():
    code = "import sys, yikatong.office.vault; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
