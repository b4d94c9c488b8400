"""Two users of one PostgreSQL: the owner migrates; the site works, and can change no table."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError
from django.test import override_settings

from pompey_ite.database_owner import as_owner
from pompey_ite.services_check import database_url_of_tests, why_no_postgresql
from tests import environment
from tests.faults.site import PROJECT, Site, administer

pytestmark = pytest.mark.xdist_group("database_roles")  # its sites are copies of one
OWNER, WORKER = f"pompey_roles_{os.getpid()}_owner", f"pompey_roles_{os.getpid()}_site"
ROLES = PROJECT / "docs" / "deploy" / "roles.sql"


def as_user(url: str, user: str) -> str:
    """Return the address of the same database for one of the two; their password is their name."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{user}@{parts.hostname}:{parts.port or 5432}"))


def roles_sql() -> str:
    """Return the file that the runbook has people run, for the two users of this test."""
    names = {"pompey_owner": OWNER, "pompey": WORKER}
    text = ROLES.read_text(encoding="utf-8")
    return re.sub(r"\bpompey(_owner)?\b", lambda found: names[found.group()], text)


@contextmanager
def two_users(folder: Path, model: Site | None = None) -> Iterator[Site]:
    """Give a site made as the runbook says: its tables are the owner's, it comes as the other.

    model: one that nobody uses and nothing was written to: its tables are copied, in a second.
    """
    site = Site(folder, on_services=True)
    root_url, name = site.database_url, urlsplit(site.database_url).path[1:]
    template = f' TEMPLATE "{urlsplit(model.database_url).path[1:]}"' if model else ""
    administer(site.server_url, f'CREATE DATABASE "{name}" OWNER {OWNER}{template}')
    administer(root_url, roles_sql())
    site.database_url = as_user(root_url, WORKER)
    site.variables = {"REDIS_URL": ""}
    with ExitStack() as stack:
        stack.callback(site.remove)
        if model is None:
            with migrating(site):
                site.manage("migrate", "-v", "0")
        yield site


@contextmanager
def migrating(site: Site) -> Iterator[None]:
    """Give the commands in the block the address of the owner."""
    site.variables["MIGRATION_DATABASE_URL"] = as_user(site.database_url, OWNER)
    yield
    del site.variables["MIGRATION_DATABASE_URL"]


@pytest.fixture(scope="module")
def two_roles() -> Iterator[None]:
    """Make the two users: once in a whole run, with the tests of PostgreSQL; it takes a minute."""
    if not environment.ON_SERVICES:
        pytest.skip("on PostgreSQL only: TEST_ON_SERVICES=1")
    reason = why_no_postgresql()
    if reason and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    if reason:
        pytest.skip(f"SKIPPED LOUDLY: {reason}")
    server = database_url_of_tests()
    try:
        for user in (OWNER, WORKER):
            administer(server, f"CREATE ROLE {user} LOGIN PASSWORD '{user}'")
    except psycopg2.errors.InsufficientPrivilege as error:
        pytest.skip(f"SKIPPED LOUDLY: the user of the tests makes no users here ({error})")
    yield
    for user in (WORKER, OWNER):
        administer(server, f"DROP ROLE {user}")


@pytest.fixture(scope="module")
def model(two_roles: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tables as the owner's migrations make them; no test writes to them."""
    with two_users(tmp_path_factory.mktemp("model")) as one:
        yield one


@pytest.fixture(scope="module")
def site(model: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with two_users(tmp_path_factory.mktemp("roles"), model) as one:
        yield one


def test_the_site_works_as_a_user_who_only_reads_and_writes_rows(site):
    done = site.attempt("-m", "tests.pompey_ite.role_at_work")

    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["broken"] == []
    assert report["votes"] == 1
    assert report["sealed"] > 0
    assert report["opened"] > 0
    assert set(report["printed"]) == {"tick", "purge", "journal", "clearsessions"}


REFUSED = {
    "a new table": "CREATE TABLE x (id int)",
    "a temporary table": "CREATE TEMPORARY TABLE x (id int)",
    "a new function": "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a new schema": "CREATE SCHEMA x",
    "a new column": "ALTER TABLE companies_company ADD COLUMN x int",
    "a table away": "DROP TABLE actions_note",
    "an index": "CREATE INDEX x ON companies_company (name)",
    "a table emptied": "TRUNCATE companies_company CASCADE",
    "the journal emptied": "TRUNCATE journal_entry CASCADE",
    "its triggers off": "ALTER TABLE journal_entry DISABLE TRIGGER USER",
    "its trigger away": "DROP TRIGGER journal_entry_change ON journal_entry",
    "its function away": "DROP FUNCTION journal_entry_refuse() CASCADE",
    "its function another": "CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger"
    " LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    "triggers passed by": "SET session_replication_role = replica",
    "the owner's rights": f"SET ROLE {OWNER}",
    "rights for oneself": f"GRANT ALL ON journal_entry TO {WORKER}",
}


def ask(url: str, sql: str) -> None:
    """Run a statement; nothing of it stays."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            if any("no privileges were granted" in line for line in connection.notices):
                # Granting what one does not have is a warning, not an error.
                raise psycopg2.errors.InsufficientPrivilege(connection.notices[-1])
    finally:
        connection.rollback()
        connection.close()


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses_the_site_to_change_itself(site, sql):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(site.database_url, sql)


# Not even the owner passes triggers by; of an emptied journal it is the trigger that refuses.
NOBODYS = ("triggers passed by", "the journal emptied")


OWNERS = {name: sql for name, sql in REFUSED.items() if name not in NOBODYS}


@pytest.mark.parametrize("sql", OWNERS.values(), ids=OWNERS.keys())
def test_the_owner_may_do_these_very_things(site, sql):
    """The control: it is the user that makes the difference, not the statement."""
    ask(as_user(site.database_url, OWNER), sql)


def test_without_the_owner_a_migration_is_refused_and_one_with_nothing_to_do_is_not(
    model, tmp_path
):
    """The control of MIGRATION_DATABASE_URL; the units migrate at each start, without it."""
    with two_users(tmp_path, model) as site:
        site.manage("migrate", "--noinput")

        undo = ("manage.py", "migrate", "-v", "0", "journal", "0001")
        refused = site.attempt(*undo)
        assert refused.returncode != 0
        assert "must be owner" in refused.stderr

        with migrating(site):
            site.manage(*undo[1:])


AN_INITIATIVE = """
from companies.models import Initiative
Initiative.objects.create(
    name="Essai", territory="Essai", started_on="2018-01-01", contact_email="a@pompey.example"
)
"""


def test_a_backup_comes_back_by_the_owner_alone(site, model, tmp_path):
    path = str(tmp_path / "backup.tar.gz")
    site.manage("shell", "-v", "0", script=AN_INITIATIVE)
    site.manage("backup", path)
    (tmp_path / "new").mkdir()

    with two_users(tmp_path / "new", model) as new:
        restore = ("manage.py", "restore", path, "--apply")
        refused = new.attempt(*restore)
        assert refused.returncode != 0
        assert "must be owner" in refused.stderr
        assert new.rows("SELECT count(*) FROM companies_initiative") == [(0,)]

        with migrating(new):
            new.manage(*restore[1:])
        assert new.rows("SELECT count(*) FROM companies_initiative") != [(0,)]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(new.database_url, REFUSED["its trigger away"])
        new.manage("journal")  # its chain is whole


@override_settings(MIGRATION_DATABASE={"NAME": "another"})
def test_owner_of_another_database_is_refused():
    with pytest.raises(CommandError, match="MIGRATION_DATABASE_URL"), as_owner():
        pytest.fail("it came in")


def test_without_the_variable_nothing_changes():
    assert settings.MIGRATION_DATABASE is None
    with as_owner():
        assert settings.MIGRATION_DATABASE is None
