"""One ballot per company and round, the answers on it, and who changed them when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from companies.models import Company, Contact
from synergies.models.round import Round, RoundOption
from synergies.models.synergy import Party


class BallotQuerySet(models.QuerySet["Ballot"]):
    def with_progress(self) -> BallotQuerySet:
        """Annotate `answered_count`; `concerned_count` is stored when the round opens."""
        return self.annotate(answered_count=Count("votes"))


class Ballot(models.Model):
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="ballots", verbose_name=_("round")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="ballots", verbose_name=_("company")
    )
    seed = models.PositiveIntegerField(
        _("seed of the order"), help_text=_("Shuffles the options; stored so it can be checked.")
    )
    order = models.JSONField(
        _("order of the options"),
        default=list,
        blank=True,
        help_text=_("Pairs (option, closeness) as the company saw them, kept at its first answer."),
    )
    concerned_count = models.PositiveIntegerField(_("options that name the company"), default=0)
    validated_at = models.DateTimeField(_("validated"), null=True, blank=True)
    validated_by = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    validated_changes = models.PositiveIntegerField(
        _("changes when validated"),
        default=0,
        help_text=_("How long the history was then; more lines since: changed after validating."),
    )
    receipt_code = models.CharField(_("receipt"), max_length=20, blank=True)
    published_code = models.CharField(
        _("code in the published ballots"),
        max_length=20,
        blank=True,
        help_text=_(
            "Given at the count to each ballot with an answer; its receipt, if it has one."
        ),
    )

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ("company__name",)
        constraints = [
            models.UniqueConstraint(fields=["round", "company"], name="ballot_unique_company"),
            models.UniqueConstraint(
                fields=["receipt_code"], condition=~Q(receipt_code=""), name="ballot_unique_receipt"
            ),
            models.UniqueConstraint(
                fields=["published_code"],
                condition=~Q(published_code=""),
                name="ballot_unique_published_code",
            ),
            models.CheckConstraint(
                name="ballot_validated_has_receipt",
                condition=Q(validated_at__isnull=True) | ~Q(receipt_code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.company}"


class Answer(models.TextChoices):
    NO = "no", _("No")
    MAYBE = "maybe", _("Maybe")
    YES = "yes", _("Yes")
    PRIORITY = "priority", _("Priority")
    NOT_CONCERNED = "not_concerned", _("Does not concern us")


class Channel(models.TextChoices):
    LINK = "link", _("personal link")
    ROOM = "room", _("in the room")
    MANAGER = "manager", _("entered by the project manager")
    PAPER = "paper", _("on paper, entered by the project manager")
    PHONE = "phone", _("by phone, entered by the project manager")
    WORKBOOK = "workbook", _("workbook")


class Offer(models.TextChoices):
    """What a company can bring to a synergy."""

    EQUIPMENT = "equipment", _("some equipment")
    ROOM = "room", _("a place")
    TIME = "time", _("some time")
    SKILLS = "skills", _("know-how")


class VoteQuerySet(models.QuerySet["Vote"]):
    def by_answer(self) -> models.QuerySet[Vote, tuple[int, str, int]]:
        """Rows (option, answer, how many), counted by the database: Python takes ten times that."""
        return self.order_by().values_list("option", "answer").annotate(count=Count("*"))

    def of_parties(self) -> VoteQuerySet:
        """Answers of companies that take part in the synergy today, to count inside ballots.

        The company is that of the outer query: from the votes PostgreSQL finds it by reading all
        parties of the territory, for each ballot.
        """
        takes_part = Party.objects.present().filter(
            synergy=OuterRef("option__synergy"), company=OuterRef(OuterRef("company"))
        )
        return self.filter(Exists(takes_part))


class Vote(models.Model):
    """The answer that counts now; its past is in VoteChange."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="votes", verbose_name=_("ballot")
    )
    option = models.ForeignKey(
        RoundOption, models.PROTECT, related_name="votes", verbose_name=_("option")
    )
    answer = models.CharField(_("answer"), max_length=13, choices=Answer.choices)
    version = models.PositiveIntegerField(_("version"), default=1)
    note = models.CharField(_("note"), max_length=280, blank=True)
    brings = models.JSONField(_("can bring"), default=list, blank=True)  # codes of Offer
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ("ballot", "option__number")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="vote_unique_option"),
            models.CheckConstraint(name="vote_answer_known", condition=Q(answer__in=Answer.values)),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.get_answer_display()}"

    @property
    def brings_labels(self) -> list[str]:
        """What the company can bring, in words."""
        return [str(offer.label) for offer in Offer if offer in self.brings]


class VoteChange(models.Model):
    """Append-only history of a ballot: who, when, before, after, by which channel."""

    ballot = models.ForeignKey(
        Ballot, models.PROTECT, related_name="changes", verbose_name=_("ballot")
    )
    option = models.ForeignKey(
        RoundOption, models.PROTECT, related_name="changes", verbose_name=_("option")
    )
    before = models.CharField(_("before"), max_length=13, choices=Answer.choices, blank=True)
    after = models.CharField(_("after"), max_length=13, choices=Answer.choices, blank=True)
    note = models.CharField(_("note after"), max_length=280, blank=True)
    brings = models.JSONField(_("can bring after"), default=list, blank=True)
    changed_at = models.DateTimeField(_("when"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)

    class Meta:
        verbose_name = _("change of a vote")
        verbose_name_plural = _("changes of votes")
        ordering = ("changed_at", "pk")

    def __str__(self) -> str:
        words = dict(Answer.choices)
        before, after = (words.get(one, "–") for one in (self.before, self.after))
        return f"{self.option}: {before} → {after}"
