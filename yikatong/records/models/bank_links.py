"""Banks that answer by themselves: where they are asked, and which of their call-backs were taken."""

from django.db import models
from django.db.models import Q


class BankLink(models.Model):
    """A connected bank. ``sealed`` holds the secrets of both directions; ``connected_at`` is by the office's
    clock, as are the acts that it is compared with."""

    bank = models.CharField(max_length=40, primary_key=True)
    base_url = models.CharField(max_length=300)
    sealed = models.BinaryField()
    connected_at = models.DateTimeField()


class Callback(models.Model):
    """A call-back that was signed by the bank, by the bank's own number for it.

    The row is written before the act and completed after it: ``status`` is empty between, and stays so where the act
    was not possible. ``digest`` is keyed; it tells a repeat from another body under the same number. ``answer`` is
    the act's receipt number, empty where nothing was written.
    """

    bank = models.CharField(max_length=40)
    webhook_id = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32)
    status = models.CharField(max_length=10, blank=True)
    answer = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "webhook_id"], name="one_callback_a_webhook_id"),
            models.CheckConstraint(condition=Q(status__in=["", "applied", "stale"]), name="callback_status_known"),
        ]
        indexes = [models.Index(fields=["at"], name="callback_by_age")]
