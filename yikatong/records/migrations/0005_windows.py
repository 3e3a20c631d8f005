"""Shifts at windows, tickets of the hall, prints of receipts; and a clerk's own acts, found without a scan."""

from django.db import migrations, models
from django.db.models import Q

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def unique(model_name, name, *fields, **options):
    constraint = models.UniqueConstraint(fields=[*fields], name=name, **options)
    return migrations.AddConstraint(model_name=model_name, constraint=constraint)


def index(model_name, name, *fields):
    return migrations.AddIndex(model_name=model_name, index=models.Index(fields=[*fields], name=name))


class Migration(migrations.Migration):
    dependencies = [("records", "0004_policy_desk")]
    operations = [
        migrations.CreateModel(
            name="Shift",
            fields=[
                ID,
                ("outlet", models.CharField(max_length=40)),
                ("window", models.PositiveSmallIntegerField()),
                ("client", models.CharField(max_length=80)),
                ("actor", models.CharField(max_length=80)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
            ],
        ),
        unique("shift", "one_shift_a_window", "outlet", "window", condition=Q(ends_at__isnull=True)),
        unique("shift", "one_window_a_clerk", "client", condition=Q(ends_at__isnull=True)),
        index("shift", "shift_of_a_clerk", "client", "-starts_at"),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ID,
                ("outlet", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=1)),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.CharField(max_length=8, default="waiting")),
                ("window", models.PositiveSmallIntegerField(null=True)),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        unique("ticket", "one_ticket_a_number", "outlet", "day", "kind", "number"),
        unique("ticket", "one_ticket_a_window", "outlet", "day", "window", condition=Q(state="called")),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["waiting", "called", "done", "absent"]), name="ticket_state_known"
            ),
        ),
        index("ticket", "ticket_queue", "outlet", "day", "state", "taken_at", "id"),
        migrations.CreateModel(
            name="Print",
            fields=[
                ID,
                ("reference", models.CharField(max_length=40)),
                ("actor", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
        index("print", "print_of_a_receipt", "reference", "id"),
        index("entry", "entry_of_a_client", "client", "-id"),
    ]
