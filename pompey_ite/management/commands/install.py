"""The end of `python3 manage.py install`; bootstrap.py has made the environment before."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from pompey_ite.translations import compile_catalogs


class Command(BaseCommand):
    help = "Make the environment in .venv, and compile the translations."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        """Compile the translations and say what can be done now."""
        compile_catalogs(Path(settings.LOCALE_PATHS[0]))
        self.stdout.write("Installed. Try it: python3 manage.py demo")
