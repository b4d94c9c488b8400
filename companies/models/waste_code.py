"""The European List of Waste: a code exists from a date and may end on another."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class WasteCode(models.Model):
    code = models.CharField(
        _("code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six digits."))],
    )
    is_hazardous = models.BooleanField(_("hazardous"), default=False)
    label_fr = models.CharField(_("label in French"), max_length=250, blank=True)
    label_en = models.CharField(_("label in English"), max_length=250, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("waste code")
        verbose_name_plural = _("waste codes")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="wastecode_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        digits = f"{self.code[:2]} {self.code[2:4]} {self.code[4:]}"
        return f"{digits}*" if self.is_hazardous else digits
