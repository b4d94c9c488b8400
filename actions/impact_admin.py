"""The workbench of impact: targets by year, thresholds, factors and what they gave."""

from django.contrib import admin

from actions.models import Conversion, Factor, Threshold, YearTarget
from pompey_ite.admin_parts import HistoryAdmin, NarrowInline, ReadOnly


class ThresholdInline(NarrowInline):
    model = Threshold


class YearTargetInline(NarrowInline):
    model = YearTarget


@admin.register(Threshold)
class ThresholdAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("programme", "synergies", "label")
    list_filter = ("programme",)
    search_fields = ("label", "programme__title")
    list_select_related = ("programme",)
    autocomplete_fields = ("programme",)


@admin.register(YearTarget)
class YearTargetAdmin(HistoryAdmin):
    list_display = ("indicator", "year", "value")
    list_select_related = ("indicator",)
    list_filter = ("year",)
    search_fields = ("indicator__name",)
    autocomplete_fields = ("indicator",)


@admin.register(Factor)
class FactorAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("label", "version", "value", "unit_from", "unit_to", "source", "valid_from")
    search_fields = ("code", "label", "source")


@admin.register(Conversion)
class ConversionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("measurement", "indicator", "value", "factor", "made_at", "ended_at")
    list_select_related = ("measurement__indicator", "indicator", "factor")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("factor__label", "indicator__name")
    date_hierarchy = "made_at"
