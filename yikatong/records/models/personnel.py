"""Who gave whom which post, who took it away, and who took figures out of the house."""

from django.db import models
from django.db.models import Q


class StaffProposal(models.Model):
    """A post, a new second factor or a way back in, proposed by one person and decided by another."""

    kind = models.CharField(max_length=8)
    username = models.CharField(max_length=80)
    channel = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=6)
    party = models.CharField(max_length=40, blank=True)
    proposer = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, blank=True)
    decider = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["post", "key", "restore"]), name="staff_proposal_kind_known"),
            models.CheckConstraint(condition=Q(verdict__in=["", "approved", "declined"]), name="staff_verdict_known"),
        ]
        indexes = [models.Index(fields=["verdict", "-id"], name="staff_proposal_waiting")]


class StaffAct(models.Model):
    """What one person may do alone and is written down: a post taken away, an account stopped, figures exported."""

    act = models.CharField(max_length=16)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    region = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "-id"], name="staff_act_of_an_actor")]
