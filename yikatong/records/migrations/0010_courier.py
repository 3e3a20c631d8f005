import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0009_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=10)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('took_ms', models.PositiveIntegerField()),
                ('words', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='attempts',
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='dead_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='leased_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='tried_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('dead_at__isnull', True), ('sent_at__isnull', True)), fields=['party', 'target', 'id'], name='message_to_carry'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('dead_at__isnull', True), ('sent_at__isnull', True)), fields=['dossier', 'party', 'target', 'id'], name='message_in_order'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('dead_at__isnull', True), ('sent_at__isnull', True), ('attempts__gt', 0)), fields=['-id'], name='message_failing'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['-id'], name='message_dead'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='records.message'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['sent', 'failed', 'postponed', 'dead'])), name='attempt_outcome_known'),
        ),
    ]
