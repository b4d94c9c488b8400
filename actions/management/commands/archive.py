"""`manage.py archive`: a year of the initiative for the public archives, in one ZIP."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.archive.writing import ArchiveRefused, keep_archive
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.management.operator_command import OperatorCommand
from pompey_ite.outbox.calendar import local_day


class Command(OperatorCommand):
    help = _("Write the archive of a year, for the public archives, into a folder.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help=_("else the year before this one"))
        parser.add_argument(
            "--to", type=Path, required=True, metavar="FOLDER", help=_("a folder that is there")
        )

    def handle(self, *, year: int | None, to: Path, **_options: Any) -> None:
        """Write the archive; CommandError says why it cannot be."""
        now = timezone.now()
        wanted = local_day(now).year - 1 if year is None else year
        try:
            path = keep_archive(to, year=wanted, now=now)
        except ArchiveRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        note(Act.EXPORTED, page="archive", year=wanted)
        kilobytes = round(path.stat().st_size / 1000)
        text = _("%(path)s: %(size)d kB. Unpack it and read README.txt first.")
        self.stdout.write(text % {"path": path, "size": kilobytes})
