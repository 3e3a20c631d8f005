"""Home visits, as the day's list asks for them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0005_windows")]
    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("visit_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("dossier", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="records.dossier")),
                ("region", models.CharField(max_length=6)),
                ("day", models.DateField()),
                ("half", models.CharField(max_length=12)),
                ("matter", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=12)),
                ("outcome", models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(condition=Q(outcome=""), fields=["day", "visit_id", "region"], name="visit_to_come"),
        ),
    ]
