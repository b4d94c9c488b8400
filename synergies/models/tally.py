"""The count of a closed round: its rule, its input and its result, stored for ever."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from synergies.models.round import Round, RoundOption


class TallyQuerySet(models.QuerySet["Tally"]):
    def latest_of(self, round_: Round) -> Tally | None:
        return self.filter(round=round_).order_by("-counted_at", "-pk").first()

    def unfinished(self) -> TallyQuerySet:
        """Tallies whose comparison or bands are still to be worked out."""
        lacking = Q(comparison=[]) | Q(published_hash="") | Q(bands_done__lt=F("bands_total"))
        return self.filter(lacking)


class Tally(models.Model):
    """The result comes first; `comparison` and bands follow, one count after the other.

    `bands_total` is how many ballots are left out in turn: one of each kind, since two companies
    that answered the same are the same to the count. None: too many for it to tell anything.
    """

    class BandsState(models.TextChoices):
        READY = "ready", _("worked out")
        PENDING = "pending", _("being worked out")
        TOO_MANY = "too_many", _("not worked out")

    MOST_BALLOTS_LEFT_OUT = 250  # of different ballots; see docs/adr/0013

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
    published_hash = models.CharField(_("hash of the published ballots"), max_length=64, blank=True)
    comparison = models.JSONField(
        _("comparison"),
        default=list,
        blank=True,
        help_text=_("By rule, that of the round first: what it keeps and whom it leaves out."),
    )
    bands_total = models.PositiveIntegerField(
        _("ballots to leave out"), null=True, blank=True, help_text=_("Empty: too many.")
    )
    bands_done = models.PositiveIntegerField(_("ballots left out so far"), default=0)
    bands_seen = models.JSONField(
        _("retained without a ballot"),
        default=dict,
        blank=True,
        help_text=_("Numbers retained in every count so far, and in at least one."),
    )

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ("-counted_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "rule", "version", "input_hash"], name="tally_unique_input"
            ),
            models.CheckConstraint(
                name="tally_bands_done_at_most_total",
                condition=Q(bands_total__isnull=True, bands_done=0)
                | Q(bands_done__lte=F("bands_total")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.rule} {self.version}"

    @property
    def bands_state(self) -> BandsState:
        """Whether the lines say how firm they are."""
        if self.bands_total is None:
            return self.BandsState.TOO_MANY
        is_ready = self.bands_done == self.bands_total
        return self.BandsState.READY if is_ready else self.BandsState.PENDING


class TallyLineQuerySet(models.QuerySet["TallyLine"]):
    def published_at(self, now: datetime) -> TallyLineQuerySet:
        """Lines of the latest tally of each round closed at `now`, newest round first."""
        latest = Tally.objects.filter(round=OuterRef("tally__round")).order_by("-counted_at", "-pk")
        closed = Round.objects.closed_at(now)
        rows = self.filter(tally=Subquery(latest.values("pk")[:1]), tally__round__in=closed)
        return rows.select_related("tally__round", "option").order_by(
            "-tally__round__closes_at", "tally__round", "option__number"
        )


class TallyLine(models.Model):
    class Band(models.TextChoices):
        SOLID = "solid", _("retained, solid")
        TO_CONFIRM = "to_confirm", _("retained, to confirm")
        JUST_OUTSIDE = "just_outside", _("just outside")
        OUTSIDE = "outside", _("not retained")
        RETAINED = "retained", _("retained")  # how firm: not worked out, or not yet

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="lines", verbose_name=_("tally"))
    option = models.ForeignKey(
        RoundOption, models.PROTECT, related_name="tally_lines", verbose_name=_("option")
    )
    band = models.CharField(_("band"), max_length=12, choices=Band.choices)
    retained_rank = models.PositiveSmallIntegerField(
        _("order of the count"), null=True, blank=True, help_text=_("Never shown as a ranking.")
    )
    is_fill_up = models.BooleanField(_("added by total score"), default=False)
    price = models.TextField(
        _("price per company"), blank=True, help_text=_("A fraction, such as 1/8; may be long.")
    )
    score = models.TextField(
        _("score"), blank=True, help_text=_("A fraction; of the rules without shares.")
    )
    no_count = models.PositiveSmallIntegerField(_("no"), default=0)
    maybe_count = models.PositiveSmallIntegerField(_("maybe"), default=0)
    yes_count = models.PositiveSmallIntegerField(_("yes"), default=0)
    priority_count = models.PositiveSmallIntegerField(_("priority"), default=0)
    not_concerned_count = models.PositiveSmallIntegerField(_("does not concern us"), default=0)
    silent_count = models.PositiveSmallIntegerField(
        _("concerned companies without answer"), default=0
    )

    objects = TallyLineQuerySet.as_manager()

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
    def answer_count(self) -> int:
        """How many companies answered at all."""
        said = self.no_count + self.maybe_count + self.yes_count + self.priority_count
        return said + self.not_concerned_count

    @property
    def is_retained(self) -> bool:
        return self.band in {self.Band.RETAINED, self.Band.SOLID, self.Band.TO_CONFIRM}


class CountingQuerySet(models.QuerySet["Counting"]):
    def free(self, now: datetime) -> CountingQuerySet:
        """Countings nobody works at: never claimed, or claimed by a worker that must be dead."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))


class Counting(models.Model):
    """The work at the count of one round: who is at it until when, and how far it is."""

    round = models.OneToOneField(
        Round,
        models.CASCADE,
        primary_key=True,
        related_name="counting",
        verbose_name=_("round"),
    )
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(
        _("places paid so far (%)"), default=0, help_text=_("In the fullest run of the count.")
    )

    objects = CountingQuerySet.as_manager()

    class Meta:
        verbose_name = _("counting")
        verbose_name_plural = _("countings")
        constraints = [
            models.CheckConstraint(name="counting_percent_0_100", condition=Q(percent__lte=100))
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.percent} %"
