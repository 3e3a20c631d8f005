"""Connected banks, and the call-backs taken from them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0010_courier")]

    operations = [
        migrations.CreateModel(
            name="BankLink",
            fields=[
                ("bank", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("base_url", models.CharField(max_length=300)),
                ("sealed", models.BinaryField()),
                ("connected_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bank", models.CharField(max_length=40)),
                ("webhook_id", models.CharField(max_length=100)),
                ("digest", models.BinaryField(max_length=32)),
                ("status", models.CharField(blank=True, max_length=10)),
                ("answer", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["at"], name="callback_by_age")]},
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.UniqueConstraint(fields=["bank", "webhook_id"], name="one_callback_a_webhook_id"),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=Q(status__in=["", "applied", "stale"]), name="callback_status_known"
            ),
        ),
    ]
