"""Whose keys: ours, made of the deployment's seed, and the plant's, registered by hand."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from yikatong.adapters.plant_files import SealKey, Signer, durably, key_id_of, read_public_keys, written
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.records import models


class NotConnected(CounterFault):
    code, status = "plant_not_connected", 409
    words = "还没有登记制卡中心的公钥。请用 yikatong plant keys --register 登记后再送制。"


@dataclass(frozen=True, slots=True)
class Link:
    """The plant that makes our cards: the key to seal rows to, and its signing keys by id."""

    plant: str
    seal: SealKey
    sign: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class KeyView:
    plant: str
    use: str
    key_id: str
    registered_at: datetime
    withdrawn_at: datetime | None


def folder(name: str) -> Path:
    """``outgoing``, ``incoming`` and ``keys`` are the plant's too; ``taken`` and ``quarantine`` are ours alone."""
    found = Path(settings.PLANT_FOLDER) / name
    found.mkdir(parents=True, exist_ok=True)
    return found


def signer() -> Signer:
    """One secret never signs two kinds of thing: the key is one of its own, derived from the issuer's seed."""
    return Signer(HKDF(SHA256(), 32, None, b"yikatong plant files 1").derive(settings.KEYS.signing_seed))


def our_keys() -> dict[str, str]:
    """What the plant registers of us: the key's id and the public key in Base64."""
    ours = signer()
    return {"key_id": ours.key_id, "signing": b64encode(ours.public).decode()}


def publish_ours() -> Path:
    """Lay our public key into the shared folder."""
    path = folder("keys") / "bureau.keys.json"
    durably(path, lambda sink: sink.write(written(our_keys())))
    return path


def link() -> Link:
    """The plant last registered, with its newest sealing key. Errors: NotConnected."""
    active = list(models.PlantKey.objects.filter(withdrawn_at__isnull=True).order_by("registered_at", "id"))
    seals = [key for key in active if key.use == "seal"]
    signs = {k.key_id: bytes(k.public) for k in active if k.use == "sign" and seals and k.plant == seals[-1].plant}
    if not signs:
        raise NotConnected
    return Link(seals[-1].plant, SealKey(bytes(seals[-1].public)), signs)


def register(text: str) -> str:
    """Register the plant's public keys; earlier ones stay good until they are withdrawn. Gives the plant's code.

    Errors: PlantFileFault ``keys_wrong``.
    """
    plant, signing, sealing = read_public_keys(text)
    with transaction.atomic():
        for use, public in (("sign", signing), ("seal", sealing)):
            models.PlantKey.objects.update_or_create(
                plant=plant, use=use, key_id=key_id_of(public),
                defaults={"public": public, "registered_at": deployment.now(), "withdrawn_at": None},
            )  # fmt: skip
    return plant


def withdraw(key_id: str) -> int:
    """From now on nothing is sealed to this key, and nothing that it signs is taken. Gives how many keys it was."""
    active = models.PlantKey.objects.filter(key_id=key_id, withdrawn_at__isnull=True)
    return int(active.update(withdrawn_at=deployment.now()))


def registered_keys() -> list[KeyView]:
    found = models.PlantKey.objects.order_by("id")
    return [KeyView(k.plant, k.use, k.key_id, k.registered_at, k.withdrawn_at) for k in found]
