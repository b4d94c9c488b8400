"""Reminders: who is to be asked what, since when nothing was heard, and what was answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from actions.models.action import Action, Milestone
from companies.models import Company, Contact, Initiative, User
from pompey_ite.outbox.models import Mail
from synergies.models import Ballot, Synergy

# Which column holds what a reminder is about, by its kind.
TARGETS = {
    "ballot": "ballot",
    "synergy": "synergy",
    "action": "action",
    "milestone": "milestone",
    "measurement": "action",
    "data": "company",
}
TARGET_FIELDS = ("ballot", "synergy", "action", "milestone", "company")


def _only(field: str) -> Q:
    """Return the condition that of all targets only `field` is set."""
    return Q(**{f"{name}__isnull": name != field for name in TARGET_FIELDS})


def _target_of_kind() -> Q:
    condition = Q()
    for kind, field in TARGETS.items():
        condition |= Q(kind=kind) & _only(field)
    return condition


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def of(self, initiative: Initiative) -> ReminderQuerySet:
        return self.filter(initiative=initiative)

    def waiting(self) -> ReminderQuerySet:
        """Due, and waiting for the go of the project manager."""
        return self.filter(status=Reminder.Status.PLANNED)

    def to_companies(self) -> ReminderQuerySet:
        return self.exclude(contact=None)

    def unanswered(self) -> ReminderQuerySet:
        """Let go and not answered: an answer is welcome, however late."""
        return self.filter(status__in=[Reminder.Status.APPROVED, Reminder.Status.SENT])

    def decided(self) -> ReminderQuerySet:
        """Let go, or left out by a person: what counts as done until the next one is due."""
        return self.exclude(decided_at=None)

    def answered_between(self, since: datetime | None, until: datetime) -> ReminderQuerySet:
        """Answered after `since` (None: ever), up to `until`."""
        rows = self.filter(status=Reminder.Status.ANSWERED, answered_at__lte=until)
        return rows.filter(answered_at__gt=since) if since else rows

    def with_objects(self) -> ReminderQuerySet:
        """Load what a list or a mail shows, in one query."""
        return self.select_related(
            "initiative",
            "contact__company",
            "user",
            "synergy",
            "action__area",
            "milestone__action__area",
            "company",
            "ballot__round",
            "ballot__company",
        )


class Reminder(models.Model):
    class Kind(models.TextChoices):
        BALLOT = "ballot", _("ballot not validated")
        SYNERGY = "synergy", _("synergy without news")
        ACTION = "action", _("action without news")
        MILESTONE = "milestone", _("milestone due")
        MEASUREMENT = "measurement", _("measurement due")
        DATA = "data", _("declarations of a year ago")

    class Status(models.TextChoices):
        PLANNED = "planned", _("waits for the project manager")
        APPROVED = "approved", _("in the outbox")
        SENT = "sent", _("sent")
        ANSWERED = "answered", _("answered")
        DROPPED = "dropped", _("no longer needed")

    class Answer(models.TextChoices):
        MOVES_ON = "moves_on", _("It moves on")
        BLOCKED = "blocked", _("It is blocked")
        DONE = "done", _("It is done")
        NOT_INTERESTED = "no_interest", _("No longer interested")
        UNCHANGED = "unchanged", _("Everything is still right")
        CHANGED = "changed", _("Something has changed")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="reminders", verbose_name=_("initiative")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    ballot = models.ForeignKey(
        Ballot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("ballot"),
    )
    synergy = models.ForeignKey(
        Synergy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("synergy"),
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("action"),
    )
    milestone = models.ForeignKey(  # a milestone may be struck off its action sheet
        Milestone,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("milestone"),
    )
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("company"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("contact"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("member of staff"),
    )
    due_on = models.DateField(_("due on"))
    since = models.DateField(
        _("since"),
        null=True,
        blank=True,
        help_text=_("The day of the last news, or the date of the milestone."),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.PLANNED
    )
    planned_at = models.DateTimeField(_("planned"))
    decided_at = models.DateTimeField(_("let go or left out"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
        help_text=_("Nobody: this kind leaves alone."),
    )
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mail")
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=11, choices=Answer.choices, blank=True)
    text = models.CharField(_("in words"), max_length=280, blank=True)
    reason = models.CharField(_("why it was dropped"), max_length=250, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-due_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                F("kind"),
                *(Coalesce(field, 0) for field in (*TARGET_FIELDS, "contact", "user")),
                condition=Q(status__in=["planned", "approved"]),
                name="reminder_one_pending",
            ),
            models.CheckConstraint(name="reminder_target_of_kind", condition=_target_of_kind()),
            models.CheckConstraint(
                name="reminder_one_recipient",
                condition=Q(contact__isnull=True, user__isnull=False)
                | Q(contact__isnull=False, user__isnull=True),
            ),
            models.CheckConstraint(
                name="reminder_answered_with_answer",
                condition=Q(status="answered", answered_at__isnull=False) & ~Q(answer="")
                | ~Q(status="answered") & Q(answered_at__isnull=True, answer=""),
            ),
            models.CheckConstraint(
                name="reminder_dropped_with_reason",
                condition=~Q(status="dropped") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="reminder_let_go_is_decided",
                condition=Q(status__in=["planned", "dropped"]) | Q(decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["status", "kind"], name="reminder_by_status_and_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def target_pk(self) -> int:
        pk: int = getattr(self, f"{TARGETS[self.kind]}_id")
        return pk

    @property
    def subject(self) -> Synergy | Action | Milestone | Ballot | Company:
        """What the reminder is about."""
        row: Synergy | Action | Milestone | Ballot | Company = getattr(self, TARGETS[self.kind])
        return row

    @property
    def recipient(self) -> Contact | User:
        """Who is asked: a contact of a company, or a member of staff."""
        person = self.contact or self.user
        if person is None:
            raise ValueError("a reminder without recipient: the constraint forbids it")
        return person


class ReminderSetting(models.Model):
    """How one kind of reminder works in an initiative; without a row the defaults hold."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="reminder_settings", verbose_name=_("initiative")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Reminder.Kind.choices)
    is_paused = models.BooleanField(_("paused"), default=False)
    leaves_alone = models.BooleanField(
        _("leaves alone"),
        default=False,
        help_text=_("Without waiting for you: companies receive these mails as soon as due."),
    )
    interval_days = models.PositiveSmallIntegerField(
        _("days of silence"), null=True, blank=True, help_text=_("Empty: the usual number of days.")
    )

    class Meta:
        verbose_name = _("setting of reminders")
        verbose_name_plural = _("settings of reminders")
        ordering = ("initiative", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "kind"],
                name="remindersetting_unique_kind",
                violation_error_message=_("This kind has its setting already."),
            ),
            models.CheckConstraint(
                name="remindersetting_at_least_a_week",
                condition=Q(interval_days__isnull=True) | Q(interval_days__gte=7),
                violation_error_message=_("A week at least."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ReminderExceptionQuerySet(models.QuerySet["ReminderException"]):
    def in_force(self) -> ReminderExceptionQuerySet:
        return self.filter(ended_at=None)

    def for_list(self) -> ReminderExceptionQuerySet:
        return self.in_force().select_related("synergy", "action__area", "company", "decided_by")


class ReminderException(models.Model):
    """What differs for one synergy, action or company, or for everything: paused, or a rhythm."""

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="reminder_exceptions", verbose_name=_("initiative")
    )
    synergy = models.ForeignKey(
        Synergy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("synergy")
    )
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    interval_days = models.PositiveSmallIntegerField(
        _("ask after so many days of silence"),
        null=True,
        blank=True,
        help_text=_("Empty: paused, nothing leaves."),
    )
    reason = models.CharField(_("reason"), max_length=250)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by whom")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ReminderExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception to the reminders")
        verbose_name_plural = _("exceptions to the reminders")
        ordering = ("-decided_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                F("initiative"),
                *(Coalesce(field, 0) for field in ("synergy", "action", "company")),
                condition=Q(ended_at__isnull=True),
                name="reminderexception_one_in_force",
            ),
            models.CheckConstraint(
                name="reminderexception_one_object_at_most",
                condition=Q(synergy__isnull=True, action__isnull=True)
                | Q(synergy__isnull=True, company__isnull=True)
                | Q(action__isnull=True, company__isnull=True),
            ),
            models.CheckConstraint(
                name="reminderexception_rhythm_of_an_object",
                condition=Q(interval_days__isnull=True)
                | Q(interval_days__gte=7) & (Q(synergy__isnull=False) | Q(action__isnull=False)),
                violation_error_message=_("A week at least."),
            ),
            models.CheckConstraint(
                name="reminderexception_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject or _("everything"))

    @property
    def subject(self) -> Synergy | Action | Company | None:
        """What it is about; None: everything."""
        return self.synergy or self.action or self.company

    @property
    def is_pause(self) -> bool:
        return self.interval_days is None
