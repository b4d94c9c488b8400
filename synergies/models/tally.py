"""The count of a closed round: its rule, its input and its result, stored for ever."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from synergies.models.round import Round, RoundOption


class TallyQuerySet(models.QuerySet["Tally"]):
    def latest_of(self, round_: Round) -> Tally | None:
        return self.filter(round=round_).order_by("-counted_at", "-pk").first()


class Tally(models.Model):
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="tallies", verbose_name=_("round")
    )
    rule = models.CharField(_("rule"), max_length=20)
    version = models.CharField(_("version of the rule"), max_length=20)
    parameters = models.JSONField(_("parameters"), default=dict)
    input_hash = models.CharField(_("hash of the ballots"), max_length=64)
    counted_at = models.DateTimeField(_("counted"))
    company_count = models.PositiveIntegerField(_("companies asked"))
    voter_count = models.PositiveIntegerField(_("companies that voted"))
    answer_count = models.PositiveIntegerField(_("answers"))
    shares = models.JSONField(
        _("shares"),
        default=dict,
        help_text=_(
            "By company: its share, what it paid for which option, what is left; fractions."
        ),
    )

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ("-counted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "rule", "version", "input_hash"], name="tally_unique_input"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.rule} {self.version}"


class TallyLine(models.Model):
    class Band(models.TextChoices):
        SOLID = "solid", _("retained, solid")
        TO_CONFIRM = "to_confirm", _("retained, to confirm")
        JUST_OUTSIDE = "just_outside", _("just outside")
        OUTSIDE = "outside", _("not retained")

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="lines")
    option = models.ForeignKey(RoundOption, models.PROTECT, related_name="tally_lines")
    band = models.CharField(_("band"), max_length=12, choices=Band.choices)
    retained_rank = models.PositiveSmallIntegerField(
        _("order of the count"), null=True, blank=True, help_text=_("Never shown as a ranking.")
    )
    is_fill_up = models.BooleanField(_("added by total score"), default=False)
    price = models.CharField(
        _("price per company"), max_length=60, blank=True, help_text=_("A fraction, such as 1/8.")
    )
    no_count = models.PositiveSmallIntegerField(_("no"), default=0)
    maybe_count = models.PositiveSmallIntegerField(_("maybe"), default=0)
    yes_count = models.PositiveSmallIntegerField(_("yes"), default=0)
    priority_count = models.PositiveSmallIntegerField(_("priority"), default=0)
    not_concerned_count = models.PositiveSmallIntegerField(_("does not concern us"), default=0)
    silent_count = models.PositiveSmallIntegerField(
        _("concerned companies without answer"), default=0
    )

    class Meta:
        verbose_name = _("line of the tally")
        verbose_name_plural = _("lines of the tally")
        ordering = ("option__title",)
        constraints = [
            models.UniqueConstraint(fields=["tally", "option"], name="tallyline_unique_option")
        ]

    def __str__(self) -> str:
        return f"{self.option} · {self.get_band_display()}"

    @property
    def is_retained(self) -> bool:
        return self.band in {self.Band.SOLID, self.Band.TO_CONFIRM}
