"""Acts that Django does itself: signing in and out, and the rights of accounts and groups.

Signals decide nothing here; they are how every way is heard, the shell's as well.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_save

from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import NOBODY, account, note

RIGHTS = ("is_active", "is_staff", "is_superuser")
HEARD = {"post_add": "added", "post_remove": "removed", "pre_clear": "cleared"}


def connect() -> None:
    """Listen, once."""
    user: Any = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="journal.in")
    user_logged_out.connect(_signed_out, dispatch_uid="journal.out")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="journal.failed")
    pre_save.connect(_remember_rights, sender=user, dispatch_uid="journal.before")
    post_save.connect(_note_rights, sender=user, dispatch_uid="journal.after")
    for name, through in {
        "groups": user.groups.through,
        "user_permissions": user.user_permissions.through,
        "permissions": Group.permissions.through,
    }.items():
        m2m_changed.connect(
            _sets_changed(name), through, weak=False, dispatch_uid=f"journal.{name}"
        )


def _signed_in(*, user: Any, **_signal: Any) -> None:
    note(Act.SIGNED_IN, about=user, by=account(user))


def _signed_out(*, user: Any, **_signal: Any) -> None:
    if user is not None:
        note(Act.SIGNED_OUT, about=user, by=account(user))


def _sign_in_failed(*, credentials: dict[str, Any], **_signal: Any) -> None:
    # Whose name was tried, never what was typed: people type passwords into the wrong field.
    users = get_user_model()._default_manager
    name = str(credentials.get("username", ""))
    note(Act.SIGN_IN_FAILED, about=users.filter(username=name).first(), by=NOBODY)


def _remember_rights(*, instance: Any, update_fields: Any, raw: bool, **_signal: Any) -> None:
    instance._rights_before = None
    if raw or (update_fields is not None and not set(RIGHTS) & set(update_fields)):
        return
    rows = type(instance)._default_manager.filter(pk=instance.pk)
    instance._rights_before = rows.values(*RIGHTS).first() or dict.fromkeys(RIGHTS, False)


def _note_rights(*, instance: Any, **_signal: Any) -> None:
    before = instance._rights_before or {}
    changed = [name for name in before if before[name] != getattr(instance, name)]
    if changed:
        values: dict[str, Any] = {name: bool(getattr(instance, name)) for name in changed}
        note(Act.RIGHTS_CHANGED, about=instance, **values)


def _sets_changed(name: str) -> Any:
    def heard(*, instance: Any, action: str, pk_set: set[int] | None, **_signal: Any) -> None:
        if action in HEARD and (pk_set or action == "pre_clear"):
            rows = sorted(pk_set or ())
            note(Act.RIGHTS_CHANGED, about=instance, what=name, how=HEARD[action], rows=rows)

    return heard
