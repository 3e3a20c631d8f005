"""Files of cards that a former system issued: brought in by an officer, tried, taken over, taken back."""

from django.db import models
from django.db.models import Q


class Import(models.Model):
    """One file. It is sealed and dropped when its cards are taken over, or when it has lain for too long."""

    import_id = models.CharField(max_length=40, primary_key=True)
    actor = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    file_name = models.CharField(max_length=80)
    sheet = models.BinaryField(null=True)
    header = models.TextField()
    columns = models.TextField(blank=True)
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=80, blank=True)
    ground = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "columns", "trying", "tried", "commit_asked", "committing", "committed", "undo_asked",
                        "undoing", "undone", "dropped",
                    ]
                ),
                name="import_state_known",
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["-uploaded_at", "import_id"], name="import_latest"),
            models.Index(fields=["state", "uploaded_at"], name="import_waiting"),
        ]


class ImportRow(models.Model):
    """The answer to one row in one phase: tried, taken over or taken back. The number is masked."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    phase = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    masked = models.CharField(max_length=40)
    granted = models.BooleanField()
    code = models.CharField(max_length=40, blank=True)
    answer = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "phase", "number"], name="one_answer_a_row_and_phase"),
            models.CheckConstraint(condition=Q(phase__in=["try", "commit", "undo"]), name="import_phase_known"),
        ]
        indexes = [models.Index(fields=["of", "phase", "granted", "code"], name="import_rows_by_reason")]


class ImportAct(models.Model):
    """Who brought the import one step on, when; the worker has no name."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="acts")
    act = models.CharField(max_length=16)
    actor = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["of", "id"], name="import_acts_in_order")]
