"""The journal, to be read and filtered; whether its chain is whole stands above it."""

from typing import Any

from django.contrib import admin, messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pompey_ite.admin_parts import ReadOnly
from pompey_ite.journal.models import Entry, Seal
from pompey_ite.journal.verifying import Chain, chain

VERIFIED_EVERY_S = 600  # it reads the whole journal


@admin.register(Entry)
class EntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "act", "actor", "subject", "fact_line", "request_number")
    list_filter = ("act", "who", "object_kind")
    search_fields = ("=request_number", "=object_number", "=who_number")
    search_help_text = gettext_lazy("Number of a request, of an object, of an account or contact.")
    date_hierarchy = "at"
    fields = ("at", "act", "actor", "subject", "fact_line", "request_number")

    @admin.display(description=gettext_lazy("by"), ordering="who_number")
    def actor(self, entry: Entry) -> str:
        return " ".join(map(str, filter(None, (entry.get_who_display(), entry.who_number))))

    @admin.display(description=gettext_lazy("object"), ordering="object_kind")
    def subject(self, entry: Entry) -> str:
        return " ".join(map(str, filter(None, (entry.object_kind, entry.object_number))))

    @admin.display(description=gettext_lazy("facts"))
    def fact_line(self, entry: Entry) -> str:
        return ", ".join(f"{name}={_plain(value)}" for name, value in entry.facts.items())

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the entries, and above them whether the chain is whole."""
        if request.method == "GET" and self.has_view_permission(request):
            state = _verified()
            level = messages.ERROR if state.faults else messages.INFO
            self.message_user(request, _sentence(state), level)
        return super().changelist_view(request, extra_context)


@admin.register(Seal)
class SealAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "sealed_at", "count", "first_entry", "last_entry", "hash")
    date_hierarchy = "sealed_at"


def _plain(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def _verified() -> Chain:
    """Return the state of the chain, looked at again every ten minutes or after a new seal."""
    last = Seal.objects.order_by("-number").values_list("hash", flat=True).first()
    key = f"journal:{last}"
    state: Chain | None = cache.get(key)
    if state is None:
        state = chain()
        cache.set(key, state, VERIFIED_EVERY_S)
    return state


def _sentence(state: Chain) -> str:
    if state.faults:
        count = len(state.faults)
        text = ngettext(
            "The chain is broken in %(count)d place: %(first)s",
            "The chain is broken in %(count)d places: %(first)s",
            count,
        )
        return text % {"count": count, "first": state.faults[0]}
    if state.since is None or not state.head:
        return _("Nothing is sealed yet; the clock does it every minute.")
    since = date_format(timezone.localtime(state.since), "DATETIME_FORMAT")
    values = {"since": since, "seals": state.seals, "head": state.head[:16]}
    return (
        _("The chain is whole since %(since)s: %(seals)d seals, the last one %(head)s….") % values
    )
