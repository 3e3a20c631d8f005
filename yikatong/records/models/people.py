"""Those who work with the ledger: posts, sign-ins, looks at a record, and employers' batches."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Post(models.Model):
    """What an account may do: one channel, one region's subtree, and the party it speaks for, if any."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="posts")
    application = models.ForeignKey(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL, models.CASCADE, null=True, related_name="posts"
    )
    channel = models.CharField(max_length=12)
    region = models.CharField(max_length=6)
    party = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, application__isnull=True)
                | Q(user__isnull=True, application__isnull=False),
                name="post_of_a_user_or_a_client",
            )
        ]


class SignIn(models.Model):
    """A citizen's sign-in: who they say they are (sealed), the code sent, and how surely they are known."""

    token_digest = models.BinaryField(max_length=32, unique=True)
    client = models.CharField(max_length=80)
    number_index = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    assurance = models.PositiveSmallIntegerField(default=0)
    code_digest = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    code_ends_at = models.DateTimeField()
    face_ends_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["number_index", "code_ends_at"], name="signin_of_a_number"),
            models.Index(fields=["client", "code_ends_at"], name="signin_of_a_client"),
        ]


class Look(models.Model):
    """Who looked at whose record, when, through what and why. Written before the record is shown."""

    dossier = models.ForeignKey("records.Dossier", models.PROTECT)
    actor = models.CharField(max_length=80)
    channel = models.CharField(max_length=12)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "-id"], name="look_of_a_dossier"),
            models.Index(fields=["actor", "-id"], name="look_of_an_actor"),
        ]


class Batch(models.Model):
    """An employer's file of applicants. The files are sealed and dropped once every row has its answer."""

    batch_id = models.CharField(max_length=40, primary_key=True)
    employer = models.CharField(max_length=40)
    client = models.CharField(max_length=80)
    case_number = models.CharField(max_length=255)
    body = models.BinaryField(max_length=32)
    actor = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    answers = models.TextField()
    roll = models.BinaryField(null=True)
    photos = models.BinaryField(null=True)
    total = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "case_number"], name="one_batch_a_case_number")]
        indexes = [models.Index(fields=["employer", "-received_at"], name="batch_of_an_employer")]


class BatchRow(models.Model):
    """The answer to one row: granted with its reference, or refused with the reasons. The number is masked."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    masked = models.CharField(max_length=40)
    granted = models.BooleanField()
    reference = models.CharField(max_length=40, blank=True)
    answer = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_answer_a_row")]
