
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_mandates'),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=120)),
                ('actor', models.CharField(max_length=80)),
                ('region', models.CharField(max_length=6)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='StaffProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('username', models.CharField(max_length=80)),
                ('channel', models.CharField(blank=True, max_length=12)),
                ('region', models.CharField(max_length=6)),
                ('party', models.CharField(blank=True, max_length=40)),
                ('proposer', models.CharField(max_length=80)),
                ('proposed_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, max_length=8)),
                ('decider', models.CharField(blank=True, max_length=80)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['actor', '-id'], name='look_of_an_actor'),
        ),
        migrations.AddIndex(
            model_name='staffact',
            index=models.Index(fields=['actor', '-id'], name='staff_act_of_an_actor'),
        ),
        migrations.AddIndex(
            model_name='staffproposal',
            index=models.Index(fields=['verdict', '-id'], name='staff_proposal_waiting'),
        ),
        migrations.AddConstraint(
            model_name='staffproposal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['post', 'key', 'restore'])), name='staff_proposal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='staffproposal',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'approved', 'declined'])), name='staff_verdict_known'),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["at"], name="entry_by_day"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("service", "propose_correction")), fields=["-id"], name="entry_proposing"
            ),
        ),
    ]
