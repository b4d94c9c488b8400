"""Every table of the app as it is now: what a new installation makes in one go."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("synergies", "0001_first_tables"),
        ("synergies", "0002_detection"),
        ("synergies", "0003_merges"),
        ("synergies", "0005_round_lifecycle"),
        ("synergies", "0006_ballot"),
        ("synergies", "0007_tally_comparison"),
        ("synergies", "0008_committee"),
        ("synergies", "0009_follow_up"),
        ("synergies", "0010_answers_in_the_contact_log"),
    ]

    initial = True

    dependencies = [
        ("companies", "0006_names_on_one_line"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("visit", "visit"),
                            ("mail", "mail"),
                            ("meeting", "meeting"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "text",
                    models.CharField(blank=True, max_length=250, verbose_name="what was said"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_entries",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="companies.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_entries",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the contact answered a mail by a button.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of us",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact log entry",
                "verbose_name_plural": "contact log",
                "ordering": ("-held_on", "-pk"),
                "indexes": [models.Index(fields=["held_on"], name="contactentry_held_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", True), ("company__isnull", False), _connector="OR"
                        ),
                        name="contactentry_contact_with_company",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False), ("contact__isnull", False), _connector="OR"
                        ),
                        name="contactentry_somebody_spoke",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DetectionPass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("planned_at", models.DateTimeField(blank=True, null=True, verbose_name="planned")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished"),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detection_passes",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "detection pass",
                "verbose_name_plural": "detection passes",
                "ordering": ("-started_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("initiative",),
                        name="detectionpass_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DetectionShard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("family", models.CharField(max_length=9, verbose_name="family")),
                (
                    "first_concept",
                    models.CharField(blank=True, max_length=80, verbose_name="first concept"),
                ),
                (
                    "last_concept",
                    models.CharField(blank=True, max_length=80, verbose_name="last concept"),
                ),
                (
                    "claimed_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="claimed until"),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "detection_pass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shards",
                        to="synergies.detectionpass",
                    ),
                ),
            ],
            options={
                "verbose_name": "detection shard",
                "verbose_name_plural": "detection shards",
                "ordering": ("family", "first_concept"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("detection_pass", "family", "first_concept"),
                        name="detectionshard_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_concept__gte", models.F("first_concept"))),
                        name="detectionshard_range_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContactEntry",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("visit", "visit"),
                            ("mail", "mail"),
                            ("meeting", "meeting"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "text",
                    models.CharField(blank=True, max_length=250, verbose_name="what was said"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the contact answered a mail by a button.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who of us",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact log entry",
                "verbose_name_plural": "historical contact log",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMergeRefusal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Which synergies, as one text.",
                        max_length=250,
                        verbose_name="key",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="because")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical merge refused",
                "verbose_name_plural": "historical merges refused",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRound",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text for the companies")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=27, verbose_name="places in the programme"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("equal-shares", "equal shares"),
                            ("greedy", "sum of points"),
                            ("average", "cautious average"),
                            ("pav", "decreasing voices"),
                        ],
                        default="equal-shares",
                        max_length=20,
                        verbose_name="rule",
                    ),
                ),
                (
                    "minimum_supporters",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="companies needed for a synergy"
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled"),
                ),
                (
                    "change_reason",
                    models.CharField(
                        blank=True,
                        help_text="Of the latest change.",
                        max_length=250,
                        verbose_name="reason",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "scope",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Which open synergies were asked about: areas, statuses, numbers; empty: all.",
                        verbose_name="scope",
                    ),
                ),
                (
                    "results_are_public",
                    models.BooleanField(
                        default=False,
                        help_text="Anybody may read what is proposed and the counts; of companies, only those that agreed to be named in public.",
                        verbose_name="the result is public",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical round",
                "verbose_name_plural": "historical rounds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVocabularyChange",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("alias", "alias"),
                            ("incompatible", "not to be confused"),
                            ("concept", "new concept"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("concept", models.CharField(max_length=80, verbose_name="concept")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")],
                        default="fr",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=150, verbose_name="words")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=150, verbose_name="label in English"),
                ),
                (
                    "other",
                    models.CharField(blank=True, max_length=80, verbose_name="other concept"),
                ),
                ("section", models.CharField(blank=True, max_length=12, verbose_name="section")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="The decision it was learnt from.",
                        max_length=250,
                        verbose_name="because",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "to be reviewed"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                        ],
                        default="proposed",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="proposed"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="saved"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical change of the vocabulary",
                "verbose_name_plural": "historical changes of the vocabulary",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWorkshop",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("place", models.CharField(blank=True, max_length=150, verbose_name="place")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical workshop",
                "verbose_name_plural": "historical workshops",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ParsedResource",
            fields=[
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="parsed",
                        serialize=False,
                        to="companies.resource",
                    ),
                ),
                ("family", models.CharField(max_length=9, verbose_name="family")),
                ("concept", models.CharField(blank=True, max_length=80, verbose_name="concept")),
                ("is_certain", models.BooleanField(default=False, verbose_name="certain")),
                ("line", models.TextField(verbose_name="as understood")),
                (
                    "text",
                    models.TextField(
                        help_text="Normalised, to find an alias.", verbose_name="its words"
                    ),
                ),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                (
                    "fingerprint",
                    models.CharField(max_length=32, verbose_name="fingerprint of the declaration"),
                ),
                (
                    "vocabulary",
                    models.CharField(max_length=40, verbose_name="version of the vocabulary"),
                ),
                ("parsed_at", models.DateTimeField(verbose_name="parsed")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="companies.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "parsed resource",
                "verbose_name_plural": "parsed resources",
                "indexes": [
                    models.Index(
                        fields=["initiative", "family", "concept"], name="parsed_family_concept"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text for the companies")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=27, verbose_name="places in the programme"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("equal-shares", "equal shares"),
                            ("greedy", "sum of points"),
                            ("average", "cautious average"),
                            ("pav", "decreasing voices"),
                        ],
                        default="equal-shares",
                        max_length=20,
                        verbose_name="rule",
                    ),
                ),
                (
                    "minimum_supporters",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="companies needed for a synergy"
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="cancelled"),
                ),
                (
                    "change_reason",
                    models.CharField(
                        blank=True,
                        help_text="Of the latest change.",
                        max_length=250,
                        verbose_name="reason",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "scope",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Which open synergies were asked about: areas, statuses, numbers; empty: all.",
                        verbose_name="scope",
                    ),
                ),
                (
                    "results_are_public",
                    models.BooleanField(
                        default=False,
                        help_text="Anybody may read what is proposed and the counts; of companies, only those that agreed to be named in public.",
                        verbose_name="the result is public",
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ("-opens_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "title"),
                        name="round_unique_title",
                        violation_error_message="A round of this title exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="round_closes_after_opening",
                        violation_error_message="The round closes before it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1)),
                        name="round_places_at_least_one",
                        violation_error_message="A programme has at least one place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at__isnull", True),
                            models.Q(("change_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_cancelled_with_reason",
                        violation_error_message="Say why the round is cancelled.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=20, verbose_name="rule")),
                ("version", models.CharField(max_length=20, verbose_name="version of the rule")),
                ("parameters", models.JSONField(default=dict, verbose_name="parameters")),
                ("input_hash", models.CharField(max_length=64, verbose_name="hash of the ballots")),
                ("counted_at", models.DateTimeField(verbose_name="counted")),
                ("company_count", models.PositiveIntegerField(verbose_name="companies asked")),
                ("voter_count", models.PositiveIntegerField(verbose_name="companies that voted")),
                ("answer_count", models.PositiveIntegerField(verbose_name="answers")),
                (
                    "shares",
                    models.JSONField(
                        default=dict,
                        help_text="By company: its share, what it paid for which option, what is left; fractions.",
                        verbose_name="shares",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="synergies.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "bands_done",
                    models.PositiveIntegerField(default=0, verbose_name="ballots left out so far"),
                ),
                (
                    "bands_seen",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Numbers retained in every count so far, and in at least one.",
                        verbose_name="retained without a ballot",
                    ),
                ),
                (
                    "bands_total",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty: too many.",
                        null=True,
                        verbose_name="ballots to leave out",
                    ),
                ),
                (
                    "comparison",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="By rule, that of the round first: what it keeps and whom it leaves out.",
                        verbose_name="comparison",
                    ),
                ),
                (
                    "published_hash",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="hash of the published ballots"
                    ),
                ),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "ordering": ("-counted_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "rule", "version", "input_hash"), name="tally_unique_input"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bands_done", 0), ("bands_total__isnull", True)),
                            ("bands_done__lte", models.F("bands_total")),
                            _connector="OR",
                        ),
                        name="tally_bands_done_at_most_total",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VocabularyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("alias", "alias"),
                            ("incompatible", "not to be confused"),
                            ("concept", "new concept"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("concept", models.CharField(max_length=80, verbose_name="concept")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")],
                        default="fr",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=150, verbose_name="words")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=150, verbose_name="label in English"),
                ),
                (
                    "other",
                    models.CharField(blank=True, max_length=80, verbose_name="other concept"),
                ),
                ("section", models.CharField(blank=True, max_length=12, verbose_name="section")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="The decision it was learnt from.",
                        max_length=250,
                        verbose_name="because",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "to be reviewed"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                        ],
                        default="proposed",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("proposed_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the vocabulary",
                "verbose_name_plural": "changes of the vocabulary",
                "ordering": ("-proposed_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "concept", "language", "words", "other"),
                        name="vocabularychange_unique",
                        violation_error_message="This has been proposed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["alias", "concept"]), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vocabularychange_alias_has_words",
                        violation_error_message="Write the words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "incompatible"), _negated=True),
                            models.Q(("other", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vocabularychange_incompatible_has_other",
                        violation_error_message="Say which concept it is not to be confused with.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "concept"), _negated=True),
                            models.Q(
                                models.Q(("label_en", ""), _negated=True),
                                models.Q(("section", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="vocabularychange_concept_has_labels",
                        violation_error_message="A concept needs a section and both labels.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("place", models.CharField(blank=True, max_length=150, verbose_name="place")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "workshop",
                "verbose_name_plural": "workshops",
                "ordering": ("-held_on",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "held_on", "title"),
                        name="workshop_unique_title_and_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        help_text="Shuffles the options; stored so it can be checked.",
                        verbose_name="seed of the order",
                    ),
                ),
                (
                    "concerned_count",
                    models.PositiveIntegerField(
                        default=0, verbose_name="options that name the company"
                    ),
                ),
                (
                    "validated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="validated"),
                ),
                (
                    "receipt_code",
                    models.CharField(blank=True, max_length=20, verbose_name="receipt"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "validated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.contact",
                        verbose_name="by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="synergies.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "order",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Pairs (option, closeness) as the company saw them, kept at its first answer.",
                        verbose_name="order of the options",
                    ),
                ),
                (
                    "validated_changes",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="How long the history was then; more lines since: changed after validating.",
                        verbose_name="changes when validated",
                    ),
                ),
                (
                    "published_code",
                    models.CharField(
                        blank=True,
                        help_text="Given at the count to each ballot with an answer; its receipt, if it has one.",
                        max_length=20,
                        verbose_name="code in the published ballots",
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot",
                "verbose_name_plural": "ballots",
                "ordering": ("company__name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "company"), name="ballot_unique_company"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("receipt_code", ""), _negated=True),
                        fields=("receipt_code",),
                        name="ballot_unique_receipt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("validated_at__isnull", True),
                            models.Q(("receipt_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ballot_validated_has_receipt",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("published_code", ""), _negated=True),
                        fields=("published_code",),
                        name="ballot_unique_published_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counting",
            fields=[
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="counting",
                        serialize=False,
                        to="synergies.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "claimed_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="claimed until"),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="In the fullest run of the count.",
                        verbose_name="places paid so far (%)",
                    ),
                ),
            ],
            options={
                "verbose_name": "counting",
                "verbose_name_plural": "countings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="counting_percent_0_100"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DetectionKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100, verbose_name="key")),
                (
                    "initiative",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="companies.initiative",
                    ),
                ),
                (
                    "parsed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="synergies.parsedresource",
                    ),
                ),
            ],
            options={
                "verbose_name": "detection key",
                "verbose_name_plural": "detection keys",
                "indexes": [
                    models.Index(fields=["initiative", "key", "parsed"], name="detectionkey_lookup")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="room_accesses",
                        to="synergies.ballot",
                        verbose_name="ballot",
                    ),
                ),
            ],
            options={
                "verbose_name": "room access",
                "verbose_name_plural": "room accesses",
                "ordering": ("valid_on", "ballot"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("ballot", "valid_on"),
                        name="roomaccess_one_alive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Synergy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "kind",
                    models.CharField(
                        choices=[("substitution", "substitution"), ("pooling", "pooling")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("equipment", "equipment"),
                            ("resources", "resources"),
                            ("skills", "skills"),
                        ],
                        max_length=9,
                        verbose_name="area",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        default="idea",
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="reason of the status"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("workshop", "workshop"),
                            ("detection", "detection"),
                            ("manual", "entered by hand"),
                            ("merge", "merge"),
                            ("split", "split"),
                        ],
                        default="manual",
                        max_length=9,
                        verbose_name="origin",
                    ),
                ),
                (
                    "table_number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="table"),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="ADEME’s definition: at least one exchange of material done, or a pooled service used by at least two entities. Say which, since when, and where it is written.",
                        verbose_name="evidence that it is operational",
                    ),
                ),
                (
                    "operational_since",
                    models.DateField(blank=True, null=True, verbose_name="operational since"),
                ),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=250, verbose_name="next step"),
                ),
                (
                    "next_due_on",
                    models.DateField(blank=True, null=True, verbose_name="next step due on"),
                ),
                (
                    "last_contact_on",
                    models.DateField(blank=True, null=True, verbose_name="last contact"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="shown on the public page"),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synergies",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="synergies.synergy",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synergies",
                        to="synergies.workshop",
                        verbose_name="workshop",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synergies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="followed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "synergy",
                "verbose_name_plural": "synergies",
                "ordering": ("number",),
                "indexes": [models.Index(fields=["area", "status"], name="synergy_area_status")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "number"),
                        name="synergy_unique_number",
                        violation_error_message="This number is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="synergy_not_merged_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "operational"), _negated=True),
                            models.Q(
                                models.Q(("evidence", ""), _negated=True),
                                ("operational_since__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="synergy_operational_with_evidence",
                        violation_error_message="“Operational” needs its evidence and a date (ADEME’s definition).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["parked", "closed"]), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="synergy_parked_or_closed_with_reason",
                        violation_error_message="Say why the synergy is parked or closed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockingPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("technical", "technical"),
                            ("business", "business"),
                            ("organisation", "organisational"),
                            ("legal", "legal"),
                            ("social", "social"),
                            ("environment", "environmental"),
                        ],
                        max_length=12,
                        verbose_name="topic",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("none", "none"), ("open", "open"), ("solved", "solved")],
                        default="none",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "sentence",
                    models.CharField(blank=True, max_length=250, verbose_name="in one sentence"),
                ),
                ("since", models.DateField(verbose_name="since")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocking_points",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "blocking point",
                "verbose_name_plural": "blocking points",
                "ordering": ("synergy", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("synergy", "topic"), name="blockingpoint_unique_topic"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "none"),
                            models.Q(("sentence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="blockingpoint_said_in_a_sentence",
                        violation_error_message="Say in one sentence what blocks.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outside_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="last contact known without the log"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="synergies.contactentry",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_links",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "synergy spoken about",
                "verbose_name_plural": "synergies spoken about",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "synergy"), name="contactlink_unique_synergy"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBlockingPoint",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("technical", "technical"),
                            ("business", "business"),
                            ("organisation", "organisational"),
                            ("legal", "legal"),
                            ("social", "social"),
                            ("environment", "environmental"),
                        ],
                        max_length=12,
                        verbose_name="topic",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("none", "none"), ("open", "open"), ("solved", "solved")],
                        default="none",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "sentence",
                    models.CharField(blank=True, max_length=250, verbose_name="in one sentence"),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical blocking point",
                "verbose_name_plural": "historical blocking points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLegalTick",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("line", models.SlugField(max_length=40, verbose_name="line")),
                ("ticked_at", models.DateTimeField(verbose_name="ticked")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical legal line ticked",
                "verbose_name_plural": "historical legal lines ticked",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMerge",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="reasons")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="synergy made",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical merge",
                "verbose_name_plural": "historical merges",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalParty",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("provider", "provides"),
                            ("receiver", "receives"),
                            ("lead", "leads"),
                            ("member", "takes part"),
                        ],
                        default="member",
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "share_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="share (%)",
                    ),
                ),
                (
                    "share_quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="share (quantity)",
                    ),
                ),
                (
                    "share_unit",
                    models.CharField(blank=True, max_length=20, verbose_name="unit of the share"),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "left_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why it left"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical party",
                "verbose_name_plural": "historical parties",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSplit",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="because")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        max_length=11,
                        verbose_name="status before",
                    ),
                ),
                (
                    "reason_before",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="reason of the status before"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="synergy split",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical split",
                "verbose_name_plural": "historical splits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSynergy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "kind",
                    models.CharField(
                        choices=[("substitution", "substitution"), ("pooling", "pooling")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("equipment", "equipment"),
                            ("resources", "resources"),
                            ("skills", "skills"),
                        ],
                        max_length=9,
                        verbose_name="area",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        default="idea",
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="reason of the status"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("workshop", "workshop"),
                            ("detection", "detection"),
                            ("manual", "entered by hand"),
                            ("merge", "merge"),
                            ("split", "split"),
                        ],
                        default="manual",
                        max_length=9,
                        verbose_name="origin",
                    ),
                ),
                (
                    "table_number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="table"),
                ),
                (
                    "evidence",
                    models.TextField(
                        blank=True,
                        help_text="ADEME’s definition: at least one exchange of material done, or a pooled service used by at least two entities. Say which, since when, and where it is written.",
                        verbose_name="evidence that it is operational",
                    ),
                ),
                (
                    "operational_since",
                    models.DateField(blank=True, null=True, verbose_name="operational since"),
                ),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=250, verbose_name="next step"),
                ),
                (
                    "next_due_on",
                    models.DateField(blank=True, null=True, verbose_name="next step due on"),
                ),
                (
                    "last_contact_on",
                    models.DateField(blank=True, null=True, verbose_name="last contact"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="shown on the public page"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.synergy",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.workshop",
                        verbose_name="workshop",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="followed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical synergy",
                "verbose_name_plural": "historical synergies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LegalTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.SlugField(max_length=40, verbose_name="line")),
                ("ticked_at", models.DateTimeField(verbose_name="ticked")),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legal_ticks",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal line ticked",
                "verbose_name_plural": "legal lines ticked",
                "ordering": ("synergy", "line"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("synergy", "line"), name="legaltick_unique_line"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("substitution", "substitution"), ("pooling", "pooling")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[("sure", "sure"), ("probable", "probable"), ("lead", "lead")],
                        max_length=8,
                        verbose_name="tier",
                    ),
                ),
                (
                    "tier_order",
                    models.PositiveSmallIntegerField(
                        help_text="1 sure, 2 probable, 3 lead", verbose_name="order of the tier"
                    ),
                ),
                ("concept", models.CharField(blank=True, max_length=80, verbose_name="concept")),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("kept", "kept"),
                            ("rejected", "rejected"),
                        ],
                        default="suggested",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decision_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="because"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource_a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches_as_a",
                        to="companies.resource",
                    ),
                ),
                (
                    "resource_b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches_as_b",
                        to="companies.resource",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="matches",
                        to="synergies.synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
                "ordering": ("tier_order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resource_a", "resource_b"), name="match_unique_pair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("resource_a__lt", models.F("resource_b"))),
                        name="match_pair_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "rejected"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="match_rejected_with_reason",
                        violation_error_message="Say why it is not a match.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="reasons")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="merges", to="synergies.synergy", verbose_name="members"
                    ),
                ),
                (
                    "synergy",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merge",
                        to="synergies.synergy",
                        verbose_name="synergy made",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", False),
                            ("synergy__isnull", False),
                            _connector="OR",
                        ),
                        name="merge_standing_has_synergy",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Which synergies, as one text.",
                        max_length=250,
                        verbose_name="key",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="because")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merge_refusals",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "synergies",
                    models.ManyToManyField(
                        related_name="merge_refusals",
                        to="synergies.synergy",
                        verbose_name="synergies",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge refused",
                "verbose_name_plural": "merges refused",
                "ordering": ("-decided_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "key"), name="mergerefusal_unique_set"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="mergerefusal_with_reason",
                        violation_error_message="Say why they are not the same.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("provider", "provides"),
                            ("receiver", "receives"),
                            ("lead", "leads"),
                            ("member", "takes part"),
                        ],
                        default="member",
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "resources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="parties",
                        to="companies.resource",
                        verbose_name="resources",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "left_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why it left"),
                ),
                (
                    "share_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="share (%)",
                    ),
                ),
                (
                    "share_quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        verbose_name="share (quantity)",
                    ),
                ),
                (
                    "share_unit",
                    models.CharField(blank=True, max_length=20, verbose_name="unit of the share"),
                ),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("synergy", "company"),
                        name="party_unique_company",
                        violation_error_message="This company is a party already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None), ("role", "lead")),
                        fields=("synergy",),
                        name="party_one_lead",
                        violation_error_message="One company leads; another one does already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("share_percent__isnull", True),
                                models.Q(("share_percent__gt", 0), ("share_percent__lte", 100)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("share_quantity__isnull", True),
                                ("share_quantity__gt", 0),
                                _connector="OR",
                            ),
                        ),
                        name="party_share_in_range",
                        violation_error_message="A share is more than 0, and at most 100 %.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_percent__isnull", True),
                            ("share_quantity__isnull", True),
                            _connector="OR",
                        ),
                        name="party_share_one_way",
                        violation_error_message="Give a share as a percentage or as a quantity.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_on__isnull", True),
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="party_dates_in_order",
                        violation_error_message="It leaves before it joins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            models.Q(("left_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="party_left_with_reason",
                        violation_error_message="Say why the company leaves.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("equipment", "equipment"),
                            ("resources", "resources"),
                            ("skills", "skills"),
                        ],
                        max_length=9,
                        verbose_name="area",
                    ),
                ),
                ("parties_text", models.TextField(blank=True, verbose_name="who with whom")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="synergies.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="options",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "option",
                "verbose_name_plural": "options",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "synergy"), name="roundoption_unique_synergy"
                    ),
                    models.UniqueConstraint(
                        fields=("round", "number"), name="roundoption_unique_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="because")),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        max_length=11,
                        verbose_name="status before",
                    ),
                ),
                (
                    "reason_before",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="reason of the status before"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "parts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="split_from",
                        to="synergies.synergy",
                        verbose_name="parts",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="splits",
                        to="synergies.synergy",
                        verbose_name="synergy split",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "split",
                "verbose_name_plural": "splits",
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("source",),
                        name="split_one_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="split_with_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="split_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        max_length=11,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("idea", "idea"),
                            ("discussion", "under discussion"),
                            ("study", "under study"),
                            ("agreed", "agreed"),
                            ("operational", "operational"),
                            ("parked", "parked"),
                            ("closed", "closed"),
                        ],
                        max_length=11,
                        verbose_name="after",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=250, verbose_name="because")),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exchange", "at least one exchange of material was done"),
                            ("service", "a pooled service is used by at least two companies"),
                        ],
                        max_length=8,
                        verbose_name="what is fulfilled",
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="since")),
                (
                    "user_count",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="number of companies that use it"
                    ),
                ),
                (
                    "document",
                    models.FileField(blank=True, upload_to="evidence/%Y", verbose_name="document"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="synergies.synergy",
                        verbose_name="synergy",
                    ),
                ),
                (
                    "users",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="companies.company",
                        verbose_name="companies that use it",
                    ),
                ),
            ],
            options={
                "verbose_name": "status change",
                "verbose_name_plural": "status changes",
                "ordering": ("-changed_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="statuschange_moves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after", "operational"), _negated=True),
                            models.Q(
                                models.Q(("proof", ""), _negated=True),
                                models.Q(("evidence", ""), _negated=True),
                                ("happened_on__isnull", False),
                                models.Q(
                                    models.Q(("proof", "service"), _negated=True),
                                    ("user_count__gte", 2),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="statuschange_operational_with_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("after__in", ["parked", "closed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="statuschange_parked_or_closed_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("solid", "retained, solid"),
                            ("to_confirm", "retained, to confirm"),
                            ("just_outside", "just outside"),
                            ("outside", "not retained"),
                            ("retained", "retained"),
                        ],
                        max_length=12,
                        verbose_name="band",
                    ),
                ),
                (
                    "retained_rank",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Never shown as a ranking.",
                        null=True,
                        verbose_name="order of the count",
                    ),
                ),
                (
                    "is_fill_up",
                    models.BooleanField(default=False, verbose_name="added by total score"),
                ),
                (
                    "price",
                    models.TextField(
                        blank=True,
                        help_text="A fraction, such as 1/8; may be long.",
                        verbose_name="price per company",
                    ),
                ),
                ("no_count", models.PositiveSmallIntegerField(default=0, verbose_name="no")),
                ("maybe_count", models.PositiveSmallIntegerField(default=0, verbose_name="maybe")),
                ("yes_count", models.PositiveSmallIntegerField(default=0, verbose_name="yes")),
                (
                    "priority_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="priority"),
                ),
                (
                    "not_concerned_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="does not concern us"),
                ),
                (
                    "silent_count",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="concerned companies without answer"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tally_lines",
                        to="synergies.roundoption",
                    ),
                ),
                (
                    "tally",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="synergies.tally",
                    ),
                ),
                (
                    "score",
                    models.TextField(
                        blank=True,
                        help_text="A fraction; of the rules without shares.",
                        verbose_name="score",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the tally",
                "verbose_name_plural": "lines of the tally",
                "ordering": ("option__title",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tally", "option"), name="tallyline_unique_option"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("no", "No"),
                            ("maybe", "Maybe"),
                            ("yes", "Yes"),
                            ("priority", "Priority"),
                            ("not_concerned", "Does not concern us"),
                        ],
                        max_length=13,
                        verbose_name="answer",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("note", models.CharField(blank=True, max_length=280, verbose_name="note")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "personal link"),
                            ("room", "in the room"),
                            ("manager", "entered by the project manager"),
                            ("paper", "on paper, entered by the project manager"),
                            ("phone", "by phone, entered by the project manager"),
                            ("workbook", "workbook"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.contact",
                        verbose_name="by",
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="synergies.ballot",
                        verbose_name="ballot",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="synergies.roundoption",
                        verbose_name="option",
                    ),
                ),
                ("brings", models.JSONField(blank=True, default=list, verbose_name="can bring")),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "ordering": ("ballot", "option__number"),
                "constraints": [
                    models.UniqueConstraint(fields=("ballot", "option"), name="vote_unique_option"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["no", "maybe", "yes", "priority", "not_concerned"])
                        ),
                        name="vote_answer_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No"),
                            ("maybe", "Maybe"),
                            ("yes", "Yes"),
                            ("priority", "Priority"),
                            ("not_concerned", "Does not concern us"),
                        ],
                        max_length=13,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no", "No"),
                            ("maybe", "Maybe"),
                            ("yes", "Yes"),
                            ("priority", "Priority"),
                            ("not_concerned", "Does not concern us"),
                        ],
                        max_length=13,
                        verbose_name="after",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="when")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "personal link"),
                            ("room", "in the room"),
                            ("manager", "entered by the project manager"),
                            ("paper", "on paper, entered by the project manager"),
                            ("phone", "by phone, entered by the project manager"),
                            ("workbook", "workbook"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="synergies.ballot",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.contact",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="synergies.roundoption",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "brings",
                    models.JSONField(blank=True, default=list, verbose_name="can bring after"),
                ),
                ("note", models.CharField(blank=True, max_length=280, verbose_name="note after")),
            ],
            options={
                "verbose_name": "change of a vote",
                "verbose_name_plural": "changes of votes",
                "ordering": ("changed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="CommitteeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("set_aside", "set aside"), ("add", "added")],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("committee", models.CharField(max_length=150, verbose_name="who decided")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("recorded_at", models.DateTimeField(verbose_name="entered")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why withdrawn"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="synergies.roundoption",
                        verbose_name="option",
                    ),
                ),
                (
                    "tally",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="synergies.tally",
                        verbose_name="tally",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision of the committee",
                "verbose_name_plural": "decisions of the committee",
                "ordering": ("-recorded_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("tally", "option"),
                        name="committeedecision_one_in_force",
                        violation_error_message="The committee has decided about it already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("committee", ""), _negated=True),
                        ),
                        name="committeedecision_with_reason",
                        violation_error_message="Say why, and who decided.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal_reason", ""),
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="committeedecision_withdrawn_with_reason",
                        violation_error_message="Say why the decision is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCommitteeDecision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("set_aside", "set aside"), ("add", "added")],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("committee", models.CharField(max_length=150, verbose_name="who decided")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("recorded_at", models.DateTimeField(verbose_name="entered")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why withdrawn"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.roundoption",
                        verbose_name="option",
                    ),
                ),
                (
                    "tally",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.tally",
                        verbose_name="tally",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision of the committee",
                "verbose_name_plural": "historical decisions of the committee",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="contactentry",
            name="synergies",
            field=models.ManyToManyField(
                blank=True,
                related_name="contact_entries",
                through="synergies.ContactLink",
                to="synergies.synergy",
                verbose_name="synergies",
            ),
        ),
    ]
