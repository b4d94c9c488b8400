"""Every table of the app as it is now: what a new installation makes in one go."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("outbox", "0001_first_tables"), ("outbox", "0002_resend_stops_and_address_errors")]

    initial = True

    dependencies = [
        ("companies", "0006_names_on_one_line"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                ("since", models.DateTimeField(verbose_name="since")),
                ("reason", models.CharField(max_length=500, verbose_name="what the server says")),
                (
                    "cleared_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="right again"),
                ),
                (
                    "cleared_reason",
                    models.CharField(
                        blank=True, max_length=250, verbose_name="why it is right again"
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who says so",
                    ),
                ),
            ],
            options={
                "verbose_name": "address in error",
                "verbose_name_plural": "addresses in error",
                "ordering": ("-since", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cleared_at", None)),
                        fields=("address",),
                        name="addresserror_unique_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", django.db.models.functions.text.Lower("address"))
                        ),
                        name="addresserror_address_in_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_at", None),
                            models.Q(("cleared_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="addresserror_cleared_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                ("beaten_at", models.DateTimeField(verbose_name="last beat")),
            ],
            options={
                "verbose_name": "heartbeat",
                "verbose_name_plural": "heartbeats",
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("recipient", models.EmailField(max_length=254, verbose_name="recipient")),
                (
                    "recipient_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name of the recipient"
                    ),
                ),
                (
                    "object_key",
                    models.CharField(
                        help_text="What the mail is about, such as “report:12”.",
                        max_length=100,
                        verbose_name="object",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        help_text="Such as “2019-06”; empty: only once.",
                        max_length=40,
                        verbose_name="period",
                    ),
                ),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("message_id", models.CharField(max_length=250, verbose_name="Message-ID")),
                ("dated_at", models.DateTimeField(verbose_name="date of the mail")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("retry", "to be tried again"),
                            ("dead", "refused"),
                            ("dropped", "no longer needed"),
                        ],
                        default="queued",
                        max_length=7,
                        verbose_name="status",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="leaves at the earliest")),
                (
                    "leased_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="lease of the worker"),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was refused, or not sent.",
                        max_length=500,
                        verbose_name="reason",
                    ),
                ),
                (
                    "purged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="text deleted"),
                ),
                (
                    "resent_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resendings",
                        to="outbox.mail",
                        verbose_name="sent again from",
                    ),
                ),
                (
                    "sent_on",
                    models.DateField(
                        blank=True,
                        help_text="One mail per person and day; empty for what may leave beside another.",
                        null=True,
                        verbose_name="day it takes",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "ordering": ("-due_at", "-pk"),
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="mail_by_status_and_due"),
                    models.Index(
                        condition=models.Q(("purged_at", None)),
                        fields=["due_at"],
                        name="mail_with_text_by_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "recipient", "object_key", "period"), name="mail_unique_key"
                    ),
                    models.UniqueConstraint(fields=("message_id",), name="mail_unique_message_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("status", "sent")),
                            models.Q(
                                models.Q(("status", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mail_sent_has_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("status", "sending")),
                            models.Q(
                                models.Q(("status", "sending"), _negated=True),
                                ("leased_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mail_sending_has_lease",
                    ),
                    models.UniqueConstraint(
                        fields=("recipient", "sent_on"), name="mail_one_per_recipient_and_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("content", models.BinaryField(verbose_name="content")),
                (
                    "content_id",
                    models.CharField(
                        blank=True,
                        help_text="Of a picture shown in the HTML.",
                        max_length=100,
                        verbose_name="Content-ID",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="outbox.mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mail", "name"), name="mailattachment_unique_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="when")),
                ("text", models.CharField(max_length=500, verbose_name="what and why")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="outbox.mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a mail",
                "verbose_name_plural": "notes on mails",
                "ordering": ("written_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                ("group", models.CharField(max_length=20, verbose_name="group of mails")),
                ("stopped_at", models.DateTimeField(verbose_name="stopped")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("page", "on the page of preferences"),
                            ("one_click", "with the button of the mail program"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "resumed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
            ],
            options={
                "verbose_name": "stop",
                "verbose_name_plural": "stops",
                "ordering": ("-stopped_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resumed_at", None)),
                        fields=("address", "group"),
                        name="stop_unique_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", django.db.models.functions.text.Lower("address"))
                        ),
                        name="stop_address_in_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="digest of the report"
                    ),
                ),
                ("read_at", models.DateTimeField(verbose_name="read")),
                (
                    "status_code",
                    models.CharField(help_text="5.1.1", max_length=20, verbose_name="status code"),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what the server says"
                    ),
                ),
                ("is_permanent", models.BooleanField(verbose_name="never delivered")),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to="outbox.mail",
                        verbose_name="mail it is about",
                    ),
                ),
            ],
            options={
                "verbose_name": "returned mail",
                "verbose_name_plural": "returned mails",
                "ordering": ("-read_at", "-pk"),
            },
        ),
    ]
