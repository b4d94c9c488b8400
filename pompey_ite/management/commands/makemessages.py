"""Bring the French catalogue up to date with the code; see pompey_ite/translations.py."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pompey_ite.translations import CATALOG, untranslated, write_catalog


class Command(BaseCommand):
    help = "Write locale/fr/LC_MESSAGES/django.po from the strings of the code and the templates."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Write the catalogue; the last line counts what is left to translate."""
        locale_dir = Path(settings.LOCALE_PATHS[0])
        catalog = write_catalog(settings.BASE_DIR, locale_dir)
        missing = untranslated(catalog)
        for message in missing:
            self.stdout.write(f"to translate: {message.id}")
        place = (locale_dir / CATALOG).relative_to(settings.BASE_DIR)
        self.stdout.write(f"{place}: {len(catalog)} strings, {len(missing)} to translate.")
