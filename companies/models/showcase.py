"""What the initiative shows of itself: stories, partners, pages the law asks for; who wants in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from companies.models.company import Company, Contact
from companies.models.initiative import Initiative
from companies.pictures import PictureField, kept_under, validate_picture
from companies.validators import validate_one_line, validate_siret


def in_current_language(french: str, english: str) -> str:
    """Return the English words to who reads English and there are some, else the French ones."""
    return english if english and get_language() == "en" else french


class SuccessStoryQuerySet(models.QuerySet["SuccessStory"]):
    def public(self) -> SuccessStoryQuerySet:
        """Stories that the company has agreed to and not withdrawn, and that somebody published."""
        return self.filter(agreed_on__isnull=False, withdrawn_on=None, published_on__isnull=False)

    def for_page(self) -> SuccessStoryQuerySet:
        """The same for the page, in one query, the newest first."""
        return self.public().select_related("company").order_by("-published_on", "-pk")


class SuccessStory(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="stories", verbose_name=_("initiative")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="stories", verbose_name=_("company")
    )
    title = models.CharField(_("title"), max_length=150, validators=[validate_one_line])
    text = models.TextField(_("text"), help_text=_("What was done, with whom, what came of it."))
    title_en = models.CharField(
        _("title in English"), max_length=150, blank=True, validators=[validate_one_line]
    )
    text_en = models.TextField(_("text in English"), blank=True)
    photo = PictureField(
        _("photo"),
        upload_to=kept_under,
        max_length=120,
        blank=True,
        validators=[validate_picture],
        help_text=_("PNG or JPEG, at most 1 MB; the people on it agree as well."),
    )
    photo_alt = models.CharField(
        _("what the photo shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to who does not see it."),
    )
    agreed_by = models.CharField(
        _("who agreed for the company"), max_length=150, blank=True, help_text=_("Never shown.")
    )
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    withdrawn_on = models.DateField(
        _("agreement withdrawn on"),
        null=True,
        blank=True,
        help_text=_("The story is hidden at once, with its photo."),
    )

    objects = SuccessStoryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success stories")
        ordering = ("-published_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="successstory_published_with_agreement",
                condition=Q(published_on__isnull=True)
                | (Q(agreed_on__isnull=False) & ~Q(agreed_by="")),
                violation_error_message=_(
                    "Before it is published: who agreed for the company, and on which day."
                ),
            ),
            models.CheckConstraint(
                name="successstory_agreed_before_published",
                condition=Q(published_on__isnull=True)
                | Q(agreed_on__isnull=True)
                | Q(published_on__gte=F("agreed_on")),
                violation_error_message=_("A story is published after the company has agreed."),
            ),
            models.CheckConstraint(
                name="successstory_photo_in_words",
                condition=Q(photo="") | ~Q(photo_alt=""),
                violation_error_message=_("Say in words what the photo shows."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        return in_current_language(self.title, self.title_en)

    @property
    def shown_text(self) -> str:
        return in_current_language(self.text, self.text_en)


class Partner(models.Model):
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="partners", verbose_name=_("initiative")
    )
    name = models.CharField(_("name"), max_length=150, validators=[validate_one_line])
    role = models.CharField(
        _("part in the initiative"), max_length=250, help_text=_("Funds the project manager, …")
    )
    role_en = models.CharField(_("part in English"), max_length=250, blank=True)
    url = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
    )
    logo = PictureField(
        _("logo"),
        upload_to=kept_under,
        max_length=120,
        blank=True,
        validators=[validate_picture],
        help_text=_("PNG, JPEG or plain SVG, at most 1 MB."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner of the initiative")
        verbose_name_plural = _("partners of the initiative")
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "name"],
                name="partner_unique_name",
                violation_error_message=_("This partner is in the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_role(self) -> str:
        return in_current_language(self.role, self.role_en)


class PublicPage(models.Model):
    """The words of a page that the law asks for; an empty text is the one of the program."""

    class Code(models.TextChoices):
        LEGAL = "legal", _("Legal notice")
        PRIVACY = "privacy", _("Personal data")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    code = models.CharField(_("page"), max_length=13, choices=Code.choices, unique=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    reviewed_on = models.DateField(_("read through on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.get_code_display()

    def get_absolute_url(self) -> str:
        return reverse(f"pages:{self.code}")


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> JoinRequestQuerySet:
        return self.filter(status=JoinRequest.Status.WAITING)

    def for_list(self) -> JoinRequestQuerySet:
        """What the project manager reads, in one query: who waits first, the newest on top."""
        return self.select_related("company").order_by("-status", "-received_at", "-pk")


class JoinRequest(models.Model):
    """A company that wants in, as it wrote itself; nothing of it counts before it is accepted."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="join_requests", verbose_name=_("initiative")
    )
    company_name = models.CharField(_("company"), max_length=150, validators=[validate_one_line])
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        validators=[validate_siret],
        help_text=_("14 digits, if you have them at hand."),
    )
    municipality = models.CharField(
        _("municipality"), max_length=100, blank=True, validators=[validate_one_line]
    )
    first_name = models.CharField(
        _("first name"), max_length=100, blank=True, validators=[validate_one_line]
    )
    last_name = models.CharField(_("last name"), max_length=100, validators=[validate_one_line])
    role = models.CharField(
        _("function"), max_length=150, blank=True, validators=[validate_one_line]
    )
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    wishes = models.TextField(
        _("what you have, or look for"),
        max_length=1500,
        blank=True,
        help_text=_("A few words are enough: pallets, heat, a forklift, a trainer …"),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Contact.Language.choices,
        default=Contact.Language.FR,
    )
    received_at = models.DateTimeField(_("received"))
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.WAITING
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="join_requests",
        verbose_name=_("company that came of it"),
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ("-received_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="joinrequest_declined_with_reason",
                condition=~Q(status="declined") | ~Q(reason=""),
                violation_error_message=_("Say why the request is declined."),
            ),
            models.CheckConstraint(
                name="joinrequest_accepted_with_company",
                condition=~Q(status="accepted") | Q(company__isnull=False),
            ),
            models.CheckConstraint(
                name="joinrequest_answered_at_an_instant",
                condition=Q(status="waiting") | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.company_name

    def get_absolute_url(self) -> str:
        return reverse("pages:join_request", args=[self.pk])

    @property
    @admin.display(description=_("person"))
    def person(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
