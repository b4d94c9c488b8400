"""Compile the catalogues in pure Python; see pompey_ite/translations.py."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pompey_ite.translations import compile_catalogs


class Command(BaseCommand):
    help = "Compile each catalogue that changed (no gettext programs needed)."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Compile what is older than its source; the last line counts."""
        made = compile_catalogs(Path(settings.LOCALE_PATHS[0]))
        self.stdout.write(f"{len(made)} catalogue(s) compiled.")
