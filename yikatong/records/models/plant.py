"""What goes to the card plant and comes back from it: its keys, batches of cards, files with results, its stock."""

from django.db import models
from django.db.models import Q

from yikatong.records.models.ledger import Dossier


class PlantKey(models.Model):
    """A public key of a plant: to seal rows to (``seal``) or to know its files by (``sign``)."""

    plant = models.CharField(max_length=40)
    use = models.CharField(max_length=4)
    key_id = models.CharField(max_length=16)
    public = models.BinaryField(max_length=32)
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "use", "key_id"], name="one_plant_key_an_id"),
            models.CheckConstraint(condition=Q(use__in=["seal", "sign"]), name="plant_key_use_known"),
        ]


class PlantBatch(models.Model):
    """Cards sent to be made. Claimed with its rows in one transaction; written once the file set lies in the folder."""

    plant = models.CharField(max_length=40)
    claimed = models.PositiveIntegerField()
    claimed_at = models.DateTimeField()
    written = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField(null=True)
    sealed_to = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(written_at__isnull=True), name="plant_batch_unwritten")]


class PlantRow(models.Model):
    """A card in a batch, its ``turn``-th time, for the outbox's ``message_id``. ``left_out``: why it is not
    made from this row and waits for a person; ``given_up``: the plant could not make it from this row, so that it may
    go into another batch."""

    batch = models.ForeignKey(PlantBatch, models.PROTECT, related_name="rows")
    card_id = models.CharField(max_length=40)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    message_id = models.BigIntegerField()
    region = models.CharField(max_length=6)
    turn = models.PositiveSmallIntegerField()
    left_out = models.CharField(max_length=40, blank=True)
    given_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card_id"], condition=Q(given_up=False), name="one_batch_a_card"),
            models.UniqueConstraint(fields=["card_id", "turn"], name="one_plant_row_a_turn"),
        ]
        indexes = [models.Index(fields=["batch", "id"], name="plant_rows_in_order")]


class PlantFile(models.Model):
    """A file set from the plant. ``waiting`` for one with a smaller sequence, ``accepted`` whole, ``taken_in`` row by
    row, or ``refused`` whole with the code, the line and the cure."""

    plant = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    state = models.CharField(max_length=10)
    code = models.CharField(max_length=40, blank=True)
    line = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=200, blank=True)
    cure = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "sequence"], condition=~Q(state="refused"), name="one_plant_file_a_sequence"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "taken_in", "refused"]), name="plant_file_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "sequence"], name="plant_files_by_state"),
            models.Index(fields=["id"], condition=Q(receipt_at__isnull=True), name="plant_file_no_receipt"),
        ]


class PlantFileRow(models.Model):
    """One row of an accepted file. ``code`` is null until it was asked at the counter, empty where that was granted,
    else the refusal's."""

    of = models.ForeignKey(PlantFile, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    card_id = models.CharField(max_length=40)
    dossier_id = models.CharField(max_length=40)
    region = models.CharField(max_length=6)
    result = models.CharField(max_length=10)
    card_no = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=40, null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "line"], name="one_plant_file_row_a_line")]
        indexes = [models.Index(fields=["of", "code", "line"], name="plant_file_rows_by_code")]


class PlantStock(models.Model):
    """A card object that a plant says it holds on a day, and in which of its places."""

    plant = models.CharField(max_length=40)
    day = models.DateField()
    card_id = models.CharField(max_length=40)
    place = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plant", "day", "card_id"], name="one_place_a_card_and_day")]
