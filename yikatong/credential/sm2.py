"""SM2 with SM3 (GB/T 32918) by the system's libcrypto, 3.0 or later; nothing here computes on the curve in Python.

``cryptography`` offers SM3 and SM4 but no SM2. Functional, not a certified product: a deployment that is assessed
(GB/T 39786) signs in its own module, behind :class:`yikatong.credential.signing.Signer`.
"""

import ctypes
import ctypes.util
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

USER_ID: Final = b"1234567812345678"  # the default identity of GB/T 35276
_PUBLIC: Final = bytes.fromhex("3039301306072a8648ce3d020106082a811ccf5501822d032200")
_PRIVATE: Final = bytes.fromhex("30310201010420"), bytes.fromhex("a00a06082a811ccf5501822d")
_POINT_BYTES: Final = 65


class Sm2Unavailable(Exception):
    """This machine has no libcrypto 3 with SM2."""


@cache
def _crypto() -> Any:
    name = ctypes.util.find_library("crypto")
    if name is None:
        raise Sm2Unavailable("no libcrypto")
    lib = ctypes.CDLL(name)
    try:
        lib.OpenSSL_version_num.restype = ctypes.c_ulong
        if lib.OpenSSL_version_num() >> 28 < 3:
            raise Sm2Unavailable("libcrypto is older than 3.0")
        for function in (
            "d2i_PUBKEY", "d2i_AutoPrivateKey", "EVP_MD_CTX_new", "EVP_PKEY_CTX_new", "EVP_sm3",
        ):  # fmt: skip
            getattr(lib, function).restype = ctypes.c_void_p
    except AttributeError as error:
        raise Sm2Unavailable(str(error)) from error
    return lib


class Sm2Key:
    """A key of libcrypto, kept loaded: loading it again costs more than half a verification."""

    def __init__(self, der: bytes, *, private: bool) -> None:
        """Errors: ValueError for bytes that are no key of this curve; Sm2Unavailable."""
        lib = _crypto()
        start = ctypes.c_char_p(der)
        load = lib.d2i_AutoPrivateKey if private else lib.d2i_PUBKEY
        pointer = load(None, ctypes.byref(start), ctypes.c_long(len(der)))
        if not pointer:
            lib.ERR_clear_error()
            raise ValueError("not a key on the SM2 curve")
        self._lib, self._key = lib, ctypes.c_void_p(pointer)

    def __del__(self) -> None:
        if hasattr(self, "_key"):
            self._lib.EVP_PKEY_free(self._key)

    def point(self) -> bytes:
        """The public point, compressed (33 bytes)."""
        out = ctypes.c_void_p()
        size = self._lib.i2d_PUBKEY(self._key, ctypes.byref(out))
        if size < _POINT_BYTES:
            raise ValueError("no public key")
        try:
            point = ctypes.string_at(out, size)[-_POINT_BYTES:]
        finally:
            self._lib.CRYPTO_free(out, None, 0)
        return bytes([2 + (point[-1] & 1)]) + point[1:33]

    def sign(self, message: bytes) -> bytes:
        """64 bytes: r, then s."""
        size, out = ctypes.c_size_t(80), ctypes.create_string_buffer(80)
        self._digest("Sign", message, out, ctypes.byref(size))
        r, s = decode_dss_signature(out.raw[: size.value])
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def verify(self, message: bytes, signature: bytes) -> bool:
        der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        try:
            self._digest("Verify", message, der, ctypes.c_size_t(len(der)))
        except ValueError:
            return False
        return True

    def _digest(self, act: str, message: bytes, signature: Any, size: Any) -> None:
        """EVP_DigestSign or EVP_DigestVerify. Errors: ValueError when libcrypto says no."""
        lib = self._lib
        context, of_key = ctypes.c_void_p(lib.EVP_MD_CTX_new()), ctypes.c_void_p(lib.EVP_PKEY_CTX_new(self._key, None))
        try:
            lib.EVP_MD_CTX_set_pkey_ctx(context, of_key)
            begin, end = getattr(lib, f"EVP_Digest{act}Init"), getattr(lib, f"EVP_Digest{act}")
            done = (
                lib.EVP_PKEY_CTX_set1_id(of_key, USER_ID, ctypes.c_int(len(USER_ID))) == 1
                and begin(context, None, ctypes.c_void_p(lib.EVP_sm3()), None, self._key) == 1
                and end(context, signature, size, message, ctypes.c_size_t(len(message))) == 1
            )
        finally:
            lib.EVP_MD_CTX_free(context)
            lib.EVP_PKEY_CTX_free(of_key)
        if not done:
            lib.ERR_clear_error()
            raise ValueError(act)


def public_key(point: bytes) -> Sm2Key:
    """From a compressed point. Errors: ValueError (also for a point off the curve), Sm2Unavailable."""
    if len(point) != 33 or point[0] not in (2, 3):
        raise ValueError("not a compressed point")
    return Sm2Key(_PUBLIC + point, private=False)


def private_key(scalar: bytes) -> Sm2Key:
    """From the 32 bytes of the secret number. Errors: ValueError, Sm2Unavailable."""
    if len(scalar) != 32:
        raise ValueError("not 32 bytes")
    return Sm2Key(_PRIVATE[0] + scalar + _PRIVATE[1], private=True)
