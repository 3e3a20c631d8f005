"""Who may act for whom: a pointer from an agent to the dossiers whose mandates name them."""

from django.db import models


class MandateRow(models.Model):
    """Written with the mandate, never changed. Whether the mandate still stands is told by the dossier alone, at
    reading: this row only says where to look. ``agent`` is the blind index of the agent's number, as hex."""

    mandate_id = models.CharField(max_length=40, primary_key=True)
    dossier = models.ForeignKey("records.Dossier", models.PROTECT)
    agent = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["agent", "mandate_id"], name="mandate_of_an_agent")]
