"""The whole demo, saved while it runs, put back on the other database engine, and back again."""

import json
import os
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from pompey_ite.services_check import database_url_of_tests, why_no_postgresql
from tests.e2e.demo_process import PROJECT
from tests.e2e.waiting import PATIENCE_S

pytestmark = pytest.mark.e2e
NAME = f"test_pompey_restore_{os.getpid()}"


def run(*arguments, data_dir, database_url=""):
    """One command of another installation, in a process of its own."""
    environment = {**os.environ, "POMPEY_DATA_DIR": str(data_dir), "DATABASE_URL": database_url}
    answer = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def wait_for_the_clock(mailbox: Path):
    """Return once the first tick of a demo that has just started has built what is due.

    Before that an installation lacks its report, and so would each copy of it.
    """
    deadline = time.monotonic() + PATIENCE_S
    while not any(mailbox.glob("*.eml")):
        assert time.monotonic() < deadline, "the demo has not ticked"
        time.sleep(0.5)


def content(archive: Path):
    """Every row and every file of a backup, by their hashes.

    Not the journal: each backup and each restore is an entry more.
    """
    with tarfile.open(archive) as packed:
        stream = packed.extractfile("manifest.json")
        assert stream is not None
        manifest = json.load(stream)
    tables = [table for table in manifest["tables"] if not table["name"].startswith("journal.")]
    return manifest["engine"], tables, manifest["files"]


@pytest.fixture
def new_postgresql():
    """A database beside the one of the tests, gone afterwards."""
    if reason := why_no_postgresql():
        pytest.skip(reason)
    url = urlsplit(database_url_of_tests())
    with closing(psycopg2.connect(urlunsplit(url))) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {NAME}")
        try:
            yield urlunsplit(url._replace(path=f"/{NAME}"))
        finally:
            connection.cursor().execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_the_whole_demo_goes_to_postgresql_and_back_the_same(demo, new_postgresql, tmp_path):
    first, second, third = (tmp_path / f"{number}.tar.gz" for number in (1, 2, 3))
    wait_for_the_clock(demo.data_dir / "mailbox")
    run("backup", first, data_dir=demo.data_dir)

    there = {"data_dir": tmp_path / "there", "database_url": new_postgresql}
    run("migrate", "-v0", **there)
    run("restore", first, "--apply", **there)
    run("backup", second, **there)
    back = {"data_dir": tmp_path / "back"}
    run("migrate", "-v0", **back)
    run("restore", second, "--apply", **back)
    run("backup", third, **back)

    (engine1, rows1, files1), (engine2, rows2, files2), (engine3, rows3, files3) = map(
        content, (first, second, third)
    )
    assert (engine1, engine2, engine3) == ("sqlite", "postgresql", "sqlite")
    assert sum(table["rows"] for table in rows1) > 10_000
    assert rows1 == rows2 == rows3
    assert files1 == files2 == files3 != {}
    assert "consistent" in run("check_invariants", **back)
