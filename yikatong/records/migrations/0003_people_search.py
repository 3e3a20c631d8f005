"""People are found by name and mobile number too; a client's sign-ins are counted, its acts since a moment read, and
the first of those who wait, without reading them all.

The new columns of existing rows are filled in by ``yikatong index-people``: it needs the keys, which whoever migrates
may not hold, and it may take its time while people are served.
"""

from django.db import migrations, models
from django.db.models import Q


def index(model_name, name, *fields, **options):
    return migrations.AddIndex(model_name=model_name, index=models.Index(fields=[*fields], name=name, **options))


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [
        migrations.AddField("dossier", "mobile_index", models.BinaryField(max_length=32, null=True)),
        migrations.AddField("dossier", "name_index", models.BinaryField(max_length=32, null=True)),
        index("dossier", "dossier_mobile", "mobile_index"),
        index("dossier", "dossier_name", "name_index"),
        index("dossier", "dossier_not_indexed", "person_id", condition=Q(name_index__isnull=True)),
        index("signin", "signin_of_a_client", "client", "code_ends_at"),
        index("entry", "entry_of_a_client_since", "client", "-at"),
        index("holding", "holding_waiting", "stage", "stage_at", "card_id"),
    ]
