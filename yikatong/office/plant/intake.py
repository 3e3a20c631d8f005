"""Files from the plant, looked at before anything is applied: signed, in their turn, whole, of cards that it has."""

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Max

from yikatong.adapters.plant_files import (
    NAME,
    Manifest,
    PlantFileFault,
    missing,
    moved,
    opened,
    read_manifest,
    read_results,
    read_stock,
    verify,
)
from yikatong.office import deployment
from yikatong.office.plant.keeping import keep_results, keep_stock
from yikatong.office.plant.links import Link, folder
from yikatong.records import models

log = logging.getLogger("yikatong.plant")
MANIFEST, SIGNATURE, ROWS = ".manifest.json", ".manifest.json.sig", ".rows"
HEAD_BYTES_MAX: Final = 64 * 1024
STRAY_S: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Head:
    """A file whose signature holds. ``digest`` is of the manifest, which holds the digest of the rows."""

    manifest: Manifest
    digest: str


def receive_all(link: Link) -> int:
    """Look at every file that lies there, by sequence; how many were accepted or refused."""
    heads, handled = [], 0
    for name in _names():
        try:
            heads.append(_head(name, link))
        except PlantFileFault as fault:
            refuse(name, _digest_of(name), link.plant, fault)
            handled += 1
    for head in sorted(heads, key=lambda one: one.manifest.sequence):
        handled += _receive(head)
    return handled + _sweep(link)


def _sweep(link: Link) -> int:
    """Files that have lain for a day without a manifest: a delivery that was never finished is refused; what a crash
    of ours left behind when the manifest was put away follows it."""
    now, handled = time.time(), 0
    for path in [*folder("incoming").glob(f"*{SIGNATURE}"), *folder("incoming").glob(f"*{ROWS}")]:
        name = path.name.removesuffix(SIGNATURE).removesuffix(ROWS)
        if not path.is_file() or not NAME.fullmatch(name) or now - path.stat().st_mtime < STRAY_S:
            continue
        if (folder("incoming") / f"{name}{MANIFEST}").exists():
            continue
        if models.PlantFile.objects.filter(plant=link.plant, name=name, finished_at__isnull=False).exists():
            _put_away(name)
        else:
            refuse(name, "", link.plant, missing(MANIFEST))
            handled += 1
    return handled


def _names() -> list[str]:
    found = [path.name.removesuffix(MANIFEST) for path in folder("incoming").glob(f"*{MANIFEST}")]
    return sorted(name for name in found if NAME.fullmatch(name))


def _head(name: str, link: Link) -> Head:
    content = _read(name, MANIFEST)
    verify(content, _read(name, SIGNATURE), link.sign)
    manifest = read_manifest(content, name)
    if manifest.plant != link.plant:
        raise PlantFileFault("plant_wrong", "清单上的制卡中心不是登记的那一家。", "请核对制卡中心代码后重新报送。")
    return Head(manifest, hashlib.sha256(content).hexdigest())


def _read(name: str, suffix: str) -> bytes:
    with opened(folder("incoming") / f"{name}{suffix}") as stream:
        return stream.read(HEAD_BYTES_MAX + 1)[:HEAD_BYTES_MAX]  # what was cut off does not verify


def _digest_of(name: str) -> str:
    try:
        return hashlib.sha256(_read(name, MANIFEST)).hexdigest()
    except PlantFileFault:
        return ""


def _receive(head: Head) -> bool:
    """Accept the file, refuse it, or let it wait for its turn. Gives whether it is done with."""
    manifest = head.manifest
    known = models.PlantFile.objects.filter(plant=manifest.plant, sequence=manifest.sequence).exclude(state="refused")
    before = known.first()
    try:
        if before is not None and before.state != "waiting":
            _again(before, head)
        elif manifest.sequence > _next(manifest.plant):
            _wait(head)
            return False
        else:
            accept(head)
            _put_away(manifest.file)
    except PlantFileFault as fault:
        refuse(manifest.file, head.digest, manifest.plant, fault, {"kind": manifest.kind, "rows": manifest.rows})
    return True


def _next(plant: str) -> int:
    taken = models.PlantFile.objects.filter(plant=plant, state__in=("accepted", "taken_in"))
    return int(taken.aggregate(last=Max("sequence"))["last"] or 0) + 1


def _again(before: models.PlantFile, head: Head) -> None:
    """The same file once more: nothing is done but to say so again. Errors: PlantFileFault ``sequence_reused``."""
    if before.digest != head.digest:
        cure = "已收下的文件不能改动；更正请用新的顺序号报送。"
        raise PlantFileFault("sequence_reused", "这个顺序号已用于另一个文件。", cure)
    _put_away(head.manifest.file)
    models.PlantFile.objects.filter(pk=before.pk).update(receipt_at=None)


def _wait(head: Head) -> None:
    """Noted with its first sight, so that the page can say since when a file before it is missing."""
    models.PlantFile.objects.get_or_create(
        plant=head.manifest.plant, sequence=head.manifest.sequence, state="waiting",
        defaults={"name": head.manifest.file, "kind": head.manifest.kind, "digest": head.digest,
                  "rows": head.manifest.rows, "at": deployment.now()},
    )  # fmt: skip


def accept(head: Head) -> None:
    """Keep the whole file's rows, in one transaction. Errors: PlantFileFault; nothing is kept then."""
    manifest = head.manifest
    with opened(folder("incoming") / f"{manifest.file}{ROWS}") as stream, transaction.atomic():
        if stream.seek(0, 2) > manifest.content.bytes:
            raise PlantFileFault("checksum_wrong", "明细文件比清单所写的大。", "请把整套文件重新报送一次。")
        stream.seek(0)
        models.PlantFile.objects.filter(plant=manifest.plant, sequence=manifest.sequence, state="waiting").delete()
        row = models.PlantFile.objects.create(
            plant=manifest.plant, name=manifest.file, kind=manifest.kind, sequence=manifest.sequence, day=manifest.day,
            digest=head.digest, rows=manifest.rows, state="accepted", at=deployment.now(),
        )  # fmt: skip
        if manifest.kind == "stock":
            keep_stock(manifest, read_stock(stream, manifest))
        else:
            keep_results(row, read_results(stream, manifest))
    log.info("file accepted", extra={"sequence": manifest.sequence, "count": manifest.rows})


def refuse(
    name: str, digest: str, plant: str, fault: PlantFileFault, known: Mapping[str, str | int] | None = None
) -> None:
    """Note the refusal, then put the file away; in this order, so that a crash between forgets nothing. The same file
    again is one refusal, told again. ``known``: what a signed manifest says of the file."""
    models.PlantFile.objects.filter(plant=plant, name=name, state="waiting").delete()
    now = deployment.now()
    told = {"words": fault.words, "cure": fault.cure, "at": now, "finished_at": now}
    models.PlantFile.objects.update_or_create(
        plant=plant, name=name, digest=digest, state="refused", code=fault.code, line=fault.line,
        defaults={**(known or {}), **told, "receipt_at": None},
    )  # fmt: skip
    moved(_paths(name), folder("quarantine") / f"{name}-{now:%Y%m%dT%H%M%S.%f}")
    log.warning("file refused", extra={"file": told_of(name), "code": fault.code, "line": fault.line})


def told_of(name: str) -> str:
    """R00000007 looks like a card's number, which the log would mask."""
    return name.removeprefix("R").lstrip("0")


def _put_away(name: str) -> None:
    moved(_paths(name), folder("taken"))


def _paths(name: str) -> list[Path]:
    """The manifest goes first: without it nobody takes the others for a file set."""
    return [folder("incoming") / f"{name}{suffix}" for suffix in (MANIFEST, SIGNATURE, ROWS)]
