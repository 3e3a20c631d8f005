from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("records", "0013_messages")]

    operations = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("card_id", models.CharField(max_length=40)),
                ("bank", models.CharField(blank=True, max_length=40)),
                ("region", models.CharField(blank=True, max_length=6)),
                ("person_id", models.CharField(max_length=40, null=True)),
                ("aspect", models.CharField(max_length=24)),
                ("cause", models.CharField(max_length=24)),
                ("owner", models.CharField(max_length=10)),
                ("ours", models.TextField(blank=True)),
                ("theirs", models.TextField(blank=True)),
                ("stock", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("closed_at__isnull", True)), fields=["owner", "cause", "opened_at", "id"], name="difference_open"),
                    models.Index(fields=["card_id", "-id"], name="difference_of_a_card"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("closed_at__isnull", True)), fields=("bank", "card_id", "aspect"), name="one_open_difference_an_aspect"),
                    models.CheckConstraint(condition=models.Q(("owner__in", ["bank", "bureau", "plant", "nobody"])), name="difference_owner_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciliationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("bank", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(max_length=10)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("ours", models.PositiveIntegerField(default=0)),
                ("theirs", models.PositiveIntegerField(default=0)),
                ("stock", models.PositiveIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0)),
                ("to_do", models.PositiveIntegerField(default=0)),
                ("opened", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["-id"], name="reconciliation_latest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["finished", "refused"])), name="reconciliation_state_known"),
                ],
            },
        ),
    ]
