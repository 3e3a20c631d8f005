"""What the vault costs above the bare primitive, both measured in this run: `python -m bench.vault`.

Prints one line a function: operations a second, the primitive's, and the ratio of the two. Rounds of both
alternate and the best of each counts, so that a busy machine hurts both alike.
"""

import hashlib
import hmac
import os
import sys
import time
from collections.abc import Callable

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yikatong.cards.pin import Pin
from yikatong.office.vault import PRODUCTION_COST, Keys, Suite, Vault, commitment

ROUNDS = 7
PLAIN, PLACE = b"610113196501010011", "person|id_number|7"
KEY = os.urandom(32)
AES = AESGCM(KEY)
SM4 = algorithms.SM4(KEY[:16])


def bare_sm4() -> bytes:
    context = Cipher(SM4, modes.GCM(os.urandom(12))).encryptor()
    context.authenticate_additional_data(b"place")
    return context.update(PLAIN) + context.finalize()


def bare_argon2() -> bytes:
    cost = PRODUCTION_COST
    return hash_secret_raw(KEY, KEY[:16], cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def seconds(work: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def compare(name: str, ours: Callable[[], object], bare: Callable[[], object], times: int) -> None:
    rounds = [(seconds(ours, times), seconds(bare, times)) for _ in range(ROUNDS)]
    our_best, bare_best = (min(column) for column in zip(*rounds, strict=True))
    sys.stdout.write(f"{name:<14}{1 / our_best:>12,.0f}/s{1 / bare_best:>12,.0f}/s{our_best / bare_best:>8.2f}\n")


def main() -> None:
    keys = Keys.generate()
    intl, guomi = Vault(keys, Suite.INTL), Vault(keys, Suite.GUOMI)
    sealed, pin = intl.seal(PLAIN, PLACE), Pin.read("470916")
    nonce = os.urandom(12)
    closed = AES.encrypt(nonce, PLAIN, b"place")
    sys.stdout.write(f"{'':<14}{'vault':>14}{'primitive':>14}{'ratio':>8}\n")
    compare("seal", lambda: intl.seal(PLAIN, PLACE), lambda: AES.encrypt(os.urandom(12), PLAIN, b"place"), 20_000)
    compare("open", lambda: intl.open(sealed, PLACE), lambda: AES.decrypt(nonce, closed, b"place"), 20_000)
    compare("seal guomi", lambda: guomi.seal(PLAIN, PLACE), bare_sm4, 5_000)
    compare(
        "blind index",
        lambda: intl.blind_index("p", "1" * 18),
        lambda: hmac.digest(KEY, PLAIN, "sha256"),
        20_000,
    )
    compare("commitment", lambda: commitment(PLAIN), lambda: hashlib.sha256(KEY + PLAIN).hexdigest(), 20_000)
    compare("pin digest", lambda: intl.pin_digest(pin, "card"), bare_argon2, 5)


if __name__ == "__main__":
    main()
