"""What was compared with whom on which day, and what did not agree. A difference stays open until it is gone."""

from django.db import models
from django.db.models import Q


class ReconciliationRun(models.Model):
    """One comparison. ``bank`` is empty for the cards of banks that are not connected: only the plant is asked then.

    ``refused``: the bank's file could not be had or not be trusted; nothing was compared, ``words`` says why.
    ``ours``, ``theirs`` and ``stock`` count what was compared, ``found`` what did not agree, ``to_do`` what of it is
    somebody's turn.
    """

    day = models.DateField()
    bank = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10)
    words = models.CharField(max_length=200, blank=True)
    ours = models.PositiveIntegerField(default=0)
    theirs = models.PositiveIntegerField(default=0)
    stock = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    to_do = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["finished", "refused"]), name="reconciliation_state_known")
        ]
        indexes = [models.Index(fields=["-id"], name="reconciliation_latest")]


class Difference(models.Model):
    """One aspect in which the parties do not agree about one card. ``ours``, ``theirs``, ``stock`` are JSON.

    ``region`` is empty and ``person_id`` null where the bureau has no such card.
    """

    card_id = models.CharField(max_length=40)
    bank = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=6, blank=True)
    person_id = models.CharField(max_length=40, null=True)
    aspect = models.CharField(max_length=24)
    cause = models.CharField(max_length=24)
    owner = models.CharField(max_length=10)
    ours = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    stock = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "card_id", "aspect"],
                condition=Q(closed_at__isnull=True),
                name="one_open_difference_an_aspect",
            ),
            models.CheckConstraint(
                condition=Q(owner__in=["bank", "bureau", "plant", "nobody"]), name="difference_owner_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "cause", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="difference_open",
            ),
            models.Index(fields=["card_id", "-id"], name="difference_of_a_card"),
        ]
