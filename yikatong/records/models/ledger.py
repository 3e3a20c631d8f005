"""The ledger and what is folded from it. Triggers (migration 0002) keep entries append-only on both engines."""

from django.db import models
from django.db.models import Q


class Dossier(models.Model):
    """A person: the row that is locked. ``facts`` and ``words`` are folds of entries, ``head`` their chain's end.

    ``name_index`` is null only in rows older than it (``yikatong index-people`` fills them in), ``mobile_index`` also
    where there is no mobile.
    """

    person_id = models.CharField(max_length=40, primary_key=True)
    number_index = models.BinaryField(max_length=32, unique=True)
    mobile_index = models.BinaryField(max_length=32, null=True)
    name_index = models.BinaryField(max_length=32, null=True)
    words = models.BinaryField()
    facts = models.TextField()
    version = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(version__gt=0), name="dossier_has_a_first_act")]
        indexes = [
            models.Index(fields=["mobile_index"], name="dossier_mobile"),
            models.Index(fields=["name_index"], name="dossier_name"),
            models.Index(fields=["person_id"], condition=Q(name_index__isnull=True), name="dossier_not_indexed"),
        ]


class Holding(models.Model):
    """A card: what screens and constraints need in columns, the whole in ``facts``. A fold, rebuilt by fsck."""

    card_id = models.CharField(max_length=40, primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    number = models.PositiveSmallIntegerField()
    tenure = models.CharField(max_length=10)
    province = models.CharField(max_length=2)
    region = models.CharField(max_length=6)
    bank = models.CharField(max_length=40)
    outlet = models.CharField(max_length=40)
    employer = models.CharField(max_length=40, null=True)
    stage = models.CharField(max_length=20)
    stage_at = models.DateTimeField()
    social = models.CharField(max_length=12)
    financial = models.CharField(max_length=12)
    card_no = models.CharField(max_length=20, null=True)
    valid_until = models.DateField(null=True)
    predecessor = models.CharField(max_length=40, null=True)
    social_until = models.DateTimeField(null=True)
    financial_until = models.DateTimeField(null=True)
    facts = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(tenure="current"), name="one_current_card_a_province"
            ),
            models.UniqueConstraint(
                fields=["dossier", "province"], condition=Q(tenure="coming"), name="one_coming_card_a_province"
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(predecessor__isnull=False) & ~Q(tenure="gone"),
                name="one_successor_a_card",
            ),
            models.UniqueConstraint(
                fields=["province", "card_no"], condition=Q(card_no__isnull=False), name="one_card_a_number"
            ),
            models.CheckConstraint(
                condition=Q(social__in=["sealed", "normal", "temp_lost", "lost", "locked", "cancelled"]),
                name="holding_social_known",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "region", "stage_at", "card_id"], name="holding_queue"),
            models.Index(fields=["stage", "stage_at", "card_id"], name="holding_waiting"),
            models.Index(fields=["employer", "card_id"], name="holding_employer"),
            models.Index(fields=["valid_until", "card_id"], condition=Q(tenure="current"), name="holding_expiring"),
            models.Index(
                fields=["social_until", "card_id"], condition=Q(social_until__isnull=False), name="holding_lapsing"
            ),
            models.Index(
                fields=["financial_until", "card_id"],
                condition=Q(financial_until__isnull=False),
                name="holding_account_lapsing",
            ),
        ]


class Entry(models.Model):
    """One acknowledged act. ``body`` is a keyed digest of what was asked, so that a replay can be told from a reuse."""

    reference = models.CharField(max_length=40, unique=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    version = models.PositiveIntegerField()
    client = models.CharField(max_length=80)
    case_number = models.CharField(max_length=255)
    body = models.BinaryField(max_length=32)
    service = models.CharField(max_length=40)
    channel = models.CharField(max_length=12)
    assurance = models.PositiveSmallIntegerField()
    asker = models.CharField(max_length=12)
    actor = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    events = models.TextField()
    rulings = models.TextField()
    answer = models.TextField()
    at = models.DateTimeField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "case_number"], name="one_entry_a_case_number"),
            models.UniqueConstraint(fields=["dossier", "version"], name="one_entry_a_version"),
        ]
        indexes = [
            models.Index(fields=["client", "-id"], name="entry_of_a_client"),
            models.Index(fields=["client", "-at"], name="entry_of_a_client_since"),
            models.Index(fields=["at"], name="entry_by_day"),
            models.Index(fields=["-id"], condition=Q(service="propose_correction"), name="entry_proposing"),
        ]


class Personal(models.Model):
    """The personal words of one entry, sealed. Erasable: the entry holds but a salted commitment to them."""

    reference = models.CharField(max_length=40, primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    salt = models.BinaryField(max_length=32)
    sealed = models.BinaryField()


class Picture(models.Model):
    """A photo as stored, sealed; its digest stands in the facts."""

    dossier = models.ForeignKey(Dossier, models.PROTECT)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "digest"], name="one_picture_a_digest")]


class PinDigest(models.Model):
    """argon2id over a peppered HMAC of a social PIN. The bank's PIN never enters this system."""

    card_id = models.CharField(max_length=40, primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    digest = models.CharField(max_length=200)


class Seat(models.Model):
    """One seat of an outlet's half hour, held by an appointment."""

    appointment_id = models.CharField(max_length=40, primary_key=True)
    outlet = models.CharField(max_length=40)
    at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    released = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "at", "seat"], condition=Q(released=False), name="one_appointment_a_seat"
            )
        ]
