"""How holders are told, reminders, partners' subscriptions; and until when a loss report lasts, in columns."""

import json
from datetime import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

PAGE = 1000


def fill_in(apps, schema_editor):
    """Cards that are reported lost for a time: their ends, from the card's own page."""
    holdings = apps.get_model("records", "Holding").objects.filter(Q(social="temp_lost") | Q(financial="temp_lost"))
    last = ""
    while page := list(holdings.filter(pk__gt=last).order_by("pk")[:PAGE]):
        for holding in page:
            card = json.loads(holding.facts)
            for function in ("social", "financial"):
                until = card[function]["until"]
                setattr(holding, f"{function}_until", datetime.fromisoformat(until) if until else None)
        holdings.bulk_update(page, ["social_until", "financial_until"])
        last = page[-1].pk


class Migration(migrations.Migration):
    dependencies = [("records", "0012_plant")]

    operations = [
        migrations.CreateModel(
            name='MessageChoice',
            fields=[
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='records.dossier')),
                ('sms', models.BooleanField(default=True)),
                ('read_up_to', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PlantBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.CharField(max_length=40)),
                ('claimed', models.PositiveIntegerField()),
                ('claimed_at', models.DateTimeField()),
                ('written', models.PositiveIntegerField(null=True)),
                ('written_at', models.DateTimeField(null=True)),
                ('sealed_to', models.CharField(blank=True, max_length=16)),
                ('digest', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='PlantFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=40)),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('sequence', models.PositiveIntegerField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('day', models.DateField(null=True)),
                ('state', models.CharField(max_length=10)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('line', models.PositiveIntegerField(null=True)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('cure', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('receipt_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlantFileRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('card_id', models.CharField(max_length=40)),
                ('dossier_id', models.CharField(max_length=40)),
                ('region', models.CharField(max_length=6)),
                ('result', models.CharField(max_length=10)),
                ('card_no', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(blank=True, max_length=100)),
                ('code', models.CharField(max_length=40, null=True)),
                ('words', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlantKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.CharField(max_length=40)),
                ('use', models.CharField(max_length=4)),
                ('key_id', models.CharField(max_length=16)),
                ('public', models.BinaryField(max_length=32)),
                ('registered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlantRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('card_id', models.CharField(max_length=40)),
                ('message_id', models.BigIntegerField()),
                ('region', models.CharField(max_length=6)),
                ('turn', models.PositiveSmallIntegerField()),
                ('left_out', models.CharField(blank=True, max_length=40)),
                ('given_up', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='PlantStock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('card_id', models.CharField(max_length=40)),
                ('place', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('card_id', models.CharField(max_length=40)),
                ('due', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('subscription_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('partner', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=24)),
                ('region', models.CharField(max_length=6)),
                ('url', models.CharField(max_length=500)),
                ('kinds', models.TextField()),
                ('secret', models.BinaryField()),
                ('previous', models.BinaryField(null=True)),
                ('rotated_at', models.DateTimeField(null=True)),
                ('added_by', models.CharField(max_length=80)),
                ('added_at', models.DateTimeField()),
                ('approved_by', models.CharField(blank=True, max_length=80)),
                ('approved_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=80)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='records.message')),
                ('region', models.CharField(max_length=6)),
                ('state', models.CharField(max_length=12)),
                ('why', models.CharField(blank=True, max_length=80)),
                ('gateway_reference', models.CharField(max_length=80, null=True, unique=True)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=80)),
                ('settled_how', models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.AddField(
            model_name='holding',
            name='financial_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='holding',
            name='social_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('tenure', 'current')), fields=['valid_until', 'card_id'], name='holding_expiring'),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('social_until__isnull', False)), fields=['social_until', 'card_id'], name='holding_lapsing'),
        ),
        migrations.AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('financial_until__isnull', False)), fields=['financial_until', 'card_id'], name='holding_account_lapsing'),
        ),
        migrations.AddIndex(
            model_name='plantbatch',
            index=models.Index(condition=models.Q(('written_at__isnull', True)), fields=['id'], name='plant_batch_unwritten'),
        ),
        migrations.AddIndex(
            model_name='plantfile',
            index=models.Index(fields=['state', 'sequence'], name='plant_files_by_state'),
        ),
        migrations.AddIndex(
            model_name='plantfile',
            index=models.Index(condition=models.Q(('receipt_at__isnull', True)), fields=['id'], name='plant_file_no_receipt'),
        ),
        migrations.AddConstraint(
            model_name='plantfile',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('plant', 'sequence'), name='one_plant_file_a_sequence'),
        ),
        migrations.AddConstraint(
            model_name='plantfile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'accepted', 'taken_in', 'refused'])), name='plant_file_state_known'),
        ),
        migrations.AddField(
            model_name='plantfilerow',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='records.plantfile'),
        ),
        migrations.AddConstraint(
            model_name='plantkey',
            constraint=models.UniqueConstraint(fields=('plant', 'use', 'key_id'), name='one_plant_key_an_id'),
        ),
        migrations.AddConstraint(
            model_name='plantkey',
            constraint=models.CheckConstraint(condition=models.Q(('use__in', ['seal', 'sign'])), name='plant_key_use_known'),
        ),
        migrations.AddField(
            model_name='plantrow',
            name='batch',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='records.plantbatch'),
        ),
        migrations.AddField(
            model_name='plantrow',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='records.dossier'),
        ),
        migrations.AddConstraint(
            model_name='plantstock',
            constraint=models.UniqueConstraint(fields=('plant', 'day', 'card_id'), name='one_place_a_card_and_day'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('kind', 'card_id', 'due'), name='one_reminder_a_matter'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['partner', 'subscription_id'], name='subscription_of_a_partner'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('settled_at__isnull', True), ('state', 'failed')), fields=['message'], name='telling_to_settle'),
        ),
        migrations.AddIndex(
            model_name='telling',
            index=models.Index(condition=models.Q(('state', 'handed_over')), fields=['at'], name='telling_unanswered'),
        ),
        migrations.AddIndex(
            model_name='plantfilerow',
            index=models.Index(fields=['of', 'code', 'line'], name='plant_file_rows_by_code'),
        ),
        migrations.AddConstraint(
            model_name='plantfilerow',
            constraint=models.UniqueConstraint(fields=('of', 'line'), name='one_plant_file_row_a_line'),
        ),
        migrations.AddIndex(
            model_name='plantrow',
            index=models.Index(fields=['batch', 'id'], name='plant_rows_in_order'),
        ),
        migrations.AddConstraint(
            model_name='plantrow',
            constraint=models.UniqueConstraint(condition=models.Q(('given_up', False)), fields=('card_id',), name='one_batch_a_card'),
        ),
        migrations.AddConstraint(
            model_name='plantrow',
            constraint=models.UniqueConstraint(fields=('card_id', 'turn'), name='one_plant_row_a_turn'),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
