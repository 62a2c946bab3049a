import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('records', '0002_documents_and_figures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('PROGRAMME', 'Programme'), ('PHASE', 'Phase'), ('THEME', 'Theme'), ('PROJECT', 'Project'), ('REVIEW', 'Review'), ('COMMISSIONING_CYCLE', 'Commissioning cycle'), ('WORKSTREAM', 'Workstream')], editable=False, max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('description', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'ordering': ['kind', 'order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['PROGRAMME', 'PHASE', 'THEME', 'PROJECT', 'REVIEW', 'COMMISSIONING_CYCLE', 'WORKSTREAM'])), name='programme_activity_kind_is_known'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='programme_activity_is_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Portfolio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('board', models.CharField(blank=True, max_length=120)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('activity_ptr', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_phase', serialize=False, to='programme.activity')),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('window_text', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='programme.activity')),
            ],
            options={
                'abstract': False,
            },
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='programme.activity')),
            ],
            options={
                'abstract': False,
            },
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='ActivityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('kind', models.CharField(choices=[('PROGRAMME', 'Programme'), ('PHASE', 'Phase'), ('THEME', 'Theme'), ('PROJECT', 'Project'), ('REVIEW', 'Review'), ('COMMISSIONING_CYCLE', 'Commissioning cycle'), ('WORKSTREAM', 'Workstream')], editable=False, max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('description', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('LEAD', 'Lead'), ('SENIOR_RESPONSIBLE_OWNER', 'Senior Responsible Owner')], max_length=30)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='programme.activity')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['LEAD', 'SENIOR_RESPONSIBLE_OWNER'])), name='programme_assignment_role_is_known'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('activity', 'role'), name='programme_assignment_one_holder'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('activity', 'user'), name='programme_assignment_one_role_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('report_title', models.CharField(max_length=200)),
                ('letter', models.CharField(blank=True, max_length=4)),
                ('topic', models.CharField(max_length=160)),
                ('summary', models.TextField()),
                ('response_letters', models.CharField(blank=True, max_length=12)),
                ('response', models.TextField(blank=True)),
                ('link_basis', models.CharField(blank=True, max_length=80)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['activity', 'order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='PortfolioOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('post', models.CharField(max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('portfolio', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owners', to='programme.portfolio')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['order'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('portfolio', 'post'), name='programme_portfolioowner_once')],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField()),
                ('source_kind', models.CharField(max_length=40)),
                ('in_register', models.BooleanField(db_comment='in the programme risk register; unknown when no paper says', null=True)),
                ('printed_rating', models.CharField(blank=True, max_length=80)),
                ('control', models.TextField(blank=True)),
                ('printed_owner', models.CharField(blank=True, max_length=160)),
                ('likelihood', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('impact', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risks', to='programme.activity')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('impact__isnull', True), ('likelihood__isnull', True)), models.Q(('impact__isnull', False), ('impact__range', (1, 5)), ('likelihood__isnull', False), ('likelihood__range', (1, 5))), _connector='OR'), name='programme_risk_scores_from_1_to_5_together')],
            },
        ),
        migrations.CreateModel(
            name='StatusReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('rag', models.CharField(choices=[('GREEN', 'On track'), ('AMBER', 'At risk'), ('RED', 'Off track')], max_length=6)),
                ('narrative', models.TextField()),
                ('next_steps', models.TextField(blank=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_reports', to='programme.activity')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-effective_on', '-recorded_at', '-pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('rag__in', ['GREEN', 'AMBER', 'RED'])), name='programme_statusreport_rag_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='programme.activity')),
                ('in_portfolio_table', models.BooleanField(db_comment='listed when the portfolios were set up (12 December 2013, paragraph 3.4.3)', default=False)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('portfolio', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='programme.portfolio')),
            ],
            options={
                'abstract': False,
            },
            bases=('programme.activity',),
        ),
        migrations.CreateModel(
            name='AssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('LEAD', 'Lead'), ('SENIOR_RESPONSIBLE_OWNER', 'Senior Responsible Owner')], max_length=30)),
                ('is_demonstration', models.BooleanField(default=False)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programme.assignment')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MilestoneDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('kind', models.CharField(choices=[('BASELINE', 'Baseline'), ('FORECAST', 'Forecast'), ('ACHIEVED', 'Achieved')], max_length=10)),
                ('on', models.DateField(blank=True, null=True)),
                ('precision', models.CharField(choices=[('day', 'day'), ('day_inferred', 'day inferred'), ('week', 'week'), ('month', 'month'), ('month_end', 'month end'), ('season', 'season'), ('quarter_ambiguous', 'quarter ambiguous'), ('year', 'year'), ('range', 'range'), ('none', 'none')], max_length=20)),
                ('printed', models.CharField(blank=True, db_comment='as the paper prints it', max_length=120)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='programme.milestone')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['milestone', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['BASELINE', 'FORECAST', 'ACHIEVED'])), name='programme_milestonedate_kind_is_known'), models.CheckConstraint(condition=models.Q(('on__isnull', False), models.Q(('printed', ''), _negated=True), _connector='OR'), name='programme_milestonedate_date_or_printed_text')],
            },
        ),
        migrations.CreateModel(
            name='MilestoneEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(db_index=False, max_length=40)),
                ('title', models.CharField(max_length=300)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programme.milestone')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MilestoneReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('status', models.CharField(choices=[('PLANNED', 'Planned'), ('ON_TRACK', 'On track'), ('IN_PROGRESS', 'In progress'), ('READY', 'Ready'), ('PROPOSED', 'Proposed'), ('MET', 'Met'), ('MET_WITH_EXCEPTION', 'Met, with an exception'), ('PARTLY_MET', 'Partly met'), ('DEFERRED', 'Deferred'), ('EXTERNAL_DEPENDENCY', 'Waits on others'), ('SUPERSEDED', 'Superseded')], max_length=20)),
                ('basis', models.CharField(blank=True, max_length=500)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='programme.milestone')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['milestone', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['PLANNED', 'ON_TRACK', 'IN_PROGRESS', 'READY', 'PROPOSED', 'MET', 'MET_WITH_EXCEPTION', 'PARTLY_MET', 'DEFERRED', 'EXTERNAL_DEPENDENCY', 'SUPERSEDED'])), name='programme_milestonereport_status_is_known')],
            },
        ),
        migrations.CreateModel(
            name='RiskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('version', models.PositiveIntegerField(db_comment='counts edits, from 1', default=1)),
                ('code', models.SlugField(db_index=False, max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField()),
                ('source_kind', models.CharField(max_length=40)),
                ('in_register', models.BooleanField(db_comment='in the programme risk register; unknown when no paper says', null=True)),
                ('printed_rating', models.CharField(blank=True, max_length=80)),
                ('control', models.TextField(blank=True)),
                ('printed_owner', models.CharField(blank=True, max_length=160)),
                ('likelihood', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('impact', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programme.risk')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StatusReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('rag', models.CharField(choices=[('GREEN', 'On track'), ('AMBER', 'At risk'), ('RED', 'Off track')], max_length=6)),
                ('narrative', models.TextField()),
                ('next_steps', models.TextField(blank=True)),
                ('activity', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='programme.activity')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='programme.statusreport')),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programme_activityevent" ("code", "description", "id", "kind", "order", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_ref", "title", "version") VALUES (NEW."code", NEW."description", NEW."id", NEW."kind", NEW."order", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='d81427c75f023c471bd5ae589bbccc07ad21160b', operation='INSERT', pgid='pgtrigger_insert_insert_82a81', table='programme_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='activity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programme_activityevent" ("code", "description", "id", "kind", "order", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_ref", "title", "version") VALUES (NEW."code", NEW."description", NEW."id", NEW."kind", NEW."order", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='0d14580620172b6749d336f9141b12a231d9d7c6', operation='UPDATE', pgid='pgtrigger_update_update_0def5', table='programme_activity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programme_assignmentevent" ("activity_id", "ended_on", "id", "is_demonstration", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."activity_id", NEW."ended_on", NEW."id", NEW."is_demonstration", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='ca15b21def59e118cf724f3220a6b9717c795b77', operation='INSERT', pgid='pgtrigger_insert_insert_3cf58', table='programme_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programme_assignmentevent" ("activity_id", "ended_on", "id", "is_demonstration", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."activity_id", NEW."ended_on", NEW."id", NEW."is_demonstration", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='d237fb91214e2e59046bf8ea02cda3239eb326c6', operation='UPDATE', pgid='pgtrigger_update_update_ab00e', table='programme_assignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programme_milestoneevent" ("activity_id", "code", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."code", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='481dd81aa1257bd0c16ba5d765d8773c6565b65b', operation='INSERT', pgid='pgtrigger_insert_insert_89b0f', table='programme_milestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programme_milestoneevent" ("activity_id", "code", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."code", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='8357fb7e8163a76eff2378cdbead89bf16f67b13', operation='UPDATE', pgid='pgtrigger_update_update_bff39', table='programme_milestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programme_riskevent" ("activity_id", "code", "control", "description", "id", "impact", "in_register", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_owner", "printed_rating", "source_id", "source_kind", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."code", NEW."control", NEW."description", NEW."id", NEW."impact", NEW."in_register", NEW."likelihood", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printed_owner", NEW."printed_rating", NEW."source_id", NEW."source_kind", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='6b7d358f800a137d01f2de59793375dc4cf8ae78', operation='INSERT', pgid='pgtrigger_insert_insert_4e20f', table='programme_risk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='risk',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programme_riskevent" ("activity_id", "code", "control", "description", "id", "impact", "in_register", "likelihood", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed_owner", "printed_rating", "source_id", "source_kind", "source_ref", "title", "version") VALUES (NEW."activity_id", NEW."code", NEW."control", NEW."description", NEW."id", NEW."impact", NEW."in_register", NEW."likelihood", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printed_owner", NEW."printed_rating", NEW."source_id", NEW."source_kind", NEW."source_ref", NEW."title", NEW."version"); RETURN NULL;', hash='1e2ae9b7a6d42d0c5183fa7a436102e0abe13f51', operation='UPDATE', pgid='pgtrigger_update_update_109df', table='programme_risk', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusreport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "programme_statusreportevent" ("activity_id", "effective_on", "id", "narrative", "next_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rag", "recorded_at", "reported_by_id") VALUES (NEW."activity_id", NEW."effective_on", NEW."id", NEW."narrative", NEW."next_steps", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rag", NEW."recorded_at", NEW."reported_by_id"); RETURN NULL;', hash='47b1cd758eaef923e88483b2c0e25103b620ea3c', operation='INSERT', pgid='pgtrigger_insert_insert_ce4cf', table='programme_statusreport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusreport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "programme_statusreportevent" ("activity_id", "effective_on", "id", "narrative", "next_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rag", "recorded_at", "reported_by_id") VALUES (NEW."activity_id", NEW."effective_on", NEW."id", NEW."narrative", NEW."next_steps", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rag", NEW."recorded_at", NEW."reported_by_id"); RETURN NULL;', hash='7a3f8addaeed5d55c4e6106f851bd413bb0c4e3b', operation='UPDATE', pgid='pgtrigger_update_update_2691e', table='programme_statusreport', when='AFTER')),
        ),
    ]
