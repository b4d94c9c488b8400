"""`manage.py restore`: an installation out of its backup, on either database engine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from pompey_ite.backup.reading import RestoreRefused, opened, refuse_if_not_here, restore
from pompey_ite.database_owner import as_owner


class Command(BaseCommand):
    help = "Check a backup; with --apply, restore it into this empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--identity", type=Path, help="file of the secret key of age")
        parser.add_argument("--apply", action="store_true", help="write; without it, only check")

    def handle(self, *, path: Path, identity: Path | None, apply: bool, **_options: Any) -> None:
        """Check or restore; CommandError says why it cannot be."""
        try:
            key = _secret_key(identity)
            with opened(path, identity=key) as backup:
                manifest = backup.manifest
                self.stdout.write(
                    f"Made on {manifest.made_at} with version {manifest.version} on"
                    f" {manifest.engine}: {sum(table.rows for table in manifest.tables)} rows,"
                    f" {len(manifest.files)} files. Every hash is right."
                )
                refuse_if_not_here(manifest)
                if not apply:
                    self.stdout.write("It can be restored here; nothing written (use --apply).")
                    return
                bar = tqdm(bar_format="{desc}", file=self.stderr, disable=None)
                with as_owner(), bar:  # the triggers of the journal are lifted meanwhile
                    restore(backup, say=bar.set_description)
        except RestoreRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Restored, and compared row by row with the backup: the same.")


def _secret_key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RestoreRefused(f"{path} cannot be read.") from error
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
