"""Standard Webhooks: what is accepted, what is not, and why."""

import hmac
from base64 import b64encode

import pytest

from yikatong.adapters.webhooks import signing
from yikatong.adapters.webhooks.signing import SignatureFault, key_of, new_secret, sign, signed_headers, verify

SECRET, OTHER = new_secret(), new_secret()
NOW, ID, BODY = 1_800_000_000, "YK261123-6PC5EMDQSC-activate", '{"words":"账户"}'.encode()


def refused(*, secrets: tuple[str, ...] = (SECRET,), body: bytes = BODY, now: int = NOW, **changed: str) -> str:
    headers = signed_headers([SECRET], ID, NOW, BODY) | {f"webhook-{name}": value for name, value in changed.items()}
    with pytest.raises(SignatureFault) as fault:
        verify(secrets, headers, body, now)
    assert fault.value.words.endswith("。")
    return fault.value.code


def test_what_was_signed_is_accepted() -> None:
    assert verify([SECRET], signed_headers([SECRET], ID, NOW, BODY), BODY, NOW) == ID
    assert verify([SECRET], signed_headers([SECRET], ID, NOW, b""), b"", NOW) == ID


def test_the_names_of_headers_have_no_case() -> None:
    headers = {name.title(): value for name, value in signed_headers([SECRET], ID, NOW, BODY).items()}
    assert verify([SECRET], headers, BODY, NOW) == ID


def test_either_side_may_change_its_secret_first() -> None:
    assert verify([OTHER], signed_headers([SECRET, OTHER], ID, NOW, BODY), BODY, NOW) == ID
    assert verify([OTHER, SECRET], signed_headers([SECRET], ID, NOW, BODY), BODY, NOW) == ID


def test_the_tolerance_is_five_minutes_either_way() -> None:
    headers = signed_headers([SECRET], ID, NOW, BODY)
    for apart in (-300, 300):
        assert verify([SECRET], headers, BODY, NOW + apart) == ID
    for apart in (-301, 301, -(10**9), 10**9):
        assert refused(now=NOW + apart) == "timestamp_outside"


def test_another_body_secret_id_or_moment_is_refused() -> None:
    assert refused(body=BODY + b" ") == "signature_wrong"
    assert refused(secrets=(OTHER,)) == "signature_wrong"
    assert refused(secrets=()) == "signature_wrong"
    assert refused(id="another") == "signature_wrong"
    assert refused(timestamp=str(NOW + 1)) == "signature_wrong"
    assert refused(timestamp="0" + str(NOW)) == "signature_wrong"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id": ""}, "signature_missing"),
        ({"timestamp": " "}, "signature_missing"),
        ({"signature": ""}, "signature_missing"),
        ({"id": "a.b"}, "webhook_id_form"),
        ({"id": "x" * 101}, "webhook_id_form"),
        ({"id": "回执"}, "webhook_id_form"),
        ({"timestamp": "soon"}, "timestamp_form"),
        ({"timestamp": "1.8e9"}, "timestamp_form"),
        ({"timestamp": "１８０００００００００"}, "timestamp_form"),
        ({"timestamp": "-1"}, "timestamp_form"),
        ({"timestamp": "9" * 5000}, "timestamp_form"),
        ({"signature": "v1,"}, "signature_wrong"),
        ({"signature": "v1,é"}, "signature_wrong"),
        ({"signature": "v2," + sign(SECRET, ID, NOW, BODY)[3:]}, "signature_wrong"),
        ({"signature": sign(SECRET, ID, NOW, BODY)[3:]}, "signature_wrong"),
        ({"signature": "v1,x " * 8 + sign(SECRET, ID, NOW, BODY)}, "signature_wrong"),
    ],
)
def test_malformed_headers_are_named(changed: dict[str, str], code: str) -> None:
    assert refused(**changed) == code


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "no prefix", "A" * 44, "whsec_%%%", "whsec_秘密", "whsec_AAAA", "whsec_" + "A" * 88]
)
def test_a_malformed_secret_is_named_and_not_shown(secret: str) -> None:
    with pytest.raises(SignatureFault) as fault:
        key_of(secret)
    assert fault.value.code == "secret_form"
    assert not secret or secret not in f"{fault.value.args}{fault.value.words.replace('whsec_ ', '')}"


def test_an_id_with_a_full_stop_could_carry_anothers_signature() -> None:
    """Why such ids are refused: both messages have the same signed text."""
    mac = hmac.digest(key_of(SECRET), b"a.1800000000.2.x", "sha256")
    headers = {
        "webhook-id": "a",
        "webhook-timestamp": "1800000000",
        "webhook-signature": f"v1,{b64encode(mac).decode()}",
    }
    assert verify([SECRET], headers, b"2.x", NOW) == "a"
    assert refused(id="a.1800000000", timestamp="2") == "webhook_id_form"
    with pytest.raises(SignatureFault):
        sign(SECRET, "a.1800000000", 2, b"x")


def test_a_signature_is_compared_without_telling_how_far_it_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pair is compared, by the function that takes the same time for each."""
    compared: list[bytes] = []

    def compare(mine: bytes, theirs: bytes) -> bool:
        compared.append(theirs)
        return mine == theirs

    monkeypatch.setattr(signing.hmac, "compare_digest", compare)
    verify([SECRET, OTHER], signed_headers([SECRET, OTHER], ID, NOW, BODY), BODY, NOW)
    assert len(compared) == 4
