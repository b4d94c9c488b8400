"""The steering committee: its meetings, who came, what was on the agenda and what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from actions.models.programme import Programme


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def for_list(self) -> MeetingQuerySet:
        """All meetings, the latest first, with how many people were there."""
        there = Q(attendances__state__in=Attendance.THERE)
        rows = self.select_related("programme").annotate(
            there_count=models.Count("attendances", filter=there)
        )
        return rows.order_by("-starts_at", "-pk")


class Meeting(models.Model):
    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="meetings", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=150)
    body = models.CharField(
        _("body that meets"), max_length=150, help_text=_("Such as COPIL, COTECH, plenary.")
    )
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.JSONField(_("agenda"), default=list, blank=True)
    frozen_at = models.DateTimeField(_("agenda fixed"), null=True, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.PLANNED
    )
    status_reason = models.CharField(_("reason of the status"), max_length=250, blank=True)

    there_count: int  # annotated by for_list

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-starts_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=~Q(status="cancelled") | ~Q(status_reason=""),
                violation_error_message=_("Say why the meeting is cancelled."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actions:meeting", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its agenda may still be put in order."""
        return self.status == self.Status.PLANNED and self.frozen_at is None


class Attendance(models.Model):
    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        PRESENT = "present", _("present")
        REPRESENTED = "represented", _("represented")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    THERE = ("present", "represented")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation and role"), max_length=200, blank=True)
    state = models.CharField(
        _("attendance"), max_length=11, choices=State.choices, default=State.EXPECTED
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "name", "organisation"],
                name="attendance_unique_person",
                violation_error_message=_("This person is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.name, self.organisation)))
