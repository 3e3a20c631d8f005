"""The mandates that name an agent are found without reading every dossier."""

import json

import django.db.models.deletion
from django.db import migrations, models

WITHOUT_ANY = '"mandates":[]'


def point_to_mandates(apps, schema_editor):
    """Rows for the mandates that were registered before; facts hold no personal words, so no key is needed."""
    dossiers = apps.get_model("records", "Dossier").objects.exclude(facts__contains=WITHOUT_ANY)
    rows = apps.get_model("records", "MandateRow").objects
    for person_id, facts in dossiers.values_list("person_id", "facts").iterator(chunk_size=500):
        for mandate in json.loads(facts).get("mandates", ()):
            rows.get_or_create(
                mandate_id=mandate["mandate_id"], defaults={"dossier_id": person_id, "agent": mandate["agent"]}
            )


class Migration(migrations.Migration):
    dependencies = [("records", "0006_visits")]
    operations = [
        migrations.CreateModel(
            "MandateRow",
            [
                ("mandate_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("agent", models.CharField(max_length=64)),
                (
                    "dossier",
                    models.ForeignKey("records.dossier", on_delete=django.db.models.deletion.PROTECT),
                ),
            ],
            options={"indexes": [models.Index(fields=["agent", "mandate_id"], name="mandate_of_an_agent")]},
        ),
        migrations.RunPython(point_to_mandates, migrations.RunPython.noop),
    ]
