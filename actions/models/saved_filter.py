"""The filters of a list that a member of staff has given a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    class Page(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        SYNERGIES = "synergies", _("synergies")
        COMPANIES = "companies", _("companies")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_filters",
        verbose_name=_("person"),
    )
    page = models.CharField(_("list"), max_length=9, choices=Page.choices, default=Page.PROGRAMME)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500, help_text="area=skills&is_late=on")

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("user", "name")
        constraints = [
            models.UniqueConstraint(
                "user",
                "page",
                Lower("name"),
                name="savedfilter_unique_name",
                violation_error_message=_("A filter of this name exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
