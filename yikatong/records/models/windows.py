"""The hall: who sat at which window, the tickets of those who wait, and every print of a receipt."""

from django.db import models
from django.db.models import Q


class Shift(models.Model):
    """Who sat at which window of an outlet, from when to when. ``ends_at`` is null until it was handed over."""

    outlet = models.CharField(max_length=40)
    window = models.PositiveSmallIntegerField()
    client = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "window"], condition=Q(ends_at__isnull=True), name="one_shift_a_window"
            ),
            models.UniqueConstraint(fields=["client"], condition=Q(ends_at__isnull=True), name="one_window_a_clerk"),
        ]
        indexes = [models.Index(fields=["client", "-starts_at"], name="shift_of_a_clerk")]


class Ticket(models.Model):
    """A place in the queue of one outlet on one day: a letter and a number, never a name."""

    outlet = models.CharField(max_length=40)
    day = models.DateField()
    kind = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    window = models.PositiveSmallIntegerField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outlet", "day", "kind", "number"], name="one_ticket_a_number"),
            models.UniqueConstraint(
                fields=["outlet", "day", "window"], condition=Q(state="called"), name="one_ticket_a_window"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "called", "done", "absent"]), name="ticket_state_known"
            ),
        ]
        indexes = [models.Index(fields=["outlet", "day", "state", "taken_at", "id"], name="ticket_queue")]


class Print(models.Model):
    """One print of a receipt on paper: by whom, when."""

    reference = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["reference", "id"], name="print_of_a_receipt")]
