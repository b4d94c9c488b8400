"""Slips may be corrected, and say which declarations they made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0009_confirmed_on"),
        ("synergies", "0011_workshop_room"),
    ]

    operations = [
        migrations.AddField(
            model_name="slip",
            name="concept_confirmed",
            field=models.BooleanField(
                default=False,
                help_text="By a person, with a tap.",
                verbose_name="concept confirmed",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="corrected"),
        ),
        migrations.AddField(
            model_name="slip",
            name="declared",
            field=models.ManyToManyField(
                blank=True,
                help_text="What the companies declare because of this slip.",
                related_name="slips",
                to="companies.resource",
                verbose_name="declarations",
            ),
        ),
        migrations.AddField(
            model_name="slip",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="version"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("concept_confirmed", False),
                    models.Q(("concept", ""), _negated=True),
                    _connector="OR",
                ),
                name="slip_confirmed_concept_named",
            ),
        ),
    ]
