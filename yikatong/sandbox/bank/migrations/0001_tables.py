"""The tables of the sandbox bank."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id_digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name_digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=100)),
                ("id_number", models.CharField(max_length=20)),
                ("mobile", models.CharField(blank=True, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                ("kind", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("on", models.BooleanField(default=False)),
                ("left", models.PositiveIntegerField(null=True)),
                ("probability", models.FloatField(default=1.0)),
                ("seed", models.IntegerField(default=0)),
                ("seconds", models.FloatField(default=2.0)),
                ("drawn", models.PositiveIntegerField(default=0)),
                ("hits", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("webhook_id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=30)),
                ("card_id", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offset_s", models.FloatField(default=0.0)),
                ("delay_s", models.FloatField(default=0.0)),
                ("cut_off", models.TimeField(null=True)),
                ("keeps_numbers", models.BooleanField(default=True)),
                ("activates_unseen", models.BooleanField(default=True)),
                ("last_number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("reference", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("card_id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("number", models.CharField(blank=True, max_length=19)),
                ("opened_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="inactive", max_length=10)),
                ("frozen", models.BooleanField(default=False)),
                ("loss", models.CharField(blank=True, max_length=10)),
                ("loss_since", models.DateTimeField(null=True)),
                ("loss_until", models.DateTimeField(null=True)),
                ("balance", models.BigIntegerField(default=0)),
                ("settled", models.BooleanField(default=False)),
                ("physical", models.CharField(blank=True, max_length=10)),
                ("holder_seen_at", models.DateTimeField(null=True)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("fence", models.PositiveBigIntegerField(default=0)),
                (
                    "given_to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="sandbox_bank.account"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="sandbox_bank.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenOrder",
            fields=[
                ("order_id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("card_id", models.CharField(db_index=True, max_length=100)),
                ("kind", models.CharField(max_length=30)),
                ("sequence", models.PositiveBigIntegerField()),
                ("asked", models.JSONField()),
                ("taken_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("result", models.CharField(blank=True, max_length=10)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("result", "")), fields=["due_at"], name="orders_waiting")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fen", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="sandbox_bank.account"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="sandbox_bank.transfer"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("webhook_id", models.CharField(max_length=100, unique=True)),
                ("sequence", models.PositiveBigIntegerField()),
                ("snapshot", models.JSONField()),
                ("answer", models.JSONField(null=True)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("outcome", models.CharField(blank=True, max_length=80)),
                ("sent_at", models.DateTimeField(null=True)),
                ("set_aside_at", models.DateTimeField(null=True)),
                ("held", models.BooleanField(default=False)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="sandbox_bank.account")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at", None), ("set_aside_at", None)),
                        fields=["due_at"],
                        name="callbacks_unsent",
                    ),
                    models.Index(models.F("made_at"), name="callbacks_by_day"),
                ],
                "constraints": [models.UniqueConstraint(fields=("account", "sequence"), name="one_word_a_change")],
            },
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["number"], name="account_by_number"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("given_to", None), models.Q(("number", ""), _negated=True)),
                fields=("number",),
                name="one_account_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(condition=models.Q(("balance__gte", 0)), name="never_overdrawn"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "closed"), _negated=True), ("balance", 0), _connector="OR"),
                name="closed_only_at_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["inactive", "active", "locked", "closed"])),
                name="account_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("loss__in", ["", "temporary", "formal"])), name="loss_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("loss", "temporary"), ("loss_until", None), _connector="OR"),
                name="only_temporary_lapses",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(fields=("transfer", "account"), name="one_posting_an_account"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(condition=models.Q(("fen", 0), _negated=True), name="a_posting_moves"),
        ),
    ]
