import django.db.models.deletion
import django.db.models.functions.datetime
import ftc.records.operations
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('programme', '0001_initial'),
        ('records', '0002_documents_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Workstream',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='programme.activity')),
                ('owner', models.CharField(db_comment='as printed: a function or a portfolio', max_length=120)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissioning_workstreamevent" ("owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."activity_ptr_id"); RETURN NULL;', hash='dc505b858d5102c26d751b468fef67900662300f', operation='INSERT', pgid='pgtrigger_insert_insert_53659', table='commissioning_workstream', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."owner" IS DISTINCT FROM (NEW."owner"))', func='INSERT INTO "commissioning_workstreamevent" ("owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."activity_ptr_id"); RETURN NULL;', hash='5e68186a4a8e515a7b31fea626d4eeb18900e7b0', operation='UPDATE', pgid='pgtrigger_update_update_5cfb3', table='commissioning_workstream', when='AFTER'))],
            },
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='CycleStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('stage', models.CharField(choices=[('ANALYSE', 'Analyse'), ('PLAN', 'Plan'), ('DO', 'Do'), ('REVIEW', 'Review')], max_length=10)),
                ('kind', models.CharField(db_comment='characteristic or capability', max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('is_inferred', models.BooleanField(db_comment="the paper's diagram that maps it to a stage is not to hand", default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['ANALYSE', 'PLAN', 'DO', 'REVIEW'])), name='commissioning_cyclestandard_stage_is_known'), models.UniqueConstraint(fields=('stage', 'title'), name='commissioning_cyclestandard_once_a_stage')],
            },
        ),
        migrations.CreateModel(
            name='WorkstreamEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('owner', models.CharField(db_comment='as printed: a function or a portfolio', max_length=120)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='owner_events', to='commissioning.workstream')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TimetableEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('step', models.CharField(max_length=120)),
                ('printed_date', models.CharField(max_length=80)),
                ('due_from', models.DateField(blank=True, null=True)),
                ('due_to', models.DateField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('workstream', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable', to='commissioning.workstream')),
            ],
            options={
                'verbose_name_plural': 'timetable entries',
                'ordering': ['workstream', 'order'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('workstream', 'step'), name='commissioning_timetableentry_step_once'), models.CheckConstraint(condition=models.Q(models.Q(('due_from__isnull', True), ('due_to__isnull', True)), models.Q(('due_from__isnull', False), ('due_to__gte', models.F('due_from')), ('due_to__isnull', False)), _connector='OR'), name='commissioning_timetableentry_window_in_order')],
            },
        ),
        ftc.records.operations.InstallTrigger(
            model_name='workstream',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commissioning_workstreamevent" ("owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."activity_ptr_id"); RETURN NULL;', hash='dc505b858d5102c26d751b468fef67900662300f', operation='INSERT', pgid='pgtrigger_insert_insert_53659', table='commissioning_workstream', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='workstream',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."owner" IS DISTINCT FROM (NEW."owner"))', func='INSERT INTO "commissioning_workstreamevent" ("owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."activity_ptr_id"); RETURN NULL;', hash='5e68186a4a8e515a7b31fea626d4eeb18900e7b0', operation='UPDATE', pgid='pgtrigger_update_update_5cfb3', table='commissioning_workstream', when='AFTER')),
        ),
    ]
