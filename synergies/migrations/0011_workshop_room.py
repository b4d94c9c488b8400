"""Room mode of a workshop: the accesses of its tables and their match slips."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0008_showcase"),
        ("synergies", "0012_names_of_relations"),
    ]

    operations = [
        migrations.CreateModel(
            name="TableAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "table_number",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0: for the phones of the companies.",
                        verbose_name="table",
                    ),
                ),
                ("valid_on", models.DateField(verbose_name="valid on")),
                (
                    "nonce",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="number used once"
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the token"
                    ),
                ),
                (
                    "code_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the code"
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_accesses",
                        to="synergies.workshop",
                        verbose_name="workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "table access",
                "verbose_name_plural": "table accesses",
                "ordering": ("valid_on", "table_number"),
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "client_key",
                    models.CharField(
                        editable=False,
                        help_text="The same slip sent twice has the same key, and is one slip.",
                        max_length=64,
                        unique=True,
                        verbose_name="key of the device",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "kind",
                    models.CharField(
                        choices=[("substitution", "substitution"), ("pooling", "pooling")],
                        default="substitution",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("concept", models.CharField(blank=True, max_length=80, verbose_name="concept")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it was withdrawn"
                    ),
                ),
                (
                    "offers",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips_offering",
                        to="companies.company",
                        verbose_name="who offers",
                    ),
                ),
                (
                    "synergy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slip",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
                (
                    "wants",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips_wanting",
                        to="companies.company",
                        verbose_name="who wants",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="synergies.workshop",
                        verbose_name="workshop",
                    ),
                ),
                (
                    "access",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="synergies.tableaccess",
                        verbose_name="table",
                    ),
                ),
            ],
            options={
                "verbose_name": "match slip",
                "verbose_name_plural": "match slips",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="tableaccess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("workshop", "valid_on", "table_number"),
                name="tableaccess_one_alive",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(("offers", models.F("wants")), _negated=True),
                name="slip_two_companies",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="slip_withdrawn_with_reason",
            ),
        ),
    ]
