"""What the plant is told of each of its files: taken in, with the rows that the rules refused, or refused whole."""

from typing import Any, Final

from yikatong.adapters.plant_files import durably, written
from yikatong.office import deployment
from yikatong.office.plant.links import folder, signer
from yikatong.records import models

REFUSED_MAX: Final = 10_000


def give_receipts() -> int:
    """A signed receipt for every file that was answered and has none yet. Written again after a crash."""
    answered = models.PlantFile.objects.filter(receipt_at__isnull=True, state__in=("taken_in", "refused"))
    count = 0
    for file in answered.order_by("id"):
        _write(file)
        models.PlantFile.objects.filter(pk=file.pk).update(receipt_at=deployment.now())
        count += 1
    return count


def _write(file: models.PlantFile) -> None:
    content, out = written(_page(file)), folder("outgoing")
    durably(out / f"{file.name}.receipt.json.sig", lambda sink: sink.write(signer().sign(content)))
    durably(out / f"{file.name}.receipt.json", lambda sink: sink.write(content))


def _page(file: models.PlantFile) -> dict[str, Any]:
    refused = models.PlantFileRow.objects.filter(of=file).exclude(code="").order_by("line")
    lines = refused.values_list("line", "code", "words")[:REFUSED_MAX]
    return {
        "kind": "receipt", "plant": file.plant, "file": file.name, "manifest_sha256": file.digest,
        "answer": file.state, "code": file.code, "line": file.line, "words": file.words, "cure": file.cure,
        "refused_rows": [{"line": line, "code": code, "words": words} for line, code, words in lines],
    }  # fmt: skip
