"""How the holder was told, what they wish, which reminders were given; and the partners who hear of acts."""

from django.db import models
from django.db.models import Q


class Telling(models.Model):
    """How one message of the outbox reached its holder. No number and no words: both are made when it is sent.

    ``state``: in_app (told on their page alone, ``why`` says why), handed_over, delivered or failed (``why`` as the
    gateway said it). ``settled_at``: an officer has told the holder otherwise.
    """

    message = models.OneToOneField("records.Message", models.CASCADE, primary_key=True)
    region = models.CharField(max_length=6)
    state = models.CharField(max_length=12)
    why = models.CharField(max_length=80, blank=True)
    gateway_reference = models.CharField(max_length=80, null=True, unique=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_how = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["message"], condition=Q(state="failed", settled_at__isnull=True), name="telling_to_settle"
            ),
            models.Index(fields=["at"], condition=Q(state="handed_over"), name="telling_unanswered"),
        ]


class MessageChoice(models.Model):
    """What a person chose on their own page: text messages that can wait, or none; and up to where they have read."""

    dossier = models.OneToOneField("records.Dossier", models.PROTECT, primary_key=True)
    sms = models.BooleanField(default=True)
    read_up_to = models.BigIntegerField(default=0)


class Reminder(models.Model):
    """One matter that somebody was reminded of, once: which card and which date."""

    kind = models.CharField(max_length=40)
    card_id = models.CharField(max_length=40)
    due = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "card_id", "due"], name="one_reminder_a_matter")]


class Subscription(models.Model):
    """A partner who hears of acts: of which kinds, within which region, for which purpose, and where to.

    It counts once a second officer has approved it, and until it is ended. Both secrets are sealed; the previous one
    signs too for a while after a rotation.
    """

    subscription_id = models.CharField(max_length=40, primary_key=True)
    partner = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=24)
    region = models.CharField(max_length=6)
    url = models.CharField(max_length=500)
    kinds = models.TextField()
    secret = models.BinaryField()
    previous = models.BinaryField(null=True)
    rotated_at = models.DateTimeField(null=True)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["partner", "subscription_id"], name="subscription_of_a_partner"),
        ]
