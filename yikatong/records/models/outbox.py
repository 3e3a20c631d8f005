"""The outbox: what parties outside are told, and every attempt at telling them."""

from django.db import models
from django.db.models import Q

from yikatong.records.models.ledger import Dossier

WAITS = Q(sent_at__isnull=True, dead_at__isnull=True)


class Message(models.Model):
    """What a party outside is told of an entry, after commit. No personal words in ``body``.

    It waits until ``sent_at`` or ``dead_at`` is set. ``due_at``: not before this moment, null for at once.
    ``leased_until``: a courier carries it until then; whoever else comes by leaves it alone. ``attempts`` since
    ``tried_since``, both afresh when it is resent. New columns have defaults of the database: rows are inserted bare.
    """

    reference = models.CharField(max_length=40)
    dossier = models.ForeignKey(Dossier, models.PROTECT)
    party = models.CharField(max_length=10)
    target = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    at = models.DateTimeField()
    attempts = models.PositiveIntegerField(db_default=0)
    tried_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "id"], condition=Q(sent_at__isnull=True), name="message_waiting"),
            models.Index(fields=["party", "target", "id"], condition=WAITS, name="message_to_carry"),
            models.Index(fields=["dossier", "party", "target", "id"], condition=WAITS, name="message_in_order"),
            models.Index(fields=["-id"], condition=WAITS & Q(attempts__gt=0), name="message_failing"),
            models.Index(fields=["-id"], condition=Q(dead_at__isnull=False), name="message_dead"),
            models.Index(fields=["target", "-id"], condition=Q(party="partner"), name="message_of_a_partner"),
            models.Index(
                fields=["target", "kind", "at", "id"],
                condition=Q(party="bank", sent_at__isnull=True),
                name="message_of_bank",
            ),
        ]


class Attempt(models.Model):
    """One attempt at carrying a message: what came of it, the HTTP status if any, and words for the operator."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["sent", "failed", "postponed", "dead"]), name="attempt_outcome_known"
            )
        ]
