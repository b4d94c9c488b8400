"""The same, each statement of a migration being written at once: nothing is taken back."""

from django.db.migrations import Migration

from tests.faults.interrupted.settings import *  # noqa: F403

Migration.atomic = False
