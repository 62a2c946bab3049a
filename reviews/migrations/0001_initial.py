import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0001_initial'),
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('programme', '0001_initial'),
        ('records', '0002_documents_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=40)),
                ('title', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('EVIDENCE', 'Accepted evidence'), ('PREFERRED_OPTION', 'A preferred option'), ('RESOLUTION', 'A resolution of a body')], max_length=20)),
                ('body_kind', models.CharField(blank=True, choices=[('FULL_COUNCIL', 'Full council'), ('EXECUTIVE', 'Executive'), ('EXECUTIVE_INDIVIDUAL', 'Individual executive member'), ('CABINET_COMMITTEE', 'Cabinet committee'), ('SCRUTINY', 'Scrutiny committee'), ('SELECT_COMMITTEE', 'Select committee'), ('COMMITTEE', 'Committee'), ('MEMBER_BOARD', 'Member board'), ('PROGRAMME_BOARD', 'Programme board'), ('PORTFOLIO_BOARD', 'Portfolio board'), ('PARTNERSHIP_BOARD', 'Partnership board'), ('ASSURANCE_BOARD', 'Assurance board'), ('BOARD', 'Board'), ('OFFICER_BOARD', 'Officer board'), ('OFFICER_MEMBER_BOARD', 'Officer and Member board'), ('OFFICER_UNIT', 'Officer unit'), ('OFFICER_NETWORK', 'Officer network'), ('STAFF_NETWORK', 'Staff network'), ('MEMBER_GROUP', 'Member group'), ('PANEL', 'Panel'), ('EXTERNAL_REVIEWER', 'External reviewer')], max_length=30)),
                ('guidance', models.CharField(blank=True, max_length=500)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['stage', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('classification', models.CharField(choices=[('PUBLIC', 'Public'), ('INTERNAL', 'Internal'), ('EXEMPT', 'Exempt'), ('CONFIDENTIAL', 'Confidential')], default='INTERNAL', max_length=12)),
                ('exempt_paragraph', models.PositiveSmallIntegerField(blank=True, db_comment='paragraph 1-7 of Schedule 12A, Local Government Act 1972', null=True)),
                ('exempt_reason', models.CharField(blank=True, db_comment='why the public interest is in the exemption', max_length=500)),
                ('kind', models.CharField(choices=[('FILE', 'File'), ('LINK', 'Link'), ('NOTE', 'Note')], max_length=5)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('SUPPLIED', 'Waiting to be accepted'), ('ACCEPTED', 'Accepted'), ('RETURNED', 'Returned')], default='SUPPLIED', max_length=10)),
                ('supplied_at', models.DateTimeField()),
                ('supplied_on', models.DateField(db_comment='in effect from; the working date unless set back')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, db_comment='accepted or returned from', null=True)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reviews.criterion')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('supplied_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='records.upload')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['criterion__order', '-supplied_at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MarketEngagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('measure', models.CharField(max_length=160)),
                ('value', models.PositiveIntegerField(blank=True, null=True)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='market_engagements', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['code'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Methodology',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=160)),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='methodologies', to='programme.phase')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'verbose_name_plural': 'methodologies',
                'ordering': ['phase__number', 'version'],
                'constraints': [models.UniqueConstraint(fields=('phase', 'version'), name='reviews_methodology_one_of_each_version')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('delivery_models', models.ManyToManyField(related_name='options', to='reviews.deliverymodel')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['review', 'order'],
            },
        ),
        migrations.CreateModel(
            name='OptionState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('state', models.CharField(choices=[('CONSIDERED', 'Considered'), ('PREFERRED', 'Preferred'), ('NOT_RECOMMENDED', 'Not recommended'), ('NOT_RECOMMENDED_AT_THIS_STAGE', 'Not recommended at this stage')], max_length=30)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='states', to='reviews.option')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['option', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['CONSIDERED', 'PREFERRED', 'NOT_RECOMMENDED', 'NOT_RECOMMENDED_AT_THIS_STAGE'])), name='reviews_optionstate_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OptionVariant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(max_length=1)),
                ('title', models.CharField(max_length=200)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='reviews.option')),
            ],
            options={
                'ordering': ['option', 'letter'],
                'constraints': [models.UniqueConstraint(fields=('option', 'letter'), name='reviews_optionvariant_lettered_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='programme.activity')),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('DEFERRED', 'Deferred'), ('WITHDRAWN', 'Withdrawn'), ('MERGED', 'Merged'), ('CLOSED', 'Closed')], default='ACTIVE', max_length=10)),
                ('outturn_letter', models.CharField(blank=True, db_comment='section of the Phase 1 outturn report', max_length=1)),
                ('next_steps', models.TextField(blank=True)),
                ('methodology', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reviews.methodology')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='programme.phase')),
                ('portfolio', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='programme.portfolio')),
            ],
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='OptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(db_index=False, max_length=20)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.option')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.review')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='option',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='reviews.review'),
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('classification', models.CharField(choices=[('PUBLIC', 'Public'), ('INTERNAL', 'Internal'), ('EXEMPT', 'Exempt'), ('CONFIDENTIAL', 'Confidential')], default='INTERNAL', max_length=12)),
                ('exempt_paragraph', models.PositiveSmallIntegerField(blank=True, db_comment='paragraph 1-7 of Schedule 12A, Local Government Act 1972', null=True)),
                ('exempt_reason', models.CharField(blank=True, db_comment='why the public interest is in the exemption', max_length=500)),
                ('kind', models.CharField(choices=[('FILE', 'File'), ('LINK', 'Link'), ('NOTE', 'Note')], max_length=5)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('SUPPLIED', 'Waiting to be accepted'), ('ACCEPTED', 'Accepted'), ('RETURNED', 'Returned')], default='SUPPLIED', max_length=10)),
                ('supplied_at', models.DateTimeField()),
                ('supplied_on', models.DateField(db_comment='in effect from; the working date unless set back')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, db_comment='accepted or returned from', null=True)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('criterion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.criterion')),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reviews.evidence')),
                ('supplied_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.upload')),
                ('review', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.review')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reviews.review'),
        ),
        migrations.CreateModel(
            name='ReviewedService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('budget', models.ForeignKey(blank=True, db_comment='the statement the review was scoped on', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.servicebudget')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewed_services', to='reviews.review')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewed_in', to='organisation.service')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'service'), name='reviews_reviewedservice_covered_once')],
            },
        ),
        migrations.AddField(
            model_name='review',
            name='services',
            field=models.ManyToManyField(related_name='reviews', through='reviews.ReviewedService', to='organisation.service'),
        ),
        migrations.CreateModel(
            name='ReviewStateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('DEFERRED', 'Deferred'), ('WITHDRAWN', 'Withdrawn'), ('MERGED', 'Merged'), ('CLOSED', 'Closed')], max_length=10)),
                ('reason', models.CharField(max_length=500)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='state_changes', to='reviews.review')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ACTIVE', 'DEFERRED', 'WITHDRAWN', 'MERGED', 'CLOSED'])), name='reviews_reviewstatechange_state_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reviews_reviewstatechange_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=30)),
                ('title', models.CharField(max_length=80)),
                ('description', models.CharField(blank=True, max_length=500)),
                ('methodology', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='reviews.methodology')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['methodology', 'order'],
                'constraints': [models.UniqueConstraint(fields=('methodology', 'order'), name='reviews_stage_ordered_once'), models.UniqueConstraint(fields=('methodology', 'code'), name='reviews_stage_coded_once'), models.CheckConstraint(condition=models.Q(('order__gte', 1)), name='reviews_stage_order_from_one')],
            },
        ),
        migrations.CreateModel(
            name='ReviewPhaseMethodologyStageStatePortfolioOutturnLetterNextStepsEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('DEFERRED', 'Deferred'), ('WITHDRAWN', 'Withdrawn'), ('MERGED', 'Merged'), ('CLOSED', 'Closed')], default='ACTIVE', max_length=10)),
                ('outturn_letter', models.CharField(blank=True, db_comment='section of the Phase 1 outturn report', max_length=1)),
                ('next_steps', models.TextField(blank=True)),
                ('methodology', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.methodology')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='phase_methodology_stage_state_portfolio_outturn_letter_next_steps_events', to='reviews.review')),
                ('phase', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.phase')),
                ('portfolio', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.portfolio')),
                ('stage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reviews.stage')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='review',
            name='stage',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reviews.stage'),
        ),
        migrations.CreateModel(
            name='GatePassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('sequence', models.PositiveSmallIntegerField(db_comment='counts the passages of one review')),
                ('outcome', models.CharField(choices=[('REPORTED', 'Reported by a paper'), ('ENTERED', 'Started'), ('PASSED', 'Passed'), ('RETURNED', 'Returned'), ('POSTPONED', 'Postponed')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='governance.resolution')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='reviews.review')),
                ('from_stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.stage')),
                ('to_stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.stage')),
            ],
            options={
                'ordering': ['review', 'sequence'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['REPORTED', 'ENTERED', 'PASSED', 'RETURNED', 'POSTPONED'])), name='reviews_gatepassage_outcome_is_known'), models.UniqueConstraint(fields=('review', 'sequence'), name='reviews_gatepassage_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('outcome', 'REPORTED'), ('source__isnull', False)), models.Q(models.Q(('outcome', 'REPORTED'), _negated=True), ('by__isnull', False)), _connector='OR'), name='reviews_gatepassage_by_a_person_or_a_paper')],
            },
        ),
        migrations.AddField(
            model_name='criterion',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='reviews.stage'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='optionstate',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aedb35ce4627577e08c305458b31644c48eaeab9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_15da2', table='reviews_optionstate', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('review', 'order'), name='reviews_option_ordered_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='option',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reviews_optionevent" ("code", "id", "note", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "source_id", "source_ref", "title", "version") VALUES (NEW."code", NEW."id", NEW."note", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='9c3c13b73759de3ed22c7db6c70ac4a45b4494f4', operation='INSERT', pgid='pgtrigger_insert_insert_65115', table='reviews_option', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='option',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reviews_optionevent" ("code", "id", "note", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "source_id", "source_ref", "title", "version") VALUES (NEW."code", NEW."id", NEW."note", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='db82923ba2f75e07732e921659932656d01de228', operation='UPDATE', pgid='pgtrigger_update_update_ff6b4', table='reviews_option', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('classification__in', ['PUBLIC', 'INTERNAL', 'EXEMPT', 'CONFIDENTIAL'])), name='reviews_evidence_classification_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('classification', 'EXEMPT'), ('exempt_paragraph__isnull', False), ('exempt_paragraph__range', (1, 7)), models.Q(('exempt_reason', ''), _negated=True)), models.Q(models.Q(('classification', 'EXEMPT'), _negated=True), ('exempt_paragraph__isnull', True), ('exempt_reason', '')), _connector='OR'), name='reviews_evidence_exempt_has_paragraph_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['FILE', 'LINK', 'NOTE'])), name='reviews_evidence_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['SUPPLIED', 'ACCEPTED', 'RETURNED'])), name='reviews_evidence_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('supplied_by')), _negated=True), _connector='OR'), name='reviews_evidence_supplier_does_not_decide'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decided_on__isnull', True), ('state', 'SUPPLIED')), models.Q(models.Q(('state', 'SUPPLIED'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_on__gte', models.F('supplied_on')), ('decided_on__isnull', False)), _connector='OR'), name='reviews_evidence_decided_by_at_and_on_together'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'FILE'), ('upload__isnull', False), ('url', '')), models.Q(('kind', 'LINK'), ('upload__isnull', True), models.Q(('url', ''), _negated=True)), models.Q(('kind', 'NOTE'), ('upload__isnull', True), ('url', ''), models.Q(('note', ''), _negated=True)), _connector='OR'), name='reviews_evidence_is_what_its_kind_says'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'RETURNED'), _negated=True), models.Q(('comment', ''), _negated=True), _connector='OR'), name='reviews_evidence_returned_with_a_comment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reviews_evidenceevent" ("classification", "comment", "criterion_id", "decided_at", "decided_by_id", "decided_on", "exempt_paragraph", "exempt_reason", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "state", "supplied_at", "supplied_by_id", "supplied_on", "title", "upload_id", "url", "version") VALUES (NEW."classification", NEW."comment", NEW."criterion_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."exempt_paragraph", NEW."exempt_reason", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."review_id", NEW."state", NEW."supplied_at", NEW."supplied_by_id", NEW."supplied_on", NEW."title", NEW."upload_id", NEW."url", NEW."version"); RETURN NULL;', hash='24535779f75eea82c1c7b210797edcea90c4e6a7', operation='INSERT', pgid='pgtrigger_insert_insert_4f841', table='reviews_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reviews_evidenceevent" ("classification", "comment", "criterion_id", "decided_at", "decided_by_id", "decided_on", "exempt_paragraph", "exempt_reason", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "state", "supplied_at", "supplied_by_id", "supplied_on", "title", "upload_id", "url", "version") VALUES (NEW."classification", NEW."comment", NEW."criterion_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_on", NEW."exempt_paragraph", NEW."exempt_reason", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."review_id", NEW."state", NEW."supplied_at", NEW."supplied_by_id", NEW."supplied_on", NEW."title", NEW."upload_id", NEW."url", NEW."version"); RETURN NULL;', hash='2548c4dc06a04e60e495fc4c5165429c2a5446f4', operation='UPDATE', pgid='pgtrigger_update_update_77a22', table='reviews_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstatechange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f6a70abd20e7fddff10ac7bf8c44ad0675eee65e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2b38c', table='reviews_reviewstatechange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewstatechange',
            trigger=pgtrigger.compiler.Trigger(name='review_follows', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE reviews_review r SET state = (\n        SELECT c.state FROM reviews_reviewstatechange c WHERE c.review_id = NEW.review_id\n        ORDER BY c.effective_on DESC, c.recorded_at DESC, c.id DESC LIMIT 1\n    ) WHERE r.activity_ptr_id = NEW.review_id;\n    RETURN NULL;\n', hash='0abf0c6d2cbeebf8204737337400265544b0faa9', operation='INSERT', pgid='pgtrigger_review_follows_f5b39', table='reviews_reviewstatechange', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ACTIVE', 'DEFERRED', 'WITHDRAWN', 'MERGED', 'CLOSED'])), name='reviews_review_state_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='starts_unmoved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.stage_id IS NOT NULL OR NEW.state <> 'ACTIVE' THEN\n        RAISE EXCEPTION 'A new review is active and has no stage until a passage is recorded.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='9c7b45b0030c71d0229916315f9f1f7db76c3e9c', operation='INSERT', pgid='pgtrigger_starts_unmoved_c5113', table='reviews_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='only_passages_move_it', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (NEW.stage_id IS DISTINCT FROM OLD.stage_id OR NEW.state <> OLD.state)\n            AND pg_trigger_depth() < 2 THEN\n        RAISE EXCEPTION 'A review changes stage or state only by a recorded passage or change.'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='c8b4c8d7492bad5633888272f6b93556eb0a56af', operation='UPDATE', pgid='pgtrigger_only_passages_move_it_17f93', table='reviews_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reviews_reviewphasemethodologystagestateportfoliooutturnlet6464" ("methodology_id", "next_steps", "outturn_letter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "portfolio_id", "stage_id", "state") VALUES (NEW."methodology_id", NEW."next_steps", NEW."outturn_letter", _pgh_attach_context(), NOW(), \'insert\', NEW."activity_ptr_id", NEW."phase_id", NEW."portfolio_id", NEW."stage_id", NEW."state"); RETURN NULL;', hash='a521192aa5b9fadfc7b38237101f6218c4ff8ee3', operation='INSERT', pgid='pgtrigger_insert_insert_7a7c1', table='reviews_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."methodology_id" IS DISTINCT FROM (NEW."methodology_id") OR OLD."next_steps" IS DISTINCT FROM (NEW."next_steps") OR OLD."outturn_letter" IS DISTINCT FROM (NEW."outturn_letter") OR OLD."phase_id" IS DISTINCT FROM (NEW."phase_id") OR OLD."portfolio_id" IS DISTINCT FROM (NEW."portfolio_id") OR OLD."stage_id" IS DISTINCT FROM (NEW."stage_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "reviews_reviewphasemethodologystagestateportfoliooutturnlet6464" ("methodology_id", "next_steps", "outturn_letter", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "portfolio_id", "stage_id", "state") VALUES (NEW."methodology_id", NEW."next_steps", NEW."outturn_letter", _pgh_attach_context(), NOW(), \'update\', NEW."activity_ptr_id", NEW."phase_id", NEW."portfolio_id", NEW."stage_id", NEW."state"); RETURN NULL;', hash='fb8f28c1e52197d205b53c77ef6d369cab1f50a2', operation='UPDATE', pgid='pgtrigger_update_update_b34c8', table='reviews_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gatepassage',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1221bee1b488554115670225e3f8aa421f62b168', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5c181', table='reviews_gatepassage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gatepassage',
            trigger=pgtrigger.compiler.Trigger(name='is_allowed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE review record; from_order integer; to_order integer; unmet text;', func='\n    SELECT r.stage_id, r.state, r.methodology_id INTO review\n        FROM reviews_review r WHERE r.activity_ptr_id = NEW.review_id FOR UPDATE;\n    IF NEW.outcome IN (\'PASSED\', \'ENTERED\') AND review.state <> \'ACTIVE\' THEN\n        RAISE EXCEPTION \'A review that is % passes no gate.\', lower(review.state)\n            USING ERRCODE = \'check_violation\';\n    END IF;\n    IF NEW.from_stage_id IS DISTINCT FROM review.stage_id THEN\n        RAISE EXCEPTION \'The review is no longer at the stage this passage leaves.\'\n            USING ERRCODE = \'check_violation\';\n    END IF;\n    SELECT s."order" INTO from_order FROM reviews_stage s WHERE s.id = NEW.from_stage_id;\n    SELECT s."order" INTO to_order FROM reviews_stage s\n        WHERE s.id = NEW.to_stage_id AND s.methodology_id = review.methodology_id;\n    IF to_order IS NULL THEN\n        RAISE EXCEPTION \'The stage is not in the methodology of this review.\'\n            USING ERRCODE = \'check_violation\';\n    END IF;\n    -- IS NOT TRUE, because a comparison with the stage of a review not started is unknown.\n    IF (CASE NEW.outcome\n        WHEN \'ENTERED\' THEN from_order IS NULL AND to_order = 1\n        WHEN \'REPORTED\' THEN to_order > coalesce(from_order, 0)\n        WHEN \'PASSED\' THEN to_order = from_order + 1\n        WHEN \'RETURNED\' THEN to_order <= from_order\n        WHEN \'POSTPONED\' THEN to_order = from_order\n    END) IS NOT TRUE THEN\n        RAISE EXCEPTION \'This stage does not follow from the one the review is at.\'\n            USING ERRCODE = \'check_violation\';\n    END IF;\n    IF NEW.outcome = \'REPORTED\' AND EXISTS (\n        SELECT 1 FROM reviews_criterion c JOIN reviews_stage s ON s.id = c.stage_id\n        WHERE s.methodology_id = review.methodology_id AND s."order" < to_order\n            AND c.kind = \'RESOLUTION\'\n    ) THEN\n        RAISE EXCEPTION \'No report brings a review past a gate that a body opens.\'\n            USING ERRCODE = \'check_violation\';\n    END IF;\n    IF NEW.outcome = \'PASSED\' THEN\n        SELECT c.title INTO unmet FROM reviews_criterion c\n        WHERE c.stage_id = NEW.from_stage_id AND NOT CASE c.kind\n            WHEN \'EVIDENCE\' THEN EXISTS (\n                SELECT 1 FROM reviews_evidence e\n                WHERE e.review_id = NEW.review_id AND e.criterion_id = c.id\n                    AND e.state = \'ACCEPTED\' AND e.decided_on <= NEW.effective_on)\n            WHEN \'PREFERRED_OPTION\' THEN EXISTS (\n                SELECT 1 FROM reviews_option o\n                WHERE o.review_id = NEW.review_id AND \'PREFERRED\' = (\n                    SELECT os.state FROM reviews_optionstate os\n                    WHERE os.option_id = o.id AND os.effective_on <= NEW.effective_on\n                    ORDER BY os.effective_on DESC, os.recorded_at DESC, os.id DESC LIMIT 1))\n            WHEN \'RESOLUTION\' THEN EXISTS (\n                SELECT 1 FROM governance_resolution g\n                JOIN governance_resolution_activities ga ON ga.resolution_id = g.id\n                JOIN governance_meeting m ON m.id = g.meeting_id\n                JOIN governance_body b ON b.id = m.body_id\n                WHERE ga.activity_id = NEW.review_id AND b.kind = c.body_kind\n                    AND g.kind = \'RESOLUTION\' AND g.verb IN (\'ENDORSE\', \'APPROVE\', \'AGREE\')\n                    AND g.effective_on <= NEW.effective_on)\n        END\n        ORDER BY c."order" LIMIT 1;\n        IF unmet IS NOT NULL THEN\n            RAISE EXCEPTION \'The gate is not met: %.\', unmet USING ERRCODE = \'check_violation\';\n        END IF;\n    END IF;\n    RETURN NEW;\n', hash='3fc189d4ecff8409ea6c872a6bddceac2e895951', operation='INSERT', pgid='pgtrigger_is_allowed_db41e', table='reviews_gatepassage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gatepassage',
            trigger=pgtrigger.compiler.Trigger(name='review_follows', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE reviews_review r SET stage_id = (\n        SELECT p.to_stage_id FROM reviews_gatepassage p WHERE p.review_id = NEW.review_id\n        ORDER BY p.sequence DESC LIMIT 1\n    ) WHERE r.activity_ptr_id = NEW.review_id;\n    RETURN NULL;\n', hash='7bb9721b26d9ccabde7dccbdfb6d80d0cd615654', operation='INSERT', pgid='pgtrigger_review_follows_df2d8', table='reviews_gatepassage', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['EVIDENCE', 'PREFERRED_OPTION', 'RESOLUTION'])), name='reviews_criterion_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('stage', 'code'), name='reviews_criterion_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'RESOLUTION'), models.Q(('body_kind', ''), _negated=True)), models.Q(models.Q(('kind', 'RESOLUTION'), _negated=True), ('body_kind', '')), _connector='OR'), name='reviews_criterion_body_only_for_a_resolution'),
        ),
    ]
