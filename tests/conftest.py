"""What every test shares: its environment, a closed network, a browser when there is one."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from pompey_ite.assets import Assets
from pompey_ite.journal import protection
from pompey_ite.services_check import chromium_path
from tests import environment  # sets Django up
from tests.new_database import fill_again, fill_as_migrations_do
from tests.scheduling import AFileEach

pytest_plugins = ["tests.fixtures"]

DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "live_server",
    "django_db_serialized_rollback",
    "site",
    "pg_site",
    "two_roles",
}
BROWSER_ARGS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

hypothesis.settings.register_profile("pompey", deadline=None)  # a busy machine is not a bug
hypothesis.settings.load_profile("pompey")


def pytest_unconfigure() -> None:
    shutil.rmtree(environment.DATA_DIR, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)
    if environment.ON_SERVICES:
        others = [item for item in items if not touches_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if touches_database(item)]


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what all tests share."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> AFileEach | None:
    return AFileEach(config, log) if config.getvalue("dist") == "loadfile" else None


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite in a file: as in the product, each thread then has a connection of its own."""
    connection.settings_dict["TEST"]["MIGRATE"] = False  # see tests/new_database.py
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(environment.DATA_DIR / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        fill_as_migrations_do()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Slow hashes protect people; the passwords of tests are known to everybody."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_found_once() -> Iterator[None]:
    """Look for the static files once: each browser of a test starts the site anew, in 40 ms."""
    found: dict[str, dict[str, Any]] = {}
    real = Assets.add_files_from_finders

    def once(self: Any) -> None:
        if self.static_prefix not in found:
            real(self)
            found[self.static_prefix] = dict(self.files)
        self.files.update(found[self.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Assets, "add_files_from_finders", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> Iterator[None]:
    """Give each process a cache of its own: it empties it after each test.

    pytest-django reads the settings of a child with the environment of its parent, so that the
    variable alone comes too late.
    """
    if not environment.ON_SERVICES:
        yield
        return
    own = {**settings.CACHES["default"], "LOCATION": environment.redis_url_of_this_process()}
    with override_settings(CACHES={"default": own}):
        yield


@pytest.fixture(scope="session", autouse=True)
def _journal_may_be_emptied() -> Iterator[None]:
    """Let the tests empty all tables between them: the database refuses it for the journal.

    What migrations put in is put back.
    """
    operations = type(connection.ops)
    real = operations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        protection.remove(self.connection)
        real(self, sql_list)
        protection.install(self.connection)
        fill_again()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    allowed = {"localhost", "127.0.0.1", "::1"}
    if environment.ON_SERVICES:
        allowed.add(urlsplit(environment.VARIABLES["REDIS_URL"]).hostname or "")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(sock: socket.socket, address: Any, real: Any = real) -> Any:
                is_remote = sock.family in {socket.AF_INET, socket.AF_INET6}
                if is_remote and address[0] not in allowed:
                    raise RuntimeError(f"a test tried to reach {address[0]}")
                return real(sock, address)

            patch.setattr(socket.socket, name, guarded)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = chromium_path()
    if program is None:
        reason = "no Chromium here: browser tests need Debian's package chromium (or CHROMIUM=…)"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread; without this Django refuses its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": program, "args": BROWSER_ARGS}
