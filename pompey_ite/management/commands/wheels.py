"""`manage.py wheels`: every package in a folder, for a machine that has no network."""

import platform
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from pompey_ite.bootstrap import CannotPrepareError, Environment

HERE = ".".join(platform.python_version_tuple()[:2])


class Command(BaseCommand):
    help = _("Fetch every package into a folder, for “install --wheels” without a network.")
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--python",
            default=HERE,
            metavar="X.Y",
            help=_("version of Python on the other machine; else the one of this machine"),
        )

    def handle(self, *, folder: Path, python: str, **_options: Any) -> None:
        """Fill the folder and count; CommandError says why it cannot be."""
        if not re.fullmatch(r"3\.\d{1,2}", python):
            raise CommandError(_("--python takes a version such as 3.11."))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            count = Environment(Path(settings.BASE_DIR)).fetch(folder, python=python)
        except OSError as error:
            text = _("%(folder)s cannot be written: %(reason)s.")
            raise CommandError(text % {"folder": folder, "reason": error.strerror}) from error
        except CannotPrepareError as problem:
            raise CommandError(str(problem)) from problem
        text = _(
            "%(count)d packages for Python %(python)s in %(folder)s. On the other machine: %(do)s"
        )
        do = f"python3 manage.py install --wheels {folder.name}"
        values = {"count": count, "python": python, "folder": folder, "do": do}
        self.stdout.write(text % values)
