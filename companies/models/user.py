"""The staff account: the project manager and colleagues. Companies have no account."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("fr", _("French")), ("en", _("English"))],
        default="fr",
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_unique_email",
                violation_error_message=_("Another account already uses this address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def has_rights(self) -> bool:
        """Whether anybody has given this account a right; a superuser needs none."""
        return self.is_superuser or bool(self.get_all_permissions())
