"""The outbox, to be read: what left, what waits, what was refused and why."""

from django.contrib import admin

from pompey_ite.admin_parts import ReadOnly
from pompey_ite.outbox.models import Heartbeat, Mail, MailAttachment


class MailAttachmentInline(ReadOnly, admin.TabularInline):
    model = MailAttachment
    fields = ("name", "content_type")
    extra = 0


@admin.register(Mail)
class MailAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("subject", "recipient", "kind", "period", "status", "due_at", "sent_at")
    list_filter = ("status", "kind", "language")
    search_fields = ("subject", "recipient", "recipient_name", "object_key", "reason")
    date_hierarchy = "due_at"
    # Not the text: it carries the personal link of its recipient.
    fields = (
        ("kind", "object_key", "period"),
        ("recipient", "recipient_name", "language"),
        "subject",
        ("status", "reason"),
        ("due_at", "sent_at", "attempts"),
        ("leased_until", "message_id", "dated_at"),
    )
    inlines = (MailAttachmentInline,)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "beaten_at")
