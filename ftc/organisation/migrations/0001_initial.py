import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
import ftc.records.operations
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('records', '0001_source_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='PoliticalGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=80, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Directorate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=12, unique=True)),
                ('head_post', models.CharField(max_length=200)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('DIVISION', 'Division'), ('DIRECT_REPORT', 'Direct report'), ('FUNCTIONAL_GROUP', 'Functional group'), ('NEW_CORPORATE_FUNCTION', 'New corporate function'), ('OVERSIGHT', 'Oversight')], max_length=30)),
                ('directorate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='divisions', to='organisation.directorate')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['directorate__code', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['DIVISION', 'DIRECT_REPORT', 'FUNCTIONAL_GROUP', 'NEW_CORPORATE_FUNCTION', 'OVERSIGHT'])), name='organisation_division_kind_is_known'), models.UniqueConstraint(fields=('directorate', 'name'), name='organisation_division_named_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('kind', models.CharField(choices=[('OFFICER', 'Officer'), ('MEMBER', 'Elected Member'), ('PARTNER', 'Partner')], max_length=10)),
                ('title', models.CharField(blank=True, max_length=20)),
                ('forenames', models.CharField(blank=True, db_comment='forenames or initials', max_length=60)),
                ('surname', models.CharField(max_length=60)),
                ('honours', models.CharField(blank=True, max_length=40)),
                ('post', models.CharField(blank=True, max_length=160)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.politicalgroup')),
            ],
            options={
                'ordering': ['surname', 'forenames', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['OFFICER', 'MEMBER', 'PARTNER'])), name='organisation_person_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='DirectorateName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('name', models.CharField(max_length=120)),
                ('directorate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='organisation.directorate')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('directorate', 'effective_on'), name='organisation_directoratename_one_name_a_day')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(db_comment='as shown beside what they did', max_length=120)),
                ('is_demonstration', models.BooleanField(db_comment='belongs to no real person; signs in from this machine only', default=False)),
                ('last_seen_before', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='organisation.person')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('name', models.CharField(max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='printed_names', to='organisation.person')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'name', 'source'), name='organisation_personname_once_a_paper')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('directorate_is_inferred', models.BooleanField(db_comment='no paper states the directorate of this service', default=False)),
                ('service_type', models.CharField(blank=True, choices=[('FRONTLINE', 'Frontline'), ('CORPORATE', 'Corporate support')], max_length=12)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('directorate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organisation.directorate')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organisation.division')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['directorate__code', 'order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('service_type__in', ['', 'FRONTLINE', 'CORPORATE'])), name='organisation_service_service_type_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('last_used_on', models.DateField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('OFFICER', 'Officer'), ('SENIOR_RESPONSIBLE_OWNER', 'Senior Responsible Owner'), ('FINANCE', 'Finance partner'), ('PORTFOLIO_OFFICE', 'Portfolio office'), ('DEMOCRATIC_SERVICES', 'Democratic Services'), ('MEMBER', 'Member'), ('AUDITOR', 'Auditor'), ('ADMINISTRATOR', 'Administrator')], max_length=30)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('directorate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.directorate')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['OFFICER', 'SENIOR_RESPONSIBLE_OWNER', 'FINANCE', 'PORTFOLIO_OFFICE', 'DEMOCRATIC_SERVICES', 'MEMBER', 'AUDITOR', 'ADMINISTRATOR'])), name='organisation_roleassignment_role_is_known'), models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('user', 'role', 'directorate'), name='organisation_roleassignment_held_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='organisation_roleassignment_ends_after_it_starts')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_roleassignmentevent" ("directorate_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."directorate_id", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='0c7cfdece7df211eec54507ea4dffd170ad517de', operation='INSERT', pgid='pgtrigger_insert_insert_d63b5', table='organisation_roleassignment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_roleassignmentevent" ("directorate_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."directorate_id", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='63f4b2b7fa332039b95e822b9d59f1d44390bf9b', operation='UPDATE', pgid='pgtrigger_update_update_8c8fe', table='organisation_roleassignment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ServiceBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('financial_year', models.PositiveSmallIntegerField(blank=True, db_comment='start year; blank when the paper gives none', null=True)),
                ('gross_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('income_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('net_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='organisation.service')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.sourcepaper')),
            ],
            options={
                'ordering': ['service__order', 'effective_on', 'pk'],
                'get_latest_by': ['effective_on', 'recorded_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('net_gbp', django.db.models.expressions.CombinedExpression(models.F('gross_gbp'), '-', models.F('income_gbp')))), name='organisation_servicebudget_net_is_gross_less_income'), models.UniqueConstraint(fields=('service', 'effective_on', 'source', 'financial_year'), name='organisation_servicebudget_stated_once', nulls_distinct=False)],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_servicebudgetevent" ("effective_on", "financial_year", "gross_gbp", "id", "income_gbp", "net_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "service_id", "source_id", "source_ref") VALUES (NEW."effective_on", NEW."financial_year", NEW."gross_gbp", NEW."id", NEW."income_gbp", NEW."net_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."service_id", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='d249b4ee9f3175179c93edeae8a0ca3dcb505812', operation='INSERT', pgid='pgtrigger_insert_insert_0f901', table='organisation_servicebudget', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_servicebudgetevent" ("effective_on", "financial_year", "gross_gbp", "id", "income_gbp", "net_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "service_id", "source_id", "source_ref") VALUES (NEW."effective_on", NEW."financial_year", NEW."gross_gbp", NEW."id", NEW."income_gbp", NEW."net_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."service_id", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='6dabb3247b5f642c79eb346cc7e72a7dde154612', operation='UPDATE', pgid='pgtrigger_update_update_3b468', table='organisation_servicebudget', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('OFFICER', 'Officer'), ('SENIOR_RESPONSIBLE_OWNER', 'Senior Responsible Owner'), ('FINANCE', 'Finance partner'), ('PORTFOLIO_OFFICE', 'Portfolio office'), ('DEMOCRATIC_SERVICES', 'Democratic Services'), ('MEMBER', 'Member'), ('AUDITOR', 'Auditor'), ('ADMINISTRATOR', 'Administrator')], max_length=30)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('directorate', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.directorate')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.roleassignment')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ServiceBudgetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('effective_on', models.DateField(db_comment='when the act took place or its source was published')),
                ('recorded_at', models.DateTimeField(db_comment='when FTC was told', db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('source_ref', models.CharField(blank=True, db_comment='paragraph in the paper', max_length=300)),
                ('financial_year', models.PositiveSmallIntegerField(blank=True, db_comment='start year; blank when the paper gives none', null=True)),
                ('gross_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('income_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('net_gbp', models.DecimalField(db_comment='pounds a year', decimal_places=2, max_digits=14)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='organisation.servicebudget')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.service')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='records.sourcepaper')),
            ],
            options={
                'abstract': False,
            },
        ),
        ftc.records.operations.InstallTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_roleassignmentevent" ("directorate_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."directorate_id", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='0c7cfdece7df211eec54507ea4dffd170ad517de', operation='INSERT', pgid='pgtrigger_insert_insert_d63b5', table='organisation_roleassignment', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_roleassignmentevent" ("directorate_id", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on", "user_id") VALUES (NEW."directorate_id", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."started_on", NEW."user_id"); RETURN NULL;', hash='63f4b2b7fa332039b95e822b9d59f1d44390bf9b', operation='UPDATE', pgid='pgtrigger_update_update_8c8fe', table='organisation_roleassignment', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='servicebudget',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "organisation_servicebudgetevent" ("effective_on", "financial_year", "gross_gbp", "id", "income_gbp", "net_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "service_id", "source_id", "source_ref") VALUES (NEW."effective_on", NEW."financial_year", NEW."gross_gbp", NEW."id", NEW."income_gbp", NEW."net_gbp", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."service_id", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='d249b4ee9f3175179c93edeae8a0ca3dcb505812', operation='INSERT', pgid='pgtrigger_insert_insert_0f901', table='organisation_servicebudget', when='AFTER')),
        ),
        ftc.records.operations.InstallTrigger(
            model_name='servicebudget',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "organisation_servicebudgetevent" ("effective_on", "financial_year", "gross_gbp", "id", "income_gbp", "net_gbp", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "service_id", "source_id", "source_ref") VALUES (NEW."effective_on", NEW."financial_year", NEW."gross_gbp", NEW."id", NEW."income_gbp", NEW."net_gbp", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."service_id", NEW."source_id", NEW."source_ref"); RETURN NULL;', hash='6dabb3247b5f642c79eb346cc7e72a7dde154612', operation='UPDATE', pgid='pgtrigger_update_update_3b468', table='organisation_servicebudget', when='AFTER')),
        ),
    ]
