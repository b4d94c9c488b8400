"""Reading a backup back: it is checked whole before a row is written, and compared afterwards."""

import json
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from companies.models import Initiative, User
from pompey_ite.backup.manifest import Manifest, Table, applied_migrations, sha256_of
from pompey_ite.backup.rows import Model, insert, lines_of, tables
from pompey_ite.backup.writing import chunks_of, kept_files
from pompey_ite.journal import protection
from pompey_ite.journal.models import Act
from pompey_ite.journal.noting import note

Say = Callable[[str], None]
AGE_HEADER = b"age-encryption.org/"


class RestoreRefused(Exception):
    """The backup cannot be restored here; the text says why and what to do."""


@dataclass(frozen=True)
class Opened:
    """A backup, unpacked and checked."""

    manifest: Manifest
    folder: Path

    def lines(self, name: str) -> Iterator[str]:
        path = self.folder / "tables" / f"{name}.jsonl"
        with path.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.rstrip("\n")


@contextmanager
def opened(path: Path, *, identity: str = "") -> Iterator[Opened]:
    """Give the backup unpacked, each table and file checked against its hash.

    identity: the secret key of age (“AGE-SECRET-KEY-1…”), for a sealed backup. Raises
    RestoreRefused when the file is damaged, sealed for somebody else, or no backup.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as place:
        room = Path(place)
        archive = _unsealed(path, room, identity)
        folder = room / "content"
        try:
            with tarfile.open(archive, "r:gz") as packed:
                _unpack(packed, folder)
        except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
            raise RestoreRefused(f"{path.name} is no backup, or it is damaged.") from error
        yield Opened(_checked(folder), folder)


def _unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Write the files of an archive below the folder and nothing else: no links, no way out.

    By hand: the filter of `extractall` came with Python 3.11.4, and Debian 12 has 3.11.2.
    """
    for member in packed:
        target = (folder / member.name).resolve()
        source = packed.extractfile(member) if member.isreg() else None
        if source is None or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(f"{member.name} is not written")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, target.open("wb") as written:
            shutil.copyfileobj(source, written)


def _unsealed(path: Path, room: Path, identity: str) -> Path:
    try:
        with path.open("rb") as stream:
            is_sealed = stream.read(len(AGE_HEADER)) == AGE_HEADER
    except OSError as error:
        raise RestoreRefused(f"{path} cannot be read: {error.strerror}.") from error
    if not is_sealed:
        return path
    if not identity:
        raise RestoreRefused("This backup is sealed: name the file of the key with --identity.")
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
        pyrage.decrypt_file(str(path), str(room / "packed"), [key])
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise RestoreRefused("This key does not open the backup, or it is damaged.") from error
    return room / "packed"


def _checked(folder: Path) -> Manifest:
    try:
        manifest = Manifest.from_json(json.loads((folder / "manifest.json").read_bytes()))
    except (OSError, ValueError) as error:
        raise RestoreRefused(f"This is no backup: {error}.") from error
    wanted = {f"tables/{table.name}.jsonl": table.sha256 for table in manifest.tables}
    wanted |= {f"files/{name}": digest for name, digest in manifest.files.items()}
    for name, digest in wanted.items():
        path = folder / name
        if not path.is_file() or sha256_of(chunks_of(path)) != digest:
            raise RestoreRefused(f"The backup is damaged: {name} is not what was written.")
    return manifest


def refuse_if_not_here(manifest: Manifest) -> None:
    """Raise RestoreRefused unless this installation is of the same version and still empty."""
    if manifest.migrations != applied_migrations():
        raise RestoreRefused(
            f"The backup was made with version {manifest.version}, whose database is built"
            " otherwise. Install that version, run “migrate”, restore, then upgrade."
        )
    if User.objects.exists() or Initiative.objects.exists():
        raise RestoreRefused(
            "This database is in use. Restore into a new one: name it in DATABASE_URL, run"
            " “python3 manage.py migrate” and then this command."
        )
    if kept_files():
        raise RestoreRefused(
            f"There are files in {settings.MEDIA_ROOT} already. Move them away, or name another"
            " folder in POMPEY_DATA_DIR."
        )


def restore(backup: Opened, *, say: Say) -> None:
    """Write all rows and files of the backup, all or nothing, and compare them with it.

    Raises RestoreRefused when the comparison fails; nothing is kept then.
    """
    models = {model._meta.label: model for model in tables()}
    with protection.lifted(connection):
        _empty(models)
        for table in backup.manifest.tables:
            say(table.name)
            insert(models[table.name], backup.lines(table.name))
        _let_numbers_go_on(list(models.values()))
        connection.check_constraints()
        if different := differences(backup.manifest.tables, models):
            raise RestoreRefused(f"Not the same after restoring: {', '.join(different)}.")
        _restore_files(backup)
    _let_it_plan()
    note(Act.RESTORED, rows=sum(table.rows for table in backup.manifest.tables))


def differences(wanted: list[Table], models: dict[str, Model]) -> list[str]:
    """Return the names of the tables whose rows are not those of the backup, byte for byte."""
    found = [table.name for table in wanted if table.sha256 != _sha256_of_rows(models[table.name])]
    return found + sorted(set(models) - {table.name for table in wanted})


def _sha256_of_rows(model: Model) -> str:
    return sha256_of(f"{line}\n".encode() for line in lines_of(model))


def _empty(models: dict[str, Model]) -> None:
    """Take away what the migrations filled in: the backup brings it along."""
    for model in reversed(list(models.values())):
        model._base_manager.all()._raw_delete(using=connection.alias)


def _let_numbers_go_on(models: list[Model]) -> None:
    """Let the next row of each table get the number after the last (PostgreSQL)."""
    statements = connection.ops.sequence_reset_sql(no_style(), models)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _let_it_plan() -> None:
    """Let PostgreSQL count its rows now: it would take full tables for empty ones for a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _restore_files(backup: Opened) -> None:
    for name in backup.manifest.files:
        target = Path(settings.MEDIA_ROOT) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup.folder / "files" / name, target)
