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
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('card_id', models.CharField(max_length=40)),
                ('due', models.CharField(max_length=64)),
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
            model_name='message',
            index=models.Index(condition=models.Q(('party', 'partner')), fields=['target', '-id'], name='message_of_a_partner'),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
