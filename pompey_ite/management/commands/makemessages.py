"""Bring a catalogue up to date with the code; see pompey_ite/translations.py."""

from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from pompey_ite.translations import FIRST, catalog_of, untranslated, write_catalog


class Command(BaseCommand):
    help = "Write locale/…/LC_MESSAGES/django.po from the strings of the code and the templates."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which language; French is the one the tests want complete."""
        parser.add_argument("--language", default=FIRST)

    def handle(self, *, language: str, **_options: Any) -> None:
        """Write the catalogue; the last line counts what is left to translate."""
        try:
            Locale.parse(language)
        except (UnknownLocaleError, ValueError) as error:
            raise CommandError(_("%s is no language.") % language) from error
        locale_dir = Path(settings.LOCALE_PATHS[0])
        catalog = write_catalog(settings.BASE_DIR, locale_dir, language)
        missing = untranslated(catalog)
        for message in missing:
            self.stdout.write(f"to translate: {message.id}")
        place = (locale_dir / catalog_of(language)).relative_to(settings.BASE_DIR)
        self.stdout.write(f"{place}: {len(catalog)} strings, {len(missing)} to translate.")
