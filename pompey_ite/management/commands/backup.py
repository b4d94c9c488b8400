"""`manage.py backup`: the whole installation in one file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from pompey_ite.backup.keeping import remove_old
from pompey_ite.backup.writing import SEALED, BackupRefused, write_backup
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note
from pompey_ite.management.operator_command import OperatorCommand


class Command(OperatorCommand):
    help = "Write database, files and settings (without secrets) into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="else in the data folder")
        parser.add_argument(
            "--recipient",
            default=os.environ.get("BACKUP_RECIPIENT", ""),
            help="public key of age (age1…): only its owner can read the backup",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="delete older backups of the data folder but N"
        )

    def handle(
        self, *, path: Path | None, recipient: str, keep: int | None, **_options: Any
    ) -> None:
        """Write the backup; CommandError when it cannot be written."""
        if keep is not None and (keep < 1 or path):
            raise CommandError("--keep takes a number from 1, and only without a path.")
        now = timezone.now()
        target = path or _place(f"{now:%Y-%m-%dT%H%M%SZ}", is_sealed=bool(recipient))
        bar = tqdm(unit="table", file=self.stderr, disable=None)

        def say(_name: str) -> None:
            bar.update()

        try:
            manifest = write_backup(target, now=now, recipient=recipient, say=say)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            bar.close()
        rows = sum(table.rows for table in manifest.tables)
        note(Act.BACKED_UP, rows=rows, is_sealed=bool(recipient))
        self.stdout.write(f"{target}: {rows} rows, {len(manifest.files)} files.")
        if keep is not None:
            for old in remove_old(target.parent, keep=keep):
                self.stdout.write(f"{old}: deleted.")


def _place(instant: str, *, is_sealed: bool) -> Path:
    name = f"pompey-{instant}.tar.gz{SEALED if is_sealed else ''}"
    return Path(settings.DATA_DIR) / "backups" / name
