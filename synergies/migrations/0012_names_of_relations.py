"""What the relations are called, in words that are translated."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0006_names_on_one_line"),
        ("synergies", "0010_answers_in_the_contact_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="contactlink",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="synergies.contactentry",
                verbose_name="contact log entry",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="resource_a",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="matches_as_a",
                to="companies.resource",
                verbose_name="one resource",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="resource_b",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="matches_as_b",
                to="companies.resource",
                verbose_name="other resource",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="synergy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="matches",
                to="synergies.synergy",
                verbose_name="synergy",
            ),
        ),
        migrations.AlterField(
            model_name="parsedresource",
            name="initiative",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="companies.initiative",
                verbose_name="initiative",
            ),
        ),
        migrations.AlterField(
            model_name="parsedresource",
            name="resource",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="parsed",
                serialize=False,
                to="companies.resource",
                verbose_name="resource",
            ),
        ),
        migrations.AlterField(
            model_name="tallyline",
            name="option",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tally_lines",
                to="synergies.roundoption",
                verbose_name="option",
            ),
        ),
        migrations.AlterField(
            model_name="tallyline",
            name="tally",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="synergies.tally",
                verbose_name="tally",
            ),
        ),
        migrations.AlterField(
            model_name="votechange",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="synergies.ballot",
                verbose_name="ballot",
            ),
        ),
        migrations.AlterField(
            model_name="votechange",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="companies.contact",
                verbose_name="contact",
            ),
        ),
        migrations.AlterField(
            model_name="votechange",
            name="option",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="synergies.roundoption",
                verbose_name="option",
            ),
        ),
        migrations.AlterField(
            model_name="votechange",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="account",
            ),
        ),
    ]
