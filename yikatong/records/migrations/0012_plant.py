import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0011_bank_links")]

    operations = [
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
    ]
