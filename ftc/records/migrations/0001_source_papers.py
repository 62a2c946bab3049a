import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SourcePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('body_code', models.CharField(max_length=20)),
                ('meeting_on', models.DateField(db_comment='date of the meeting the paper went to')),
                ('published_on', models.DateField(blank=True, db_comment='blank when not printed', null=True)),
                ('kind', models.CharField(max_length=60)),
                ('known_on', models.GeneratedField(db_comment="from when the paper's figures count", db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('published_on'), models.F('meeting_on')), output_field=models.DateField())),
            ],
            options={
                'ordering': ['known_on', 'code'],
            },
        ),
    ]
