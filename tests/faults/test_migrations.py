"""Migrations that are killed, or run twice at once by two deployments."""

import subprocess
import sys
import time

import pytest

from tests.faults.interrupted.migrations import __name__ as migrations
from tests.faults.site import PROJECT, Site, kill, wait_until

pytestmark = [pytest.mark.fault]

LINES = 2000
SETTINGS = migrations.rpartition(".")[0]
MIGRATE = ("manage.py", "migrate", "interrupted", "-v", "0")
AT_ONCE = ("-m", "tests.faults.unprotected.migrate_at_once", "interrupted")


@pytest.fixture(params=["sqlite_site", pytest.param("site", marks=pytest.mark.once)])
def any_site(request: pytest.FixtureRequest) -> Site:
    """A site on SQLite; where the run has services, one on PostgreSQL."""
    site: Site = request.getfixturevalue(request.param)
    site.variables["DJANGO_SETTINGS_MODULE"] = f"{SETTINGS}.settings"
    return site


def migrate_slowly(site: Site, *command: str, waits_s: float) -> subprocess.Popen[bytes]:
    """Start a migration that stops for so long in its middle; return once it is there."""
    site.variables["MIGRATION_WAITS_S"] = str(waits_s)
    process = site.start("migrate", sys.executable, *command)
    wait_until((site.folder / "half").exists, "half of the lines are written")
    return process


def columns(site: Site) -> int:
    """Return how many columns the table has: two, and three with the second migration."""
    return len(site.rows("SELECT * FROM interrupted_line LIMIT 1")[0])


def applied(site: Site) -> list[str]:
    rows = site.rows("SELECT name FROM django_migrations WHERE app = 'interrupted' ORDER BY name")
    return [name for (name,) in rows]


def line_count(site: Site) -> int:
    return int(site.rows("SELECT count(*) FROM interrupted_line")[0][0])


def test_a_migration_killed_in_its_middle_is_as_if_it_never_began(any_site):
    """F19. Nothing of it is there; the next start, which migrates first, does all of it once."""
    kill(migrate_slowly(any_site, *MIGRATE, waits_s=60))
    assert (applied(any_site), line_count(any_site)) == (["0001_line"], 0)

    any_site.variables["MIGRATION_WAITS_S"] = "0"
    any_site.manage(*MIGRATE[1:])

    print("migration killed: 0 lines left, then", line_count(any_site))  # noqa: T201
    assert (applied(any_site), line_count(any_site)) == (["0001_line", "0002_filled"], LINES)
    assert columns(any_site) == 3
    any_site.check_invariants()


def test_without_a_transaction_a_killed_migration_leaves_its_half(any_site):
    """The control of F19: what is written is written; running it again fails."""
    any_site.variables["DJANGO_SETTINGS_MODULE"] = f"{SETTINGS}.not_atomic"
    kill(migrate_slowly(any_site, *MIGRATE, waits_s=60))
    assert (applied(any_site), line_count(any_site)) == (["0001_line"], LINES // 2)

    any_site.variables["MIGRATION_WAITS_S"] = "0"
    again = any_site.attempt(*MIGRATE)

    print("control, not atomic: run again", again.returncode)  # noqa: T201
    assert again.returncode != 0


def two_at_once(site: Site, *command: str) -> list[int]:
    """Start a migration, a second one in its middle; return how they ended."""
    first = migrate_slowly(site, *command, waits_s=6)
    second = subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        env=site.environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    site.processes.append(second)
    return [first.wait(60), second.wait(60)]


def test_two_deployments_at_once_wait_for_each_other(any_site):
    """F28. Both end well, and each migration is applied once."""
    started = time.monotonic()

    assert two_at_once(any_site, *MIGRATE) == [0, 0]

    print(f"two migrations at once: {time.monotonic() - started:.0f} s")  # noqa: T201
    assert (applied(any_site), line_count(any_site)) == (["0001_line", "0002_filled"], LINES)


def test_without_waiting_one_of_two_deployments_fails(any_site):
    """The control of F28: the framework's own command."""
    ends = two_at_once(any_site, *AT_ONCE)

    print("control, two migrations at once:", ends)  # noqa: T201
    assert sorted(map(bool, ends)) == [False, True]
