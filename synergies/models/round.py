"""A round: what the companies are asked, and between which instants."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models import Initiative
from pompey_ite.subcounts import count_of
from synergies.models.synergy import Area, Synergy


class RoundQuerySet(models.QuerySet["Round"]):
    def open_at(self, now: datetime) -> RoundQuerySet:
        return self.filter(cancelled_at=None, opens_at__lte=now, closes_at__gt=now)

    def closed_at(self, now: datetime) -> RoundQuerySet:
        return self.filter(cancelled_at=None, closes_at__lte=now)

    def with_turnout(self) -> RoundQuerySet:
        """Annotate `ballot_count` and `voter_count` (ballots with at least one answer)."""
        ballots = apps.get_model("synergies", "Ballot").objects
        voted = ballots.filter(pk__in=apps.get_model("synergies", "Vote").objects.values("ballot"))
        return self.annotate(
            ballot_count=count_of(ballots.all(), "round"), voter_count=count_of(voted, "round")
        )


class Round(models.Model):
    class Rule(models.TextChoices):
        EQUAL_SHARES = "equal-shares", _("equal shares")
        GREEDY = "greedy", _("sum of points")
        AVERAGE = "average", _("cautious average")
        PAV = "pav", _("decreasing voices")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="rounds", verbose_name=_("initiative")
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text for the companies"), blank=True)
    places = models.PositiveSmallIntegerField(_("places in the programme"), default=27)
    rule = models.CharField(
        _("rule"), max_length=20, choices=Rule.choices, default=Rule.EQUAL_SHARES
    )
    minimum_supporters = models.PositiveSmallIntegerField(
        _("companies needed for a synergy"), default=2
    )
    scope = models.JSONField(
        _("scope"),
        default=dict,
        blank=True,
        help_text=_("Which open synergies were asked about: areas, statuses, numbers; empty: all."),
    )
    results_are_public = models.BooleanField(
        _("the result is public"),
        default=False,
        help_text=_(
            "Anybody may read what is proposed and the counts; of companies, only those that agreed"
            " to be named in public."
        ),
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    change_reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Of the latest change.")
    )

    ballot_count: int  # annotated by with_turnout
    voter_count: int

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("-opens_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "title"],
                name="round_unique_title",
                violation_error_message=_("A round of this title exists already."),
            ),
            models.CheckConstraint(
                name="round_closes_after_opening",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("The round closes before it opens."),
            ),
            models.CheckConstraint(
                name="round_places_at_least_one",
                condition=Q(places__gte=1),
                violation_error_message=_("A programme has at least one place."),
            ),
            models.CheckConstraint(
                name="round_cancelled_with_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(change_reason=""),
                violation_error_message=_("Say why the round is cancelled."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("synergies:round", args=[self.pk])

    @property
    def has_programme(self) -> bool:
        """Whether action sheets were made of its result; the app `actions` points here."""
        return hasattr(self, "programme")

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    def state_at(self, now: datetime) -> State:
        """Return the state by the clock: no task ever sets it."""
        if self.cancelled_at:
            return self.State.CANCELLED
        if now < self.opens_at:
            return self.State.PLANNED
        return self.State.OPEN if now < self.closes_at else self.State.CLOSED


class RoundOption(models.Model):
    """One synergy as it stood when the round opened: later edits change no ballot."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="options", verbose_name=_("round")
    )
    synergy = models.ForeignKey(
        Synergy, models.PROTECT, related_name="options", verbose_name=_("synergy")
    )
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    area = models.CharField(_("area"), max_length=9, choices=Area.choices)
    parties_text = models.TextField(_("who with whom"), blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["round", "synergy"], name="roundoption_unique_synergy"),
            models.UniqueConstraint(fields=["round", "number"], name="roundoption_unique_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"
