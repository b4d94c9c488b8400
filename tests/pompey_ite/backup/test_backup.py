"""A backup holds everything, opens only for whom it is sealed, and comes back the same."""

import json
import os
import tarfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from companies.models import Company, Contact, User
from pompey_ite.backup import reading, rows
from pompey_ite.backup.manifest import open_settings
from pompey_ite.backup.writing import write_backup
from pompey_ite.journal import protection
from synergies.models import Synergy
from tests.factories import ContactFactory, PartyFactory, UserFactory

NOW = datetime(2019, 3, 12, 10, tzinfo=UTC)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "été.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture
def things(db):
    """People, a company, a synergy; words that need care."""
    UserFactory(superuser=True, username="chef")
    ContactFactory(first_name="Zoé « œ » \u2028 'x'", company__name="Fonderie\tÉlan")
    return PartyFactory().synergy


@pytest.fixture
def archive(things, files, tmp_path):
    path = tmp_path / "backup.tar.gz"
    write_backup(path, now=NOW, say=lambda _text: None)
    return path


def empty(files):
    """Leave what a new installation has: tables, and what migrations filled in."""
    with protection.lifted(connection):
        reading._empty({model._meta.label: model for model in rows.tables()})
    for path in files.rglob("*.*"):
        path.unlink()


def restored(path, *options):
    out = StringIO()
    call_command("restore", path, *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_everything_comes_back_as_it_was(archive, things, files, tmp_path):
    before = {model._meta.label: list(rows.lines_of(model)) for model in rows.tables()}
    empty(files)

    said = restored(archive, "--apply")

    after = {model._meta.label: list(rows.lines_of(model)) for model in rows.tables()}
    # The backup is noted once it is written, the restore once it is done.
    assert set(after.pop("journal.Entry")) & set(before.pop("journal.Entry"))
    assert after == before
    assert sum(map(len, before.values())) > 800
    assert (files / "evidence" / "été.pdf").read_bytes() == b"%PDF-1.7 \x00\xff"
    assert "the same" in said


def test_the_next_row_gets_a_number_of_its_own(archive, things, files):
    empty(files)
    restored(archive, "--apply")

    assert PartyFactory().synergy.pk > things.pk
    assert Synergy.objects.count() == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL plans by counts")
def test_a_restored_database_knows_how_many_rows_it_has(things, files, tmp_path):
    """Else it takes its full tables for empty ones, and a count of 300,000 votes takes minutes."""
    ContactFactory.create_batch(6)
    write_backup(tmp_path / "seven.tar.gz", now=NOW, say=lambda _text: None)
    empty(files)
    assert rows_known("companies_contact") != 7

    restored(tmp_path / "seven.tar.gz", "--apply")

    assert rows_known("companies_contact") == 7


def rows_known(table):
    """Return how many rows PostgreSQL believes that a table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def test_without_apply_nothing_is_written(archive, files):
    empty(files)

    said = restored(archive)

    assert "nothing written" in said
    assert not Company.objects.exists()
    assert not (files / "evidence" / "été.pdf").exists()


def test_a_database_in_use_is_left_alone(archive, things):
    with pytest.raises(CommandError, match="in use"):
        restored(archive, "--apply")

    assert Synergy.objects.get() == things


def test_files_that_are_there_are_left_alone(archive, files):
    with protection.lifted(connection):
        reading._empty({model._meta.label: model for model in rows.tables()})

    with pytest.raises(CommandError, match="There are files"):
        restored(archive, "--apply")


def test_another_version_is_refused_with_what_to_do(archive, files, monkeypatch):
    empty(files)
    monkeypatch.setattr(reading, "applied_migrations", lambda: ["companies.9999_other"])

    with pytest.raises(CommandError, match="Install that version"):
        restored(archive, "--apply")


def repacked(archive, change):
    """The same backup after somebody or something changed one of its parts."""
    target = archive.with_name("changed.tar.gz")
    folder = archive.with_name("unpacked")
    with tarfile.open(archive) as packed:
        for member in filter(tarfile.TarInfo.isfile, packed):  # Debian 12 has no filter for all
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = packed.extractfile(member)
            assert content is not None
            path.write_bytes(content.read())
    change(folder)
    with tarfile.open(target, "w:gz") as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            packed.add(path, path.relative_to(folder).as_posix())
    return target


def flip_a_name(folder):
    path = folder / "tables" / "companies.Company.jsonl"
    path.write_text(path.read_text().replace("Fonderie", "Fonderies"))


def lose_a_file(folder):
    next((folder / "files").rglob("*.pdf")).unlink()


def another_format(folder):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))


@pytest.mark.parametrize("change", [flip_a_name, lose_a_file, another_format])
def test_a_changed_backup_is_refused_and_nothing_written(archive, files, change):
    changed = repacked(archive, change)
    empty(files)

    with pytest.raises(CommandError, match=r"damaged|no backup"):
        restored(changed, "--apply")

    assert not Company.objects.exists()


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\x1f\x8b\x08 cut"])
def test_what_is_no_backup_is_refused_in_words(tmp_path, content, db):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="no backup"):
        restored(path)


def test_a_backup_cut_off_in_the_middle_is_refused(archive, files):
    archive.write_bytes(archive.read_bytes()[:-2000])
    empty(files)

    with pytest.raises(CommandError, match="damaged"):
        restored(archive, "--apply")


def test_a_way_out_of_the_folder_is_not_taken(tmp_path, db):
    path = tmp_path / "evil.tar.gz"
    outside = tmp_path / "evil.txt"
    outside.write_text("x")
    with tarfile.open(path, "w:gz") as packed:
        packed.add(outside, "../../../../../../../../tmp/pompey-evil.txt")
    outside.unlink()

    with pytest.raises(CommandError):
        restored(path)

    assert not Path("/tmp/pompey-evil.txt").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_what_is_no_file_is_not_unpacked(tmp_path, db, kind):
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as packed:
        link = tarfile.TarInfo("manifest.json")
        link.type, link.linkname = kind, "/etc/hostname"
        packed.addfile(link)

    with pytest.raises(CommandError, match="is no backup"):
        restored(path)


def test_rows_that_came_out_otherwise_roll_everything_back(archive, files, monkeypatch):
    """The comparison after restoring can fail: here a row gets lost on the way."""
    empty(files)
    real = rows.insert

    def lossy(model, lines):
        return real(model, (line for line in lines if "Fonderie" not in line))

    monkeypatch.setattr(reading, "insert", lossy)
    monkeypatch.setattr(connection, "check_constraints", lambda: None)

    with pytest.raises(CommandError, match=r"Not the same.*companies\.Company"):
        restored(archive, "--apply")


class TestSealed:
    @pytest.fixture
    def key(self):
        return pyrage.x25519.Identity.generate()

    @pytest.fixture
    def sealed(self, things, files, tmp_path, key):
        path = tmp_path / "backup.tar.gz.age"
        write_backup(path, now=NOW, recipient=str(key.to_public()), say=lambda _text: None)
        return path

    def key_file(self, tmp_path, key):
        path = tmp_path / "key.txt"
        path.write_text(f"# created by age-keygen\n{key}\n")
        return path

    def test_it_opens_with_its_key(self, sealed, files, tmp_path, key):
        empty(files)

        restored(sealed, "--apply", "--identity", self.key_file(tmp_path, key))

        assert User.objects.get().username == "chef"
        assert Contact.objects.filter(first_name__startswith="Zoé").exists()

    def test_it_shows_nothing_without_it(self, sealed, files, tmp_path):
        assert b"Fonderie" not in sealed.read_bytes()
        with pytest.raises(CommandError, match="--identity"):
            restored(sealed)
        other = self.key_file(tmp_path, pyrage.x25519.Identity.generate())
        with pytest.raises(CommandError, match="does not open"):
            restored(sealed, "--identity", other)

    def test_a_key_that_is_none_is_refused_before_anything_is_written(self, tmp_path, db):
        target = tmp_path / "out" / "b.tar.gz"

        with pytest.raises(CommandError, match="public key"):
            call_command("backup", target, "--recipient", "age1nonsense")

        assert not target.exists()


def test_the_command_keeps_the_newest(things, tmp_path):
    out = StringIO()
    with override_settings(DATA_DIR=tmp_path, MEDIA_ROOT=tmp_path / "files"):
        for day in ("01", "02", "03"):
            (tmp_path / "backups").mkdir(exist_ok=True)
            (tmp_path / "backups" / f"pompey-2018-01-{day}T000000Z.tar.gz").touch()
        call_command("backup", "--keep", "2", stdout=out, stderr=StringIO())

    left = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert left[0] == "pompey-2018-01-03T000000Z.tar.gz"
    assert len(left) == 2
    assert (tmp_path / "backups" / left[1]).stat().st_mode & 0o077 == 0
    assert out.getvalue().count("deleted") == 2


def test_no_half_written_backup_is_left(things, files, tmp_path, monkeypatch):
    def broken(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pompey_ite.backup.writing.chunks_of", broken)

    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "new" / "b.tar.gz", stderr=StringIO())

    assert list((tmp_path / "new").iterdir()) == []


def test_settings_are_kept_without_their_secrets(monkeypatch):
    monkeypatch.setitem(
        os.environ, "DATABASE_URL", "postgres://pompey:s3cret@db.example:5432/pompey"
    )
    monkeypatch.setitem(os.environ, "SECRET_KEY_FALLBACKS", "the-key-of-before")

    kept = open_settings()

    assert kept["DATABASE_URL"] == "postgres://pompey:***@db.example:5432/pompey"
    assert (kept["SECRET_KEY"], kept["SECRET_KEY_FALLBACKS"]) == ("***", "***")
    assert settings.SECRET_KEY not in json.dumps(kept)
