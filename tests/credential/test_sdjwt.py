"""The e-licence as SD-JWT VC: what is shown, and every way to show something else."""

import pytest

from tests.credential.wallet import DAY, NOW, World
from yikatong.credential import jws, sdjwt, status
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import Algorithm, Status
from yikatong.credential.signing import FileSigner

WORLD = World.new()
CLAIMS = {
    "iss": "https://card.example.org", "vct": "urn:example:social-security-card", "iat": NOW, "exp": NOW + 30 * DAY,
    "name": "张三", "region": "610100", "valid_until": "2036-11-20",
}  # fmt: skip
AUDIENCE, NONCE = "https://pharmacy.example.org", "n-1"
ISSUED = sdjwt.issue(WORLD.bureau, CLAIMS, ["name", "region", "valid_until"], WORLD.phone.point)


def presented(names=("name",), **changes) -> str:
    told = {"audience": AUDIENCE, "nonce": NONCE, "now": NOW, "device": WORLD.phone, **changes}
    return sdjwt.present(ISSUED, names, **told)


def verified(text: str, now: int = NOW) -> sdjwt.Presented:
    return sdjwt.verify(text, lambda signed: WORLD.bureau.point, now, audience=AUDIENCE, nonce=NONCE)


def refusal(text: str, now: int = NOW) -> Reason:
    with pytest.raises(Refused) as refused:
        verified(text, now)
    return refused.value.reason


def test_only_what_is_shown_is_told() -> None:
    found = verified(presented())
    assert found.bound
    assert found.claims["name"] == "张三"
    assert not {"region", "valid_until", "_sd", "_sd_alg"} & found.claims.keys()
    assert set(verified(presented(("name", "region", "valid_until"))).claims) == {*CLAIMS, "cnf"}


def test_ways_to_be_wrong() -> None:
    other = FileSigner.new()
    assert refusal(presented(device=other)) is Reason.DEVICE_SIGNATURE
    assert refusal(presented(audience="https://other.example.org")) is Reason.CHALLENGE
    assert refusal(presented(nonce="n-2")) is Reason.CHALLENGE
    assert refusal(presented(now=NOW - 301)) is Reason.TOO_OLD
    assert refusal(presented(now=NOW + 31 * DAY), NOW + 31 * DAY) is Reason.EXPIRED
    assert refusal(ISSUED) is Reason.MALFORMED
    with pytest.raises(Refused) as refused:
        sdjwt.verify(presented(), lambda signed: other.point, NOW, audience=AUDIENCE, nonce=NONCE)
    assert refused.value.reason is Reason.ISSUER_SIGNATURE


def test_a_disclosure_cannot_be_added_repeated_or_left_out() -> None:
    signed, name, *rest = presented(("name", "region")).split("~")
    foreign = jws.b64(jws.written(["salt", "role", "officer"]))
    assert refusal("~".join([signed, foreign, name, *rest])) is Reason.MALFORMED
    assert refusal("~".join([signed, name, name, *rest])) is Reason.MALFORMED
    assert refusal("~".join([signed, *rest])) is Reason.CHALLENGE


@pytest.mark.parametrize("hidden", [["vct"], ["exp"], ["cnf"]])
def test_what_every_verifier_must_see_is_not_hidden(hidden: list[str]) -> None:
    with pytest.raises(ValueError):
        sdjwt.issue(WORLD.bureau, CLAIMS, hidden)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b.c~",
        "~",
        "e30.e30.~",
        "eyJhbGciOiJub25lIn0.e30.~",
        ISSUED.replace(".", "!", 1),
        "é~",
        "a" * 10,
        ISSUED.replace("~", "~\ud800~", 1),
    ],
)
def test_nonsense(text: str) -> None:
    assert refusal(text) in set(Reason)


def test_every_character_of_the_signature_matters() -> None:
    signed, *rest = presented().split("~")
    head, body, signature = signed.split(".")
    for place in range(0, len(signature), 7):
        changed = "A" if signature[place] != "A" else "B"
        broken = f"{head}.{body}.{signature[:place]}{changed}{signature[place + 1 :]}"
        assert refusal("~".join([broken, *rest])) in (Reason.ISSUER_SIGNATURE, Reason.MALFORMED)


def test_json_in_another_spelling() -> None:
    for raw in (b'{"a":1,"a":2}', b'{"a":NaN}', b"[" * 100_000, b"\xff"):
        with pytest.raises(Refused):
            jws.told(raw)


def test_a_status_list_for_wallets() -> None:
    listed = status.StatusList("https://card.example.org/status/7", NOW, NOW + DAY, status.pack({5: Status.SUSPENDED}))
    signed = jws.read(status.write_jwt(WORLD.lister, listed))
    assert signed.signed_by(WORLD.lister.point)
    found = status.read_jwt(signed, NOW)
    assert found == listed
    assert status.status_at(found.bits, 5) is Status.SUSPENDED
    with pytest.raises(Refused):
        status.read_jwt(signed, NOW + DAY)
    with pytest.raises(ValueError):
        status.write_jwt(FileSigner.new(Algorithm.SM2), listed)
