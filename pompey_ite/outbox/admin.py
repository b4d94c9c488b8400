"""The outbox, to be read: what left, what waits, what was refused and why."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from pompey_ite.admin_parts import ReadOnly
from pompey_ite.outbox.kinds import kind_of
from pompey_ite.outbox.models import (
    AddressError,
    Bounce,
    Heartbeat,
    Mail,
    MailAttachment,
    MailNote,
    Stop,
)


class MailAttachmentInline(ReadOnly, admin.TabularInline):
    model = MailAttachment
    fields = ("name", "content_type")
    extra = 0


class MailNoteInline(ReadOnly, admin.TabularInline):
    model = MailNote
    fields = ("written_at", "author", "text")
    extra = 0


class BounceInline(ReadOnly, admin.TabularInline):
    model = Bounce
    fields = ("read_at", "status_code", "text", "is_permanent")
    extra = 0


@admin.register(Mail)
class MailAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("subject", "recipient", "kind_word", "status", "due_at", "sent_at")
    list_filter = ("status", "kind", "language")
    search_fields = ("subject", "recipient", "recipient_name", "object_key", "reason")
    date_hierarchy = "due_at"
    # Not the text: it carries the personal link of its recipient.
    fields = (
        "kind_word",
        ("recipient", "recipient_name", "language_word"),
        "subject",
        ("status", "reason"),
        ("due_at", "sent_at", "attempts"),
        ("leased_until", "message_id", "dated_at"),
        ("sent_on", "resent_from", "purged_at"),
    )
    inlines = (MailAttachmentInline, MailNoteInline, BounceInline)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_word(self, mail: Mail) -> str:
        return str(kind_of(mail.kind).label)

    @admin.display(description=_("language"))
    def language_word(self, mail: Mail) -> str:
        return str(dict(settings.LANGUAGES).get(mail.language, mail.language))


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "beaten_at")


@admin.register(Stop)
class StopAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("address", "group", "stopped_at", "how", "resumed_at")
    list_filter = ("group", "how", ("resumed_at", admin.EmptyFieldListFilter))
    search_fields = ("address",)


@admin.register(AddressError)
class AddressErrorAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("address", "since", "reason", "cleared_at", "cleared_by")
    list_filter = (("cleared_at", admin.EmptyFieldListFilter),)
    list_select_related = ("cleared_by",)
    search_fields = ("address", "reason")
