"""Rulings that a bureau's own staff propose and approve, and what each would change."""

from django.db import models


class PolicyProposal(models.Model):
    """A ruling that somebody proposes: what, where, from when, on which source. Never changed afterwards."""

    proposal_id = models.CharField(max_length=40, primary_key=True)
    parameter = models.CharField(max_length=60)
    region = models.CharField(max_length=6)
    value = models.TextField()
    in_force_on = models.DateField()
    document = models.TextField()
    clause = models.CharField(max_length=200)
    quote = models.CharField(max_length=400, blank=True)
    confidence = models.CharField(max_length=12)
    reason = models.CharField(max_length=400)
    proposer = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["parameter", "region"], name="proposal_of_a_parameter")]


class PolicyVerdict(models.Model):
    """What became of a proposal: published, rejected or withdrawn, by whom. One for each, never changed."""

    proposal = models.OneToOneField(PolicyProposal, models.PROTECT, related_name="verdict")
    verdict = models.CharField(max_length=12)
    reason = models.CharField(max_length=400, blank=True)
    decider = models.CharField(max_length=80)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=["published", "rejected", "withdrawn"]), name="verdict_known"
            )
        ]


class PolicyImpact(models.Model):
    """Who would be decided otherwise under a proposal, counted page by page. ``after`` is where counting goes on."""

    proposal = models.OneToOneField(PolicyProposal, models.PROTECT, related_name="impact")
    total = models.PositiveIntegerField()
    step = models.PositiveIntegerField(default=1)
    seen = models.PositiveIntegerField(default=0)
    after = models.CharField(max_length=40, blank=True)
    counts = models.TextField(default="{}")
    samples = models.TextField(default="[]")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
