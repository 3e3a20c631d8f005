"""Home visits: who is to be visited where and when. A fold, rebuilt by fsck; the address lies sealed beside it."""

from django.db import models
from django.db.models import Q


class Visit(models.Model):
    """One visit asked for. ``visit_id`` is the reference of the act that asked, under which :class:`Personal` keeps
    the address. ``outcome`` is empty while it is to come, else how it ended (``cancelled`` among them)."""

    visit_id = models.CharField(max_length=40, primary_key=True)
    dossier = models.ForeignKey("records.Dossier", models.PROTECT)
    region = models.CharField(max_length=6)
    day = models.DateField()
    half = models.CharField(max_length=12)
    matter = models.CharField(max_length=12)
    reason = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["day", "visit_id", "region"], condition=Q(outcome=""), name="visit_to_come"),
        ]
