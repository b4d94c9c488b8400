"""Writing a backup: every row as it was at one instant, every file, one archive, perhaps sealed."""

import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pyrage
from django.conf import settings

from pompey_ite.backup.manifest import Manifest, Table, new_manifest, sha256_of
from pompey_ite.backup.rows import Model, lines_of, tables
from pompey_ite.instant import one_instant

Say = Callable[[str], None]
CHUNK = 2**20
SEALED = ".age"


class BackupRefused(Exception):
    """The backup cannot be written; the text says why."""


def write_backup(path: Path, *, now: datetime, recipient: str = "", say: Say) -> Manifest:
    """Write the whole installation into one file and return what it holds.

    recipient: a public key of age (“age1…”); with it only the owner of its secret key can read
    the file. The file appears when it is whole, readable by its owner only. Raises BackupRefused.
    """
    sealed_for = _recipient(recipient) if recipient else None
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=path.parent) as folder:
        room = Path(folder)
        manifest = _collect(room, now=now, say=say)
        packed = room / "packed"
        _pack(packed, room, manifest)
        if sealed_for is not None:
            sealed = room / "sealed"
            pyrage.encrypt_file(str(packed), str(sealed), [sealed_for])
            packed = sealed
        packed.chmod(0o600)
        packed.replace(path)
    return manifest


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupRefused("The key is not a public key of age (age1…).") from error


def _collect(room: Path, *, now: datetime, say: Say) -> Manifest:
    """Write the rows of one instant beside each other, and note them."""
    (room / "tables").mkdir()
    with one_instant():
        found = [_write_table(room, model, say) for model in tables()]
        files = {name: sha256_of(chunks_of(path)) for name, path in kept_files()}
        return new_manifest(found, files, now=now)


def _write_table(room: Path, model: Model, say: Say) -> Table:
    name = model._meta.label
    say(name)
    count = 0
    path = room / "tables" / f"{name}.jsonl"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines_of(model):
            stream.write(f"{line}\n")
            count += 1
    return Table(name, count, sha256_of(chunks_of(path)))


def _pack(packed: Path, room: Path, manifest: Manifest) -> None:
    note = room / "manifest.json"
    note.write_text(json.dumps(manifest.as_json(), indent=2, ensure_ascii=False), encoding="utf-8")
    with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
        archive.add(note, "manifest.json")  # first: who only asks what is in it reads no further
        for table in manifest.tables:
            archive.add(room / "tables" / f"{table.name}.jsonl", f"tables/{table.name}.jsonl")
        for name in manifest.files:
            archive.add(Path(settings.MEDIA_ROOT) / name, f"files/{name}")


def kept_files() -> list[tuple[str, Path]]:
    """Return the files people put in, as path below their folder and where they lie."""
    folder = Path(settings.MEDIA_ROOT)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path) for path in found]


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
