import django.db.models.deletion
import django.db.models.functions.datetime
import ftc.records.operations
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programme', '0001_initial'),
        ('records', '0002_documents_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('title', models.CharField(max_length=160)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Saving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('ref', models.SlugField(max_length=30, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('cashability', models.CharField(choices=[('CASHABLE', 'Cashable'), ('NON_CASHABLE', 'Non-cashable'), ('COST_AVOIDANCE', 'Cost avoidance'), ('NOT_STATED', 'Not stated in the papers')], max_length=15)),
                ('recurrence', models.CharField(choices=[('RECURRENT', 'Recurrent'), ('ONE_OFF', 'One-off')], max_length=10)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='savings', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['ref'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cashability__in', ['CASHABLE', 'NON_CASHABLE', 'COST_AVOIDANCE', 'NOT_STATED'])), name='finance_saving_cashability_is_known'), models.CheckConstraint(condition=models.Q(('recurrence__in', ['RECURRENT', 'ONE_OFF'])), name='finance_saving_recurrence_is_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_savingevent" ("activity_id", "cashability", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurrence", "ref", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."cashability", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recurrence", NEW."ref", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='e908998c0bb783ebeee386a8ce7e4f3f33b6486e', operation='INSERT', pgid='pgtrigger_insert_insert_0e6ab', table='finance_saving', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_savingevent" ("activity_id", "cashability", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurrence", "ref", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."cashability", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recurrence", NEW."ref", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='720c9c17a3f14a89b55e1822b78f6944caa4bbf8', operation='UPDATE', pgid='pgtrigger_update_update_85bc1', table='finance_saving', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SavingsExpectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('low_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('high_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('years', models.PositiveSmallIntegerField()),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('low_gbp__lte', models.F('high_gbp')), ('years__gte', 1)), name='finance_savingsexpectation_low_not_above_high_over_years')],
            },
        ),
        migrations.CreateModel(
            name='FeeAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('title', models.CharField(max_length=200)),
                ('maximum_gbp', models.DecimalField(db_comment='pounds, one-off', decimal_places=2, max_digits=14)),
                ('full_at_gbp', models.DecimalField(db_comment='full-year saving, pounds, that earns it all', decimal_places=2, max_digits=14)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('saving', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='finance.saving')),
            ],
            options={
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('full_at_gbp__gt', 0), ('maximum_gbp__gt', 0)), name='finance_feeagreement_amounts_are_positive'), models.UniqueConstraint(fields=('saving', 'effective_on'), name='finance_feeagreement_once_a_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_feeagreementevent" ("effective_on", "full_at_gbp", "id", "maximum_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "saving_id", "source_id", "source_ref", "title") VALUES (NEW."effective_on", NEW."full_at_gbp", NEW."id", NEW."maximum_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."saving_id", NEW."source_id", NEW."source_ref", NEW."title"); RETURN NULL;', hash='d503b8ca15f585a08a9f21a52d1a655be89998c9', operation='INSERT', pgid='pgtrigger_insert_insert_40bac', table='finance_feeagreement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_feeagreementevent" ("effective_on", "full_at_gbp", "id", "maximum_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "saving_id", "source_id", "source_ref", "title") VALUES (NEW."effective_on", NEW."full_at_gbp", NEW."id", NEW."maximum_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."saving_id", NEW."source_id", NEW."source_ref", NEW."title"); RETURN NULL;', hash='65296c67df8ca762efe9853fff69d0beb14e2927', operation='UPDATE', pgid='pgtrigger_update_update_bb2eb', table='finance_feeagreement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('financial_year', models.PositiveSmallIntegerField(db_comment='start year')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='years', to='finance.plan')),
            ],
            options={
                'ordering': ['plan', 'financial_year'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'financial_year'), name='finance_planyear_once_a_plan')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('financial_year', models.PositiveSmallIntegerField(db_comment='start year')),
                ('basis', models.CharField(choices=[('PLAN', 'Plan'), ('REPROFILE', 'Re-profiled'), ('FORECAST', 'Forecast'), ('ACHIEVED', 'Achieved'), ('VALIDATED', 'Validated'), ('PRESSURE', 'Pressure'), ('WRITTEN_OFF', 'Written off'), ('REPLACED', 'Replaced')], max_length=12)),
                ('scenario', models.CharField(choices=[('TARGET', 'Target'), ('STRETCH', 'Stretch')], max_length=8)),
                ('amount_gbp', models.DecimalField(db_comment='pounds saved in the year', decimal_places=2, max_digits=14)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('saving', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='finance.saving')),
            ],
            options={
                'verbose_name_plural': 'ledger entries',
                'ordering': ['saving', 'scenario', 'financial_year', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['saving', 'scenario', 'basis', 'effective_on'], name='finance_led_saving__fa2f6f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('basis__in', ['PLAN', 'REPROFILE', 'FORECAST', 'ACHIEVED', 'VALIDATED', 'PRESSURE', 'WRITTEN_OFF', 'REPLACED'])), name='finance_ledgerentry_basis_is_known'), models.CheckConstraint(condition=models.Q(('scenario__in', ['TARGET', 'STRETCH'])), name='finance_ledgerentry_scenario_is_known'), models.CheckConstraint(condition=models.Q(('by__isnull', False), ('source__isnull', False), _connector='OR'), name='finance_ledgerentry_by_a_person_or_a_paper')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c88b8b5eba1b9cb3e1a39a7525073c949e919ca8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3be9', table='finance_ledgerentry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SavingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('ref', models.SlugField(db_index=False, max_length=30)),
                ('title', models.CharField(max_length=200)),
                ('cashability', models.CharField(choices=[('CASHABLE', 'Cashable'), ('NON_CASHABLE', 'Non-cashable'), ('COST_AVOIDANCE', 'Cost avoidance'), ('NOT_STATED', 'Not stated in the papers')], max_length=15)),
                ('recurrence', models.CharField(choices=[('RECURRENT', 'Recurrent'), ('ONE_OFF', 'One-off')], max_length=10)),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='finance.saving')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SavingsCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='finance.plan')),
            ],
            options={
                'verbose_name_plural': 'savings categories',
                'ordering': ['plan', 'order'],
            },
        ),
        migrations.CreateModel(
            name='CategoryTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('low_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('high_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='finance.savingscategory')),
            ],
            options={
                'ordering': ['category', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('low_gbp__lte', models.F('high_gbp'))), name='finance_categorytarget_low_not_above_high')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_categorytargetevent" ("category_id", "code", "effective_on", "high_gbp", "id", "low_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source_id", "source_ref") VALUES (NEW."category_id", NEW."code", NEW."effective_on", NEW."high_gbp", NEW."id", NEW."low_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='303186dcabf109e64e51a18905d473d166329e69', operation='INSERT', pgid='pgtrigger_insert_insert_e74e9', table='finance_categorytarget', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_categorytargetevent" ("category_id", "code", "effective_on", "high_gbp", "id", "low_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source_id", "source_ref") VALUES (NEW."category_id", NEW."code", NEW."effective_on", NEW."high_gbp", NEW."id", NEW."low_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='91bb2b49f798fdd124561bfbe44797258e15bb1b', operation='UPDATE', pgid='pgtrigger_update_update_fee72', table='finance_categorytarget', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PlanAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('measure', models.CharField(choices=[('REQUIREMENT', 'Savings required'), ('UNIDENTIFIED', 'Savings not yet identified')], max_length=12)),
                ('amount_gbp', models.DecimalField(db_comment='pounds', decimal_places=2, max_digits=14)),
                ('qualifier', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('plan_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amounts', to='finance.planyear')),
            ],
            options={
                'ordering': ['plan_year', 'measure', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('measure__in', ['REQUIREMENT', 'UNIDENTIFIED'])), name='finance_planamount_measure_is_known'), models.CheckConstraint(condition=models.Q(('amount_gbp__gte', 0)), name='finance_planamount_is_not_negative')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_planamountevent" ("amount_gbp", "code", "effective_on", "id", "measure", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "qualifier", "recorded_at", "source_id", "source_ref") VALUES (NEW."amount_gbp", NEW."code", NEW."effective_on", NEW."id", NEW."measure", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_year_id", NEW."qualifier", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='64d83c8b2d1f91f915a3c70e6ed42e557e215f43', operation='INSERT', pgid='pgtrigger_insert_insert_0af1a', table='finance_planamount', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_planamountevent" ("amount_gbp", "code", "effective_on", "id", "measure", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "qualifier", "recorded_at", "source_id", "source_ref") VALUES (NEW."amount_gbp", NEW."code", NEW."effective_on", NEW."id", NEW."measure", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_year_id", NEW."qualifier", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='6ca6a1a62cc099f01c072ad4a1f1fd29a749d3db', operation='UPDATE', pgid='pgtrigger_update_update_6043f', table='finance_planamount', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FeeAgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('title', models.CharField(max_length=200)),
                ('maximum_gbp', models.DecimalField(db_comment='pounds, one-off', decimal_places=2, max_digits=14)),
                ('full_at_gbp', models.DecimalField(db_comment='full-year saving, pounds, that earns it all', decimal_places=2, max_digits=14)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='finance.feeagreement')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
                ('saving', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='finance.saving')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanAmountEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(db_index=False, max_length=12)),
                ('measure', models.CharField(choices=[('REQUIREMENT', 'Savings required'), ('UNIDENTIFIED', 'Savings not yet identified')], max_length=12)),
                ('amount_gbp', models.DecimalField(db_comment='pounds', decimal_places=2, max_digits=14)),
                ('qualifier', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='finance.planamount')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
                ('plan_year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='finance.planyear')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CategoryTargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(db_index=False, max_length=12)),
                ('low_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('high_gbp', models.DecimalField(db_comment='pounds, all years', decimal_places=2, max_digits=14)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='finance.categorytarget')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
                ('category', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='finance.savingscategory')),
            ],
            options={
                'abstract': False,
            },
        ),
        ftc.records.operations.InstallTrigger(
            model_name='planamount',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_planamountevent" ("amount_gbp", "code", "effective_on", "id", "measure", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "qualifier", "recorded_at", "source_id", "source_ref") VALUES (NEW."amount_gbp", NEW."code", NEW."effective_on", NEW."id", NEW."measure", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_year_id", NEW."qualifier", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='64d83c8b2d1f91f915a3c70e6ed42e557e215f43', operation='INSERT', pgid='pgtrigger_insert_insert_0af1a', table='finance_planamount', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='planamount',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_planamountevent" ("amount_gbp", "code", "effective_on", "id", "measure", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_year_id", "qualifier", "recorded_at", "source_id", "source_ref") VALUES (NEW."amount_gbp", NEW."code", NEW."effective_on", NEW."id", NEW."measure", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_year_id", NEW."qualifier", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='6ca6a1a62cc099f01c072ad4a1f1fd29a749d3db', operation='UPDATE', pgid='pgtrigger_update_update_6043f', table='finance_planamount', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='saving',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_savingevent" ("activity_id", "cashability", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurrence", "ref", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."cashability", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recurrence", NEW."ref", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='e908998c0bb783ebeee386a8ce7e4f3f33b6486e', operation='INSERT', pgid='pgtrigger_insert_insert_0e6ab', table='finance_saving', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='saving',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_savingevent" ("activity_id", "cashability", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recurrence", "ref", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."cashability", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recurrence", NEW."ref", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='720c9c17a3f14a89b55e1822b78f6944caa4bbf8', operation='UPDATE', pgid='pgtrigger_update_update_85bc1', table='finance_saving', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='ledgerentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c88b8b5eba1b9cb3e1a39a7525073c949e919ca8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3be9', table='finance_ledgerentry', when='BEFORE')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='feeagreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_feeagreementevent" ("effective_on", "full_at_gbp", "id", "maximum_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "saving_id", "source_id", "source_ref", "title") VALUES (NEW."effective_on", NEW."full_at_gbp", NEW."id", NEW."maximum_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."saving_id", NEW."source_id", NEW."source_ref", NEW."title"); RETURN NULL;', hash='d503b8ca15f585a08a9f21a52d1a655be89998c9', operation='INSERT', pgid='pgtrigger_insert_insert_40bac', table='finance_feeagreement', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='feeagreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_feeagreementevent" ("effective_on", "full_at_gbp", "id", "maximum_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "saving_id", "source_id", "source_ref", "title") VALUES (NEW."effective_on", NEW."full_at_gbp", NEW."id", NEW."maximum_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."saving_id", NEW."source_id", NEW."source_ref", NEW."title"); RETURN NULL;', hash='65296c67df8ca762efe9853fff69d0beb14e2927', operation='UPDATE', pgid='pgtrigger_update_update_bb2eb', table='finance_feeagreement', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='categorytarget',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "finance_categorytargetevent" ("category_id", "code", "effective_on", "high_gbp", "id", "low_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source_id", "source_ref") VALUES (NEW."category_id", NEW."code", NEW."effective_on", NEW."high_gbp", NEW."id", NEW."low_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='303186dcabf109e64e51a18905d473d166329e69', operation='INSERT', pgid='pgtrigger_insert_insert_e74e9', table='finance_categorytarget', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='categorytarget',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "finance_categorytargetevent" ("category_id", "code", "effective_on", "high_gbp", "id", "low_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "source_id", "source_ref") VALUES (NEW."category_id", NEW."code", NEW."effective_on", NEW."high_gbp", NEW."id", NEW."low_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='91bb2b49f798fdd124561bfbe44797258e15bb1b', operation='UPDATE', pgid='pgtrigger_update_update_fee72', table='finance_categorytarget', when='AFTER')),
        ),
    ]
