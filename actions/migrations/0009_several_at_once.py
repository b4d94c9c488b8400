"""Acts on several rows that can be undone; saved filters of more lists than the programme."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0008_impact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="savedfilter", name="savedfilter_unique_name"),
        migrations.AddField(
            model_name="savedfilter",
            name="page",
            field=models.CharField(
                choices=[
                    ("programme", "programme"),
                    ("synergies", "synergies"),
                    ("companies", "companies"),
                ],
                default="programme",
                max_length=9,
                verbose_name="list",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("page"),
                Lower("name"),
                name="savedfilter_unique_name",
                violation_error_message="A filter of this name exists already.",
            ),
        ),
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("synergies", "synergies"),
                            ("actions", "actions"),
                            ("companies", "companies"),
                        ],
                        max_length=9,
                        verbose_name="of what",
                    ),
                ),
                ("act", models.CharField(max_length=20, verbose_name="act")),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="changes",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "act on several",
                "verbose_name_plural": "acts on several",
                "ordering": ("-made_at", "-pk"),
                "indexes": [models.Index(fields=["made_at"], name="bulkact_made_at")],
            },
        ),
        migrations.AlterField(
            model_name="reminder",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="actions.action",
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="ballot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="synergies.ballot",
                verbose_name="ballot",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="company",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="companies.company",
                verbose_name="company",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="milestone",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="actions.milestone",
                verbose_name="milestone",
            ),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="synergy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="synergies.synergy",
                verbose_name="synergy",
            ),
        ),
        migrations.AlterField(
            model_name="reminderexception",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="actions.action",
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="reminderexception",
            name="company",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="companies.company",
                verbose_name="company",
            ),
        ),
        migrations.AlterField(
            model_name="reminderexception",
            name="synergy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="synergies.synergy",
                verbose_name="synergy",
            ),
        ),
    ]
