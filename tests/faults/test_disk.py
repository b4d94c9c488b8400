"""The disk is full: people are told what could not be written, and can still read."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, running, wait_until
from tests.faults.smtp_sink import Sink
from tests.faults.voters import Room, open_round

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(
        os.getuid() != 0 or not shutil.which("mount"),
        reason="SKIPPED LOUDLY: only root can mount the small disk that these tests fill",
    ),
]

DISK = "16m"
SEED = 20262
NOT_RECORDED = "peut ne pas avoir été enregistré"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets not even root mount a disk in memory")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def site_on_it(small_disk: Path, sink: Sink, empty_sqlite_site: Site) -> Iterator[Site]:
    """A site whose data are on the small disk; what its processes print is not."""
    site = Site(small_disk, on_services=False, smtp_url=sink.url)
    site.logs = small_disk.parent
    with running(site, model=empty_sqlite_site):
        yield site


def fill(disk: Path) -> Path:
    """Write a file until nothing more fits; return it."""
    path = disk / "filler"
    try:
        with path.open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
    except OSError:
        return path


def votes_on_a_full_disk(site: Site) -> Room:
    """Let people vote, fill the disk, and give it back its room; voting goes on by itself."""
    site.start_web()
    room = open_round(site, companies=3)
    with room.voting(SEED):
        wait_until(lambda: room.told_count > 20, "people vote")
        filler = fill(site.folder)
        wait_until(lambda: len(room.replies) > 6, "answers are refused")
        page = room.voters[0].phone.get(f"/ballot/{room.voters[0].round}/list/")
        assert page.status == 200  # reading goes on
        filler.unlink()
        told = room.told_count
        wait_until(lambda: room.told_count > told + 20, "people vote again")
    return room


def test_answers_that_do_not_fit_are_said_to_and_nothing_is_half_written(site_on_it):
    """F18. Reads work on a full disk; with room again writes do, without a restart."""
    room = votes_on_a_full_disk(site_on_it)

    room.report("disk full during votes")
    assert room.untrue_words() == []
    assert room.unasked_answers() == 0
    assert set(room.statuses) == {200, 503}
    assert all(NOT_RECORDED in reply.body for reply in room.replies)
    assert integrity(site_on_it) == "ok"
    site_on_it.check_invariants()


def test_without_our_page_nobody_is_told_what_became_of_the_answer(site_on_it):
    """The control: the framework's own page of errors."""
    site_on_it.variables["DJANGO_SETTINGS_MODULE"] = "tests.faults.unprotected.plain_errors"

    room = votes_on_a_full_disk(site_on_it)

    room.report("control, the framework's page")
    assert room.statuses[500] > 0
    assert not any(NOT_RECORDED in reply.body for reply in room.replies)


def integrity(site: Site) -> str:
    """Return what SQLite says of its own file."""
    script = "from django.db import connection; print(*connection.cursor().execute('PRAGMA integrity_check').fetchone())"  # noqa: E501
    return site.manage("shell", "-v", "0", script=script).strip()
