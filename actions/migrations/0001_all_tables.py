"""Every table of the app as it is now: what a new installation makes in one go."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import actions.models.document


class Migration(migrations.Migration):
    replaces = [
        ("actions", "0001_first_tables"),
        ("actions", "0002_relations"),
        ("actions", "0003_report_approval"),
        ("actions", "0004_reminders"),
        ("actions", "0005_tet_columns"),
        ("actions", "0006_sheet_and_committee"),
        ("actions", "0007_views"),
        ("actions", "0008_impact"),
    ]

    initial = True

    dependencies = [
        ("companies", "0006_names_on_one_line"),
        ("outbox", "0001_all_tables"),
        ("synergies", "0001_all_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the token"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user",),
                        name="calendarlink_one_alive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.CharField(help_text="2019-W27", max_length=8, verbose_name="week")),
                ("built_at", models.DateTimeField(verbose_name="built")),
                (
                    "mail_count",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="None: nothing was new.", verbose_name="mails"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digests",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "weekly digest",
                "verbose_name_plural": "weekly digests",
                "ordering": ("-week", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "week"), name="digest_unique_week"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("committee", "steering committee"),
                            ("funders", "funders"),
                            ("companies", "companies"),
                        ],
                        max_length=9,
                        verbose_name="sees what is for",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="gets the report")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distribution_lists",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "distribution list",
                "verbose_name_plural": "distribution lists",
                "ordering": ("initiative", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "name"),
                        name="distributionlist_unique_name",
                        violation_error_message="A list of this name exists already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("audience", "companies")),
                        fields=("initiative",),
                        name="distributionlist_one_of_companies",
                        violation_error_message="The list of the companies exists already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("label", models.CharField(max_length=150, verbose_name="name")),
                (
                    "value",
                    models.DecimalField(decimal_places=8, max_digits=16, verbose_name="value"),
                ),
                ("unit_from", models.CharField(max_length=20, verbose_name="from the unit")),
                ("unit_to", models.CharField(max_length=20, verbose_name="to the unit")),
                ("scope", models.CharField(max_length=250, verbose_name="what it covers")),
                ("source", models.CharField(max_length=250, verbose_name="source")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                        verbose_name="address of the source",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the source")),
                ("valid_from", models.DateField(verbose_name="applies from")),
                (
                    "uncertainty_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty: the source does not say.",
                        max_digits=5,
                        null=True,
                        verbose_name="uncertainty (± %)",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="entered")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "conversion factor",
                "verbose_name_plural": "conversion factors",
                "ordering": ("code", "-version"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version"), name="factor_unique_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uncertainty_percent__isnull", True),
                            ("uncertainty_percent__gte", 0),
                            _connector="OR",
                        ),
                        name="factor_uncertainty_in_range",
                        violation_error_message="An uncertainty is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="factor_with_source",
                        violation_error_message="A factor names its source.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Funder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funders",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "funder",
                "verbose_name_plural": "funders",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "name"), name="funder_unique_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgramme",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
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
                    "round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="synergies.round",
                        verbose_name="round it comes from",
                    ),
                ),
                (
                    "report_sends_alone_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: it waits for the project manager, however long.",
                        null=True,
                        verbose_name="the monthly report leaves by itself after (days)",
                    ),
                ),
                (
                    "capacity_days",
                    models.DecimalField(
                        decimal_places=1,
                        default=16,
                        max_digits=4,
                        verbose_name="days a month that the project manager has for it",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical programme",
                "verbose_name_plural": "historical programmes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="synergies.round",
                        verbose_name="round it comes from",
                    ),
                ),
                (
                    "report_sends_alone_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: it waits for the project manager, however long.",
                        null=True,
                        verbose_name="the monthly report leaves by itself after (days)",
                    ),
                ),
                (
                    "capacity_days",
                    models.DecimalField(
                        decimal_places=1,
                        default=16,
                        max_digits=4,
                        verbose_name="days a month that the project manager has for it",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ("-starts_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "title"),
                        name="programme_unique_title",
                        violation_error_message="A programme of this title exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="programme_dates_in_order",
                        violation_error_message="The programme ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity_days__gt", 0), ("capacity_days__lte", 31)),
                        name="programme_capacity_of_a_month",
                        violation_error_message="A month has 1 to 31 days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeArea",
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
                            ("equipment", "equipment"),
                            ("resources", "resources"),
                            ("skills", "skills"),
                        ],
                        max_length=9,
                        verbose_name="area",
                    ),
                ),
                ("code", models.CharField(max_length=3, verbose_name="code")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a programme",
                "verbose_name_plural": "areas of a programme",
                "ordering": ("programme", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "code"), name="programmearea_unique_code"
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "kind"), name="programmearea_unique_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderSetting",
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
                            ("ballot", "ballot not validated"),
                            ("synergy", "synergy without news"),
                            ("action", "action without news"),
                            ("milestone", "milestone due"),
                            ("measurement", "measurement due"),
                            ("data", "declarations of a year ago"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("is_paused", models.BooleanField(default=False, verbose_name="paused")),
                (
                    "leaves_alone",
                    models.BooleanField(
                        default=False,
                        help_text="Without waiting for you: companies receive these mails as soon as due.",
                        verbose_name="leaves alone",
                    ),
                ),
                (
                    "interval_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: the usual number of days.",
                        null=True,
                        verbose_name="days of silence",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_settings",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "setting of reminders",
                "verbose_name_plural": "settings of reminders",
                "ordering": ("initiative", "kind"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "kind"),
                        name="remindersetting_unique_kind",
                        violation_error_message="This kind has its setting already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interval_days__isnull", True),
                            ("interval_days__gte", 7),
                            _connector="OR",
                        ),
                        name="remindersetting_at_least_a_week",
                        violation_error_message="A week at least.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "month",
                    models.DateField(
                        help_text="The first day of the month reported.", verbose_name="month"
                    ),
                ),
                ("built_at", models.DateTimeField(verbose_name="built")),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved on"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: by the clock, after the days set in the programme.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "waits for approval"),
                            ("approved", "approved"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("summary_en", models.TextField(blank=True, verbose_name="summary in English")),
                ("summary_fr", models.TextField(blank=True, verbose_name="summary in French")),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it was withdrawn"
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly report",
                "verbose_name_plural": "monthly reports",
                "ordering": ("-month",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "month"), name="report_unique_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="report_month_is_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), _negated=True),
                            ("approved_at__isnull", True),
                            _connector="OR",
                        ),
                        name="report_draft_is_not_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_withdrawn_with_reason",
                        violation_error_message="Say why the report is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "query",
                    models.CharField(
                        help_text="area=skills&is_late=on", max_length=500, verbose_name="filters"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ("user", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        django.db.models.functions.text.Lower("name"),
                        name="savedfilter_unique_name",
                        violation_error_message="A filter of this name exists already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "language",
                    models.CharField(
                        choices=[("fr", "French"), ("en", "English")],
                        default="fr",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscribers",
                        to="actions.distributionlist",
                        verbose_name="list",
                    ),
                ),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "ordering": ("list", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("list"),
                        django.db.models.functions.text.Lower("email"),
                        name="subscriber_unique_email",
                        violation_error_message="This address is in the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "synergies",
                    models.PositiveSmallIntegerField(
                        verbose_name="operational synergies in a year"
                    ),
                ),
                (
                    "label",
                    models.CharField(blank=True, max_length=150, verbose_name="what it earns"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thresholds",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "threshold of the label",
                "verbose_name_plural": "thresholds of the label",
                "ordering": ("programme", "synergies"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "synergies"), name="threshold_unique_synergies"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("synergies__gt", 0)), name="threshold_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("theme", models.CharField(blank=True, max_length=150, verbose_name="theme")),
                (
                    "pillar",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supply", "sustainable supply"),
                            ("ecodesign", "eco-design"),
                            ("symbiosis", "industrial and territorial ecology"),
                            ("functional", "functional economy"),
                            ("consumption", "responsible consumption"),
                            ("lifetime", "longer use"),
                            ("recycling", "recycling"),
                        ],
                        max_length=15,
                        verbose_name="pillar of the circular economy",
                    ),
                ),
                (
                    "target_groups",
                    models.CharField(blank=True, max_length=250, verbose_name="whom it is for"),
                ),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                ("expected_results", models.TextField(blank=True, verbose_name="expected results")),
                (
                    "governance",
                    models.CharField(blank=True, max_length=250, verbose_name="governance bodies"),
                ),
                (
                    "pilot_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="person or body that leads"
                    ),
                ),
                (
                    "pilot_service",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="department that leads"
                    ),
                ),
                (
                    "elected_referent",
                    models.CharField(blank=True, max_length=150, verbose_name="elected referent"),
                ),
                (
                    "other_partners",
                    models.CharField(blank=True, max_length=250, verbose_name="other partners"),
                ),
                ("means", models.TextField(blank=True, verbose_name="human and technical means")),
                (
                    "participation",
                    models.TextField(blank=True, verbose_name="citizens’ participation"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to_come", "to come"),
                            ("to_discuss", "under discussion"),
                            ("in_progress", "in progress"),
                            ("on_hold", "on hold"),
                            ("blocked", "blocked"),
                            ("late", "late"),
                            ("done", "done"),
                            ("abandoned", "abandoned"),
                        ],
                        default="to_come",
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
                    "priority",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        default="medium",
                        max_length=6,
                        verbose_name="priority",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "is_yearly",
                    models.BooleanField(default=False, verbose_name="repeats every year"),
                ),
                (
                    "effort_days",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=7,
                        null=True,
                        verbose_name="effort (days)",
                    ),
                ),
                (
                    "budget_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="planned budget (€ before tax)",
                    ),
                ),
                (
                    "funding_notes",
                    models.TextField(blank=True, verbose_name="notes on the funding"),
                ),
                (
                    "documents",
                    models.TextField(
                        blank=True,
                        help_text="One per line, with where to find it.",
                        verbose_name="documents and links",
                    ),
                ),
                (
                    "progress_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="progress (%)"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("participants", "the participants"),
                            ("parties", "the parties of a synergy"),
                            ("manager", "the project manager"),
                        ],
                        default="participants",
                        max_length=12,
                        verbose_name="seen by",
                    ),
                ),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="actions",
                        to="companies.company",
                        verbose_name="partners",
                    ),
                ),
                (
                    "pilot_company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="piloted_actions",
                        to="companies.company",
                        verbose_name="company that leads",
                    ),
                ),
                (
                    "synergies",
                    models.ManyToManyField(
                        blank=True,
                        related_name="actions",
                        to="synergies.synergy",
                        verbose_name="synergies",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="actions.programmearea",
                        verbose_name="area",
                    ),
                ),
                (
                    "linked_indicators",
                    models.TextField(
                        blank=True,
                        help_text="What a plan names without a target; targets are entered below.",
                        verbose_name="indicators in words",
                    ),
                ),
                (
                    "pilot_bodies",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="other bodies that lead"
                    ),
                ),
                ("sub_area", models.CharField(blank=True, max_length=300, verbose_name="sub-area")),
                (
                    "sub_sub_area",
                    models.CharField(blank=True, max_length=300, verbose_name="sub-sub-area"),
                ),
                (
                    "investment_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="of which investment (€ before tax)",
                    ),
                ),
                (
                    "result_kinds",
                    models.JSONField(
                        blank=True, default=list, verbose_name="kinds of expected results"
                    ),
                ),
                (
                    "spent_investment_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="investment spent (€ before tax)",
                    ),
                ),
                (
                    "spent_operation_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="operation spent (€ before tax)",
                    ),
                ),
                (
                    "sub_theme",
                    models.CharField(blank=True, max_length=150, verbose_name="sub-theme"),
                ),
                (
                    "target_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="target groups"),
                ),
                (
                    "benefit_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "small"),
                            (2, "rather small"),
                            (3, "rather large"),
                            (4, "large"),
                        ],
                        null=True,
                        verbose_name="size of the benefit",
                    ),
                ),
                (
                    "effort_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "small"),
                            (2, "rather small"),
                            (3, "rather large"),
                            (4, "large"),
                        ],
                        null=True,
                        verbose_name="size of the effort",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ("area", "position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "code"),
                        name="action_unique_code",
                        violation_error_message="This code is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True),
                            ("due_on__isnull", True),
                            ("due_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="action_dates_in_order",
                        violation_error_message="The action ends before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress_percent__range", (0, 100))),
                        name="action_progress_range",
                        violation_error_message="Progress goes from 0 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("budget_eur__isnull", True),
                                ("budget_eur__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("effort_days__isnull", True),
                                ("effort_days__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="action_amounts_not_negative",
                        violation_error_message="Budget and effort are not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "abandoned"), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="action_abandoned_with_reason",
                        violation_error_message="Say why the action is abandoned.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("investment_eur__isnull", True),
                                ("investment_eur__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("spent_investment_eur__isnull", True),
                                ("spent_investment_eur__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("spent_operation_eur__isnull", True),
                                ("spent_operation_eur__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="action_spending_not_negative",
                        violation_error_message="An amount is not negative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoPilot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=150, verbose_name="person or body"),
                ),
                (
                    "service",
                    models.CharField(blank=True, max_length=150, verbose_name="department"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="co_pilots",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="co_piloted_actions",
                        to="companies.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "co-pilot",
                "verbose_name_plural": "co-pilots",
                "ordering": ("action", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("company__isnull", False),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="copilot_is_somebody",
                        violation_error_message="Choose a company, or name a person or body.",
                    ),
                    models.UniqueConstraint(
                        fields=("action", "company", "name"),
                        name="copilot_unique",
                        violation_error_message="This pilot is on the sheet already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("investment", "investment"), ("operation", "operation")],
                        default="operation",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "planned_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="planned (€ before tax)",
                    ),
                ),
                (
                    "actual_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="actual (€ before tax)",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fundings",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundings",
                        to="actions.funder",
                        verbose_name="funder",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding",
                "verbose_name_plural": "fundings",
                "ordering": ("action", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "funder", "nature"),
                        name="funding_unique_funder_and_nature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_eur__isnull", True),
                                ("planned_eur__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("actual_eur__isnull", True),
                                ("actual_eur__gte", 0),
                                _connector="OR",
                            ),
                        ),
                        name="funding_not_negative",
                        violation_error_message="An amount is not negative.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("theme", models.CharField(blank=True, max_length=150, verbose_name="theme")),
                (
                    "pillar",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supply", "sustainable supply"),
                            ("ecodesign", "eco-design"),
                            ("symbiosis", "industrial and territorial ecology"),
                            ("functional", "functional economy"),
                            ("consumption", "responsible consumption"),
                            ("lifetime", "longer use"),
                            ("recycling", "recycling"),
                        ],
                        max_length=15,
                        verbose_name="pillar of the circular economy",
                    ),
                ),
                (
                    "target_groups",
                    models.CharField(blank=True, max_length=250, verbose_name="whom it is for"),
                ),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                ("expected_results", models.TextField(blank=True, verbose_name="expected results")),
                (
                    "governance",
                    models.CharField(blank=True, max_length=250, verbose_name="governance bodies"),
                ),
                (
                    "pilot_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="person or body that leads"
                    ),
                ),
                (
                    "pilot_service",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="department that leads"
                    ),
                ),
                (
                    "elected_referent",
                    models.CharField(blank=True, max_length=150, verbose_name="elected referent"),
                ),
                (
                    "other_partners",
                    models.CharField(blank=True, max_length=250, verbose_name="other partners"),
                ),
                ("means", models.TextField(blank=True, verbose_name="human and technical means")),
                (
                    "participation",
                    models.TextField(blank=True, verbose_name="citizens’ participation"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("to_come", "to come"),
                            ("to_discuss", "under discussion"),
                            ("in_progress", "in progress"),
                            ("on_hold", "on hold"),
                            ("blocked", "blocked"),
                            ("late", "late"),
                            ("done", "done"),
                            ("abandoned", "abandoned"),
                        ],
                        default="to_come",
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
                    "priority",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        default="medium",
                        max_length=6,
                        verbose_name="priority",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "is_yearly",
                    models.BooleanField(default=False, verbose_name="repeats every year"),
                ),
                (
                    "effort_days",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=7,
                        null=True,
                        verbose_name="effort (days)",
                    ),
                ),
                (
                    "budget_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="planned budget (€ before tax)",
                    ),
                ),
                (
                    "funding_notes",
                    models.TextField(blank=True, verbose_name="notes on the funding"),
                ),
                (
                    "documents",
                    models.TextField(
                        blank=True,
                        help_text="One per line, with where to find it.",
                        verbose_name="documents and links",
                    ),
                ),
                (
                    "progress_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="progress (%)"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("participants", "the participants"),
                            ("parties", "the parties of a synergy"),
                            ("manager", "the project manager"),
                        ],
                        default="participants",
                        max_length=12,
                        verbose_name="seen by",
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
                    "pilot_company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.company",
                        verbose_name="company that leads",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.programmearea",
                        verbose_name="area",
                    ),
                ),
                (
                    "linked_indicators",
                    models.TextField(
                        blank=True,
                        help_text="What a plan names without a target; targets are entered below.",
                        verbose_name="indicators in words",
                    ),
                ),
                (
                    "pilot_bodies",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="other bodies that lead"
                    ),
                ),
                ("sub_area", models.CharField(blank=True, max_length=300, verbose_name="sub-area")),
                (
                    "sub_sub_area",
                    models.CharField(blank=True, max_length=300, verbose_name="sub-sub-area"),
                ),
                (
                    "investment_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="of which investment (€ before tax)",
                    ),
                ),
                (
                    "result_kinds",
                    models.JSONField(
                        blank=True, default=list, verbose_name="kinds of expected results"
                    ),
                ),
                (
                    "spent_investment_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="investment spent (€ before tax)",
                    ),
                ),
                (
                    "spent_operation_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="operation spent (€ before tax)",
                    ),
                ),
                (
                    "sub_theme",
                    models.CharField(blank=True, max_length=150, verbose_name="sub-theme"),
                ),
                (
                    "target_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="target groups"),
                ),
                (
                    "benefit_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "small"),
                            (2, "rather small"),
                            (3, "rather large"),
                            (4, "large"),
                        ],
                        null=True,
                        verbose_name="size of the benefit",
                    ),
                ),
                (
                    "effort_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "small"),
                            (2, "rather small"),
                            (3, "rather large"),
                            (4, "large"),
                        ],
                        null=True,
                        verbose_name="size of the effort",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical action",
                "verbose_name_plural": "historical actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCoPilot",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=150, verbose_name="person or body"),
                ),
                (
                    "service",
                    models.CharField(blank=True, max_length=150, verbose_name="department"),
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
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
            ],
            options={
                "verbose_name": "historical co-pilot",
                "verbose_name_plural": "historical co-pilots",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFunding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("investment", "investment"), ("operation", "operation")],
                        default="operation",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "planned_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="planned (€ before tax)",
                    ),
                ),
                (
                    "actual_eur",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="actual (€ before tax)",
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "funder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.funder",
                        verbose_name="funder",
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
                "verbose_name": "historical funding",
                "verbose_name_plural": "historical fundings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIndicator",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                (
                    "official_code",
                    models.CharField(
                        blank=True, help_text="eci_18", max_length=20, verbose_name="official code"
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[("sum", "adds up"), ("latest", "last value counts")],
                        default="sum",
                        help_text="A flow adds up over its periods; a level (m², FTE) is its last value.",
                        max_length=6,
                        verbose_name="over time",
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
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "catalogue_code",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="code of the catalogue"
                    ),
                ),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
            ],
            options={
                "verbose_name": "historical indicator",
                "verbose_name_plural": "historical indicators",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "body",
                    models.CharField(
                        help_text="Such as COPIL, COTECH, plenary.",
                        max_length=150,
                        verbose_name="body that meets",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("agenda", models.JSONField(blank=True, default=list, verbose_name="agenda")),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="agenda fixed"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="reason of the status"
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
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMilestone",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
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
                    "plan_cells",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What a plan’s workbook says of this sub-action, by its column.",
                        verbose_name="other cells of the plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical milestone",
                "verbose_name_plural": "historical milestones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNote",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("written_on", models.DateField(verbose_name="date")),
                ("text", models.TextField(verbose_name="text")),
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
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
                "verbose_name": "historical follow-up note",
                "verbose_name_plural": "historical follow-up notes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("unit", models.CharField(max_length=20, verbose_name="unit")),
                (
                    "official_code",
                    models.CharField(
                        blank=True, help_text="eci_18", max_length=20, verbose_name="official code"
                    ),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[("sum", "adds up"), ("latest", "last value counts")],
                        default="sum",
                        help_text="A flow adds up over its periods; a level (m², FTE) is its last value.",
                        max_length=6,
                        verbose_name="over time",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "catalogue_code",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="code of the catalogue"
                    ),
                ),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "name"),
                        name="indicator_unique_name",
                        violation_error_message="An indicator of this name exists already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period_end",
                    models.DateField(
                        help_text="The value is of the period that ends on this day.",
                        verbose_name="end of the period",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=16, verbose_name="value"),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("estimated", "estimated"),
                            ("declared", "declared"),
                            ("verified", "verified"),
                        ],
                        default="declared",
                        max_length=9,
                        verbose_name="proof",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measurements",
                        to="actions.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=250,
                        verbose_name="why it does not count",
                    ),
                ),
                (
                    "uncertainty_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty: not known.",
                        max_digits=5,
                        null=True,
                        verbose_name="uncertainty (± %)",
                    ),
                ),
            ],
            options={
                "verbose_name": "measurement",
                "verbose_name_plural": "measurements",
                "ordering": ("period_end", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proof", "verified"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measurement_verified_with_source",
                        violation_error_message="A verified value names its source.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("action", "indicator", "period_end"),
                        name="measurement_unique_period",
                        violation_error_message="This period has been measured already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("uncertainty_percent__isnull", True),
                            ("uncertainty_percent__gte", 0),
                            _connector="OR",
                        ),
                        name="measurement_uncertainty_in_range",
                        violation_error_message="An uncertainty is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(("closed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measurement_closed_with_reason",
                        violation_error_message="Say why the measurement does not count.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "body",
                    models.CharField(
                        help_text="Such as COPIL, COTECH, plenary.",
                        max_length=150,
                        verbose_name="body that meets",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("agenda", models.JSONField(blank=True, default=list, verbose_name="agenda")),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="agenda fixed"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=9,
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ("-starts_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="meeting_cancelled_with_reason",
                        violation_error_message="Say why the meeting is cancelled.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "plan_cells",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="What a plan’s workbook says of this sub-action, by its column.",
                        verbose_name="other cells of the plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ("due_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "title"),
                        name="milestone_unique_title",
                        violation_error_message="This action already has a milestone of this title.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written_on", models.DateField(verbose_name="date")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up note",
                "verbose_name_plural": "follow-up notes",
                "ordering": ("-written_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                            ("ballot", "ballot not validated"),
                            ("synergy", "synergy without news"),
                            ("action", "action without news"),
                            ("milestone", "milestone due"),
                            ("measurement", "measurement due"),
                            ("data", "declarations of a year ago"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "since",
                    models.DateField(
                        blank=True,
                        help_text="The day of the last news, or the date of the milestone.",
                        null=True,
                        verbose_name="since",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "waits for the project manager"),
                            ("approved", "in the outbox"),
                            ("sent", "sent"),
                            ("answered", "answered"),
                            ("dropped", "no longer needed"),
                        ],
                        default="planned",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("planned_at", models.DateTimeField(verbose_name="planned")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="let go or left out"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moves_on", "It moves on"),
                            ("blocked", "It is blocked"),
                            ("done", "It is done"),
                            ("no_interest", "No longer interested"),
                            ("unchanged", "Everything is still right"),
                            ("changed", "Something has changed"),
                        ],
                        max_length=11,
                        verbose_name="answer",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=280, verbose_name="in words")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=250, verbose_name="why it was dropped"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="actions.action",
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="synergies.ballot",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="companies.company",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="companies.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Nobody: this kind leaves alone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outbox.mail",
                        verbose_name="mail",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="actions.milestone",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="synergies.synergy",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="member of staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "ordering": ("-due_on", "-pk"),
                "indexes": [
                    models.Index(fields=["status", "kind"], name="reminder_by_status_and_kind")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("kind"),
                        django.db.models.functions.comparison.Coalesce("ballot", 0),
                        django.db.models.functions.comparison.Coalesce("synergy", 0),
                        django.db.models.functions.comparison.Coalesce("action", 0),
                        django.db.models.functions.comparison.Coalesce("milestone", 0),
                        django.db.models.functions.comparison.Coalesce("company", 0),
                        django.db.models.functions.comparison.Coalesce("contact", 0),
                        django.db.models.functions.comparison.Coalesce("user", 0),
                        condition=models.Q(("status__in", ["planned", "approved"])),
                        name="reminder_one_pending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "ballot"),
                                ("action__isnull", True),
                                ("ballot__isnull", False),
                                ("company__isnull", True),
                                ("milestone__isnull", True),
                                ("synergy__isnull", True),
                            ),
                            models.Q(
                                ("kind", "synergy"),
                                ("action__isnull", True),
                                ("ballot__isnull", True),
                                ("company__isnull", True),
                                ("milestone__isnull", True),
                                ("synergy__isnull", False),
                            ),
                            models.Q(
                                ("kind", "action"),
                                ("action__isnull", False),
                                ("ballot__isnull", True),
                                ("company__isnull", True),
                                ("milestone__isnull", True),
                                ("synergy__isnull", True),
                            ),
                            models.Q(
                                ("kind", "milestone"),
                                ("action__isnull", True),
                                ("ballot__isnull", True),
                                ("company__isnull", True),
                                ("milestone__isnull", False),
                                ("synergy__isnull", True),
                            ),
                            models.Q(
                                ("kind", "measurement"),
                                ("action__isnull", False),
                                ("ballot__isnull", True),
                                ("company__isnull", True),
                                ("milestone__isnull", True),
                                ("synergy__isnull", True),
                            ),
                            models.Q(
                                ("kind", "data"),
                                ("action__isnull", True),
                                ("ballot__isnull", True),
                                ("company__isnull", False),
                                ("milestone__isnull", True),
                                ("synergy__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_target_of_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__isnull", True), ("user__isnull", False)),
                            models.Q(("contact__isnull", False), ("user__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminder_one_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("status", "answered"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "answered"), _negated=True),
                                ("answer", ""),
                                ("answered_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_answered_with_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "dropped"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reminder_dropped_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "dropped"]),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="reminder_let_go_is_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interval_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: paused, nothing leaves.",
                        null=True,
                        verbose_name="ask after so many days of silence",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="actions.action",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_exceptions",
                        to="companies.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="synergies.synergy",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception to the reminders",
                "verbose_name_plural": "exceptions to the reminders",
                "ordering": ("-decided_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("initiative"),
                        django.db.models.functions.comparison.Coalesce("synergy", 0),
                        django.db.models.functions.comparison.Coalesce("action", 0),
                        django.db.models.functions.comparison.Coalesce("company", 0),
                        condition=models.Q(("ended_at__isnull", True)),
                        name="reminderexception_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", True), ("synergy__isnull", True)),
                            models.Q(("company__isnull", True), ("synergy__isnull", True)),
                            models.Q(("action__isnull", True), ("company__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminderexception_one_object_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("interval_days__isnull", True),
                            models.Q(
                                ("interval_days__gte", 7),
                                models.Q(
                                    ("synergy__isnull", False),
                                    ("action__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="reminderexception_rhythm_of_an_object",
                        violation_error_message="A week at least.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reminderexception_with_reason",
                        violation_error_message="Say why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=16, verbose_name="target"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="actions.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "verbose_name_plural": "targets",
                "ordering": ("action", "indicator"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "indicator"), name="target_unique_indicator"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="target_positive",
                        violation_error_message="A target is more than zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=16, verbose_name="target"),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_targets",
                        to="actions.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of a year",
                "verbose_name_plural": "targets of the years",
                "ordering": ("indicator", "year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "year"),
                        name="yeartarget_unique_year",
                        violation_error_message="This year has a target already: change it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)),
                        name="yeartarget_positive",
                        violation_error_message="A target is more than zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="organisation and role"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("present", "present"),
                            ("represented", "represented"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        default="expected",
                        max_length=11,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="actions.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "name", "organisation"),
                        name="attendance_unique_person",
                        violation_error_message="This person is on the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "measured",
                    models.DecimalField(
                        decimal_places=3, max_digits=16, verbose_name="value converted"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=6, max_digits=20, verbose_name="value"),
                ),
                (
                    "uncertainty_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        verbose_name="uncertainty (± %)",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="worked out")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it was replaced"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="actions.indicator",
                        verbose_name="indicator",
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
                    "measurement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="actions.measurement",
                        verbose_name="measurement",
                    ),
                ),
                (
                    "factor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="actions.factor",
                        verbose_name="conversion factor",
                    ),
                ),
            ],
            options={
                "verbose_name": "converted figure",
                "verbose_name_plural": "converted figures",
                "ordering": ("measurement", "-made_at"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("measurement", "indicator"),
                        name="conversion_one_current",
                        violation_error_message="This measurement is converted already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            models.Q(("ended_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conversion_ended_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "question",
                    models.CharField(max_length=250, verbose_name="what is to be decided"),
                ),
                ("body", models.CharField(blank=True, max_length=150, verbose_name="who decides")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                ("outcome", models.TextField(blank=True, verbose_name="decision")),
                (
                    "follow_up",
                    models.CharField(blank=True, max_length=250, verbose_name="what follows"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="actions.milestone",
                        verbose_name="milestone that follows",
                    ),
                ),
                (
                    "synergy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="synergies.synergy",
                        verbose_name="synergy whose next step follows",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="actions.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("-asked_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_on__isnull", True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_taken_with_outcome",
                        violation_error_message="Write what was decided.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "agreement"),
                            ("invoice", "invoice"),
                            ("photo", "photo"),
                            ("measurement", "measurement slip"),
                            ("minutes", "minutes"),
                            ("other", "other document"),
                        ],
                        default="other",
                        max_length=11,
                        verbose_name="kind of document",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the document")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                        verbose_name="link",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        upload_to=actions.models.document.kept_under,
                        verbose_name="file",
                    ),
                ),
                (
                    "proves",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing in particular"),
                            ("milestone", "that a milestone is reached"),
                            ("status", "the status of the action"),
                        ],
                        default="nothing",
                        max_length=9,
                        verbose_name="what it proves",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="set aside on")),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it is set aside"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_documents",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="actions.milestone",
                        verbose_name="milestone",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("-dated_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("url", ""), models.Q(("file", ""), _negated=True)),
                            models.Q(models.Q(("url", ""), _negated=True), ("file", "")),
                            _connector="OR",
                        ),
                        name="document_link_or_file",
                        violation_error_message="Give a link or a file: one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proves", "milestone"), ("milestone__isnull", False)),
                            models.Q(
                                models.Q(("proves", "milestone"), _negated=True),
                                ("milestone__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="document_proves_its_milestone",
                        violation_error_message="Say which milestone it proves, or none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            models.Q(("closed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_closed_with_reason",
                        violation_error_message="Say why the document is set aside.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "organisation",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="organisation and role"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("present", "present"),
                            ("represented", "represented"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        default="expected",
                        max_length=11,
                        verbose_name="attendance",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical attendance",
                "verbose_name_plural": "historical attendances",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                (
                    "question",
                    models.CharField(max_length=250, verbose_name="what is to be decided"),
                ),
                ("body", models.CharField(blank=True, max_length=150, verbose_name="who decides")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                ("outcome", models.TextField(blank=True, verbose_name="decision")),
                (
                    "follow_up",
                    models.CharField(blank=True, max_length=250, verbose_name="what follows"),
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
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
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.milestone",
                        verbose_name="milestone that follows",
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
                        verbose_name="synergy whose next step follows",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical decision",
                "verbose_name_plural": "historical decisions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDocument",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "agreement"),
                            ("invoice", "invoice"),
                            ("photo", "photo"),
                            ("measurement", "measurement slip"),
                            ("minutes", "minutes"),
                            ("other", "other document"),
                        ],
                        default="other",
                        max_length=11,
                        verbose_name="kind of document",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date of the document")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                        verbose_name="link",
                    ),
                ),
                ("file", models.TextField(blank=True, max_length=120, verbose_name="file")),
                (
                    "proves",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing in particular"),
                            ("milestone", "that a milestone is reached"),
                            ("status", "the status of the action"),
                        ],
                        default="nothing",
                        max_length=9,
                        verbose_name="what it proves",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="set aside on")),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it is set aside"
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
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
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.milestone",
                        verbose_name="milestone",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical document",
                "verbose_name_plural": "historical documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeasurement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "period_end",
                    models.DateField(
                        help_text="The value is of the period that ends on this day.",
                        verbose_name="end of the period",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=16, verbose_name="value"),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("estimated", "estimated"),
                            ("declared", "declared"),
                            ("verified", "verified"),
                        ],
                        default="declared",
                        max_length=9,
                        verbose_name="proof",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="source")),
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
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.action",
                        verbose_name="action",
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
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=250,
                        verbose_name="why it does not count",
                    ),
                ),
                (
                    "uncertainty_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Empty: not known.",
                        max_digits=5,
                        null=True,
                        verbose_name="uncertainty (± %)",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical measurement",
                "verbose_name_plural": "historical measurements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalYearTarget",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "value",
                    models.DecimalField(decimal_places=3, max_digits=16, verbose_name="target"),
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
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="actions.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical target of a year",
                "verbose_name_plural": "historical targets of the years",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
