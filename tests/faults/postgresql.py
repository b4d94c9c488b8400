"""A PostgreSQL of a test's own, on a port of its own: it may be stopped in the middle."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.demo_process import free_port
from tests.faults.site import administer

DEBIAN = Path("/usr/lib/postgresql")
PATIENCE_S = 60


class Postgresql:
    """The server; at `model_url` is a database that the sites of the tests copy."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def model_url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/model"

    def make(self) -> None:
        self._run("initdb", "-U", "postgres", "-A", "trust", "--encoding", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.folder.parent / "server.log"
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1"
            f" -c unix_socket_directories={self.folder.parent} -c max_connections=60"
        )
        self._run("pg_ctl", "-w", "-l", str(log), "-o", options, "start")

    def stop(self) -> None:
        """Stop it as a power cut does: nobody is told, nothing is finished."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def load(self, url: str) -> None:
        """Fill the model from another database."""
        dump = self.folder.parent / "model.sql"
        with dump.open("wb") as file:
            subprocess.run([self.programs / "pg_dump", "--dbname", url], stdout=file, check=True)
        with dump.open("rb") as file:
            subprocess.run(
                [self.programs / "psql", "--quiet", "--dbname", self.model_url],
                stdin=file,
                stdout=subprocess.DEVNULL,
                check=True,
            )

    def _run(self, program: str, *arguments: str) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_postgres, str(self.programs / program), "-D", str(self.folder), *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            check=True,
            timeout=PATIENCE_S,
        )


@contextmanager
def own_postgresql() -> Iterator[Postgresql]:
    """Run a new server for the time of the block; skip the test where its programs are not."""
    programs = programs_of_postgresql()
    if programs is None:
        pytest.skip("no initdb here: a PostgreSQL of the test's own needs Debian's postgresql")
    place = Path(tempfile.mkdtemp(prefix="pompey-postgresql-"))
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(place, "postgres")
    server = Postgresql(place / "data", programs)
    try:
        server.make()
        server.start()
        administer(server.url, "CREATE DATABASE model")
        yield server
        server.stop()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def programs_of_postgresql() -> Path | None:
    """Return the folder of initdb, pg_ctl and pg_dump; None where they are not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None
