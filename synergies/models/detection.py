"""What detection keeps: each declaration as it was understood, and the passes over all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.models import Initiative, Resource


class ParsedResource(models.Model):
    """A resource as the vocabulary understands it; renewed whenever what it says changes."""

    resource = models.OneToOneField(
        Resource,
        models.CASCADE,
        primary_key=True,
        related_name="parsed",
        verbose_name=_("resource"),
    )
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="+", verbose_name=_("initiative")
    )
    family = models.CharField(_("family"), max_length=9)
    concept = models.CharField(_("concept"), max_length=80, blank=True)
    is_certain = models.BooleanField(_("certain"), default=False)
    line = models.TextField(_("as understood"))
    text = models.TextField(_("its words"), help_text=_("Normalised, to find an alias."))
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    fingerprint = models.CharField(_("fingerprint of the declaration"), max_length=32)
    vocabulary = models.CharField(_("version of the vocabulary"), max_length=40)
    parsed_at = models.DateTimeField(_("parsed"))

    class Meta:
        verbose_name = _("parsed resource")
        verbose_name_plural = _("parsed resources")
        indexes = [
            models.Index(fields=["initiative", "family", "concept"], name="parsed_family_concept")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} · {self.concept}"


class DetectionKey(models.Model):
    """A key under which a parsed resource is found: “is:epal-pallet”, “word:zirconate”."""

    parsed = models.ForeignKey(ParsedResource, models.CASCADE, related_name="keys")
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=100)

    class Meta:
        verbose_name = _("detection key")
        verbose_name_plural = _("detection keys")
        indexes = [models.Index(fields=["initiative", "key", "parsed"], name="detectionkey_lookup")]

    def __str__(self) -> str:
        return self.key


class DetectionPass(models.Model):
    """One look at all declarations of an initiative, cut into shards that workers share."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="detection_passes", verbose_name=_("initiative")
    )
    started_at = models.DateTimeField(_("started"))
    planned_at = models.DateTimeField(_("planned"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("detection pass")
        verbose_name_plural = _("detection passes")
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(finished_at__isnull=True),
                name="detectionpass_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative} · {self.started_at:%Y-%m-%d %H:%M}"


class DetectionShardQuerySet(models.QuerySet["DetectionShard"]):
    def free(self, now: datetime) -> DetectionShardQuerySet:
        """Shards nobody works at: never claimed, or claimed by a worker that must be dead."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.filter(unclaimed, done_at=None)


class DetectionShard(models.Model):
    """The declarations of one family whose concept lies in a range, ends included."""

    detection_pass = models.ForeignKey(DetectionPass, models.CASCADE, related_name="shards")
    family = models.CharField(_("family"), max_length=9)
    first_concept = models.CharField(_("first concept"), max_length=80, blank=True)
    last_concept = models.CharField(_("last concept"), max_length=80, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = DetectionShardQuerySet.as_manager()

    class Meta:
        verbose_name = _("detection shard")
        verbose_name_plural = _("detection shards")
        ordering = ("family", "first_concept")
        constraints = [
            models.UniqueConstraint(
                fields=["detection_pass", "family", "first_concept"], name="detectionshard_unique"
            ),
            models.CheckConstraint(
                name="detectionshard_range_in_order",
                condition=Q(last_concept__gte=F("first_concept")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.first_concept}–{self.last_concept}"
