"""The staff account: the project manager and colleagues. Companies have no account."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, Permission, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

VIEWING = "view_"  # how Django names the rights that change nothing


class StaffQuerySet(models.QuerySet["User"]):
    def with_rights(self) -> StaffQuerySet:
        """The active staff that somebody has given a right: who reads the workbench."""
        return self._holding(Permission.objects.all())

    def who_may_change(self) -> StaffQuerySet:
        """The active staff with a right that is more than to view: who is asked to act."""
        return self._holding(Permission.objects.exclude(codename__startswith=VIEWING))

    def _holding(self, rights: models.QuerySet[Permission]) -> StaffQuerySet:
        """The active staff with one of the rights, directly or by a group; superusers always."""
        directly = Exists(rights.filter(user=OuterRef("pk")))
        by_group = Exists(rights.filter(group__user=OuterRef("pk")))
        holds = Q(is_superuser=True) | Q(directly) | Q(by_group)
        return self.filter(holds, is_active=True, is_staff=True)

    def who_can_be_asked(self) -> StaffQuerySet:
        """Whom reminders, digests and drafts go to: each asks for an act.

        A mere reader gets none of them: the buttons they lead to would refuse.
        """
        return self.who_may_change().exclude(email="").order_by("pk")


class User(AbstractUser):
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("fr", _("French")), ("en", _("English"))],
        default="fr",
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    # Named first, so that it stays the default: it makes accounts and finds them at the door.
    objects: ClassVar[UserManager[Self]] = UserManager()
    staff = StaffQuerySet.as_manager()

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

    @property
    def may_change(self) -> bool:
        """Whether one of its rights is more than to view."""
        rights = self.get_all_permissions()
        return self.is_superuser or any(f".{VIEWING}" not in right for right in rights)
