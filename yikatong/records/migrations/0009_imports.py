import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0008_personnel'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('import_id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('actor', models.CharField(max_length=80)),
                ('region', models.CharField(max_length=6)),
                ('file_name', models.CharField(max_length=80)),
                ('sheet', models.BinaryField(null=True)),
                ('header', models.TextField()),
                ('columns', models.TextField(blank=True)),
                ('total', models.PositiveIntegerField()),
                ('state', models.CharField(max_length=16)),
                ('uploaded_at', models.DateTimeField()),
                ('committed_at', models.DateTimeField(null=True)),
                ('asked_by', models.CharField(blank=True, max_length=80)),
                ('ground', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['-uploaded_at', 'import_id'], name='import_latest'), models.Index(fields=['state', 'uploaded_at'], name='import_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['columns', 'trying', 'tried', 'commit_asked', 'committing', 'committed', 'undo_asked', 'undoing', 'undone', 'dropped'])), name='import_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=16)),
                ('actor', models.CharField(blank=True, max_length=80)),
                ('at', models.DateTimeField()),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='records.import')),
            ],
            options={
                'indexes': [models.Index(fields=['of', 'id'], name='import_acts_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(max_length=8)),
                ('number', models.PositiveIntegerField()),
                ('masked', models.CharField(max_length=40)),
                ('granted', models.BooleanField()),
                ('code', models.CharField(blank=True, max_length=40)),
                ('answer', models.TextField()),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.import')),
            ],
            options={
                'indexes': [models.Index(fields=['of', 'phase', 'granted', 'code'], name='import_rows_by_reason')],
                'constraints': [models.UniqueConstraint(fields=('of', 'phase', 'number'), name='one_answer_a_row_and_phase'), models.CheckConstraint(condition=models.Q(('phase__in', ['try', 'commit', 'undo'])), name='import_phase_known')],
            },
        ),
    ]
