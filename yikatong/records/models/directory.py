"""Where people can go, and the demo's clock."""

from django.db import models


class BankRow(models.Model):
    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    hotline = models.CharField(max_length=40)


class OutletRow(models.Model):
    """An outlet; ``facts`` is :class:`yikatong.cards.directory.Outlet` as JSON."""

    code = models.CharField(max_length=40, primary_key=True)
    region = models.CharField(max_length=6)
    facts = models.TextField()


class DemoClock(models.Model):
    """How far the demo's clock runs ahead. Read in demo mode only."""

    ahead_s = models.BigIntegerField(default=0)
