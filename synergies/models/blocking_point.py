"""What blocks a synergy, on six lines (after the readiness matrix of CORALIS)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from synergies.models.synergy import Synergy


class BlockingPoint(models.Model):
    """One line of one synergy; a line nobody has written on says “none”."""

    class Topic(models.TextChoices):
        TECHNICAL = "technical", _("technical")
        BUSINESS = "business", _("business")
        ORGANISATION = "organisation", _("organisational")
        LEGAL = "legal", _("legal")
        SOCIAL = "social", _("social")
        ENVIRONMENT = "environment", _("environmental")

    class State(models.TextChoices):
        NONE = "none", pgettext_lazy("blocking point", "none")
        OPEN = "open", pgettext_lazy("blocking point", "open")
        SOLVED = "solved", pgettext_lazy("blocking point", "solved")

    synergy = models.ForeignKey(
        Synergy, models.CASCADE, related_name="blocking_points", verbose_name=_("synergy")
    )
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.NONE)
    sentence = models.CharField(_("in one sentence"), max_length=250, blank=True)
    since = models.DateField(_("since"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("blocking point")
        verbose_name_plural = _("blocking points")
        ordering = ("synergy", "pk")
        constraints = [
            models.UniqueConstraint(fields=["synergy", "topic"], name="blockingpoint_unique_topic"),
            models.CheckConstraint(
                name="blockingpoint_said_in_a_sentence",
                condition=Q(state="none") | ~Q(sentence=""),
                violation_error_message=_("Say in one sentence what blocks."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} : {self.get_state_display()}"
