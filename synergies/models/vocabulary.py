"""What a territory adds to the vocabulary: proposed by people's decisions, accepted by a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class VocabularyChangeQuerySet(models.QuerySet["VocabularyChange"]):
    def accepted(self) -> VocabularyChangeQuerySet:
        return self.filter(status=VocabularyChange.Status.ACCEPTED)

    def proposed(self) -> VocabularyChangeQuerySet:
        return self.filter(status=VocabularyChange.Status.PROPOSED)


class VocabularyChange(models.Model):
    """One more alias, two concepts that must not be confused, or a concept of our own.

    An alias: `concept`, `language`, `words`. An incompatibility: `concept`, `other`. A concept:
    its code in `concept`, its parent in `other`, its section, its labels in `words` (French) and
    `label_en`.
    """

    class Kind(models.TextChoices):
        ALIAS = "alias", _("alias")
        INCOMPATIBLE = "incompatible", _("not to be confused")
        CONCEPT = "concept", _("new concept")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("to be reviewed")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    concept = models.CharField(_("concept"), max_length=80)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    words = models.CharField(_("words"), max_length=150, blank=True)
    label_en = models.CharField(_("label in English"), max_length=150, blank=True)
    other = models.CharField(_("other concept"), max_length=80, blank=True)
    section = models.CharField(_("section"), max_length=12, blank=True)
    reason = models.CharField(
        _("because"), max_length=250, blank=True, help_text=_("The decision it was learnt from.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.PROPOSED
    )
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = VocabularyChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("change of the vocabulary")
        verbose_name_plural = _("changes of the vocabulary")
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "concept", "language", "words", "other"],
                name="vocabularychange_unique",
                violation_error_message=_("This has been proposed already."),
            ),
            models.CheckConstraint(
                name="vocabularychange_alias_has_words",
                condition=~Q(kind__in=["alias", "concept"]) | ~Q(words=""),
                violation_error_message=_("Write the words."),
            ),
            models.CheckConstraint(
                name="vocabularychange_incompatible_has_other",
                condition=~Q(kind="incompatible") | ~Q(other=""),
                violation_error_message=_("Say which concept it is not to be confused with."),
            ),
            models.CheckConstraint(
                name="vocabularychange_concept_has_labels",
                condition=~Q(kind="concept") | (~Q(label_en="") & ~Q(section="")),
                violation_error_message=_("A concept needs a section and both labels."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.concept, self.words, self.other)))
