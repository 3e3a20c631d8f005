"""Proposals of rulings, their verdicts (both append-only) and what they would change."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("records_policyproposal", "records_policyverdict")


def raise_fence(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION records_refuse()",
                params=None,
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on {table}'); END",
                params=None,
            )


def lower_fence(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}", params=None)
            continue
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_never_{verb}", params=None)


class Migration(migrations.Migration):
    dependencies = [("records", "0003_people_search")]
    operations = [
        migrations.CreateModel(
            name="PolicyProposal",
            fields=[
                ("proposal_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("parameter", models.CharField(max_length=60)),
                ("region", models.CharField(max_length=6)),
                ("value", models.TextField()),
                ("in_force_on", models.DateField()),
                ("document", models.TextField()),
                ("clause", models.CharField(max_length=200)),
                ("quote", models.CharField(blank=True, max_length=400)),
                ("confidence", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=400)),
                ("proposer", models.CharField(max_length=80)),
                ("proposed_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["parameter", "region"], name="proposal_of_a_parameter")]},
        ),
        migrations.CreateModel(
            name="PolicyVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verdict", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("decider", models.CharField(max_length=80)),
                ("decided_at", models.DateTimeField()),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verdict", to="records.policyproposal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(verdict__in=["published", "rejected", "withdrawn"]), name="verdict_known"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="PolicyImpact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("total", models.PositiveIntegerField()),
                ("step", models.PositiveIntegerField(default=1)),
                ("seen", models.PositiveIntegerField(default=0)),
                ("after", models.CharField(blank=True, max_length=40)),
                ("counts", models.TextField(default="{}")),
                ("samples", models.TextField(default="[]")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="impact", to="records.policyproposal"
                    ),
                ),
            ],
        ),
        migrations.RunPython(raise_fence, lower_fence),
    ]
