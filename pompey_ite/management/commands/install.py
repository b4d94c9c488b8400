"""The end of `python3 manage.py install`; bootstrap.py has made the environment before."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from pompey_ite.translations import compile_catalogs


class Command(BaseCommand):
    help = "Make the environment in .venv, and compile the translations."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Read by bootstrap.py before Django was there; named here for --help.
        parser.add_argument(
            "--wheels",
            type=Path,
            metavar="FOLDER",
            help=_("install without a network, from the folder that “wheels” filled"),
        )

    def handle(self, **_options: Any) -> None:
        """Compile the translations and say what can be done now."""
        compile_catalogs(Path(settings.LOCALE_PATHS[0]))
        self.stdout.write("Installed. Try it: python3 manage.py demo")
