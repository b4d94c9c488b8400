"""A sink for the mails and a site that sends them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import environment
from tests.faults.postgresql import Postgresql, own_postgresql
from tests.faults.site import Site, model_site, running
from tests.faults.smtp_sink import Sink, smtp_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site whose tables all others copy: making them takes twenty seconds on two cores."""
    folder = tmp_path_factory.mktemp("model")
    with model_site(folder, on_services=environment.ON_SERVICES) as site:
        yield site


@pytest.fixture
def site(sink: Sink, tmp_path: Path, empty_site: Site) -> Iterator[Site]:
    site = Site(tmp_path, on_services=empty_site.on_services, smtp_url=sink.url)
    with running(site, model=empty_site):
        yield site


@pytest.fixture(scope="session")
def empty_sqlite_site(tmp_path_factory: pytest.TempPathFactory, empty_site: Site) -> Iterator[Site]:
    """The same on SQLite, whatever the other tests use."""
    if not empty_site.on_services:
        yield empty_site
        return
    with model_site(tmp_path_factory.mktemp("model"), on_services=False) as site:
        yield site


@pytest.fixture
def sqlite_site(sink: Sink, tmp_path: Path, empty_sqlite_site: Site) -> Iterator[Site]:
    """A site on SQLite with the embedded broker."""
    site = Site(tmp_path, on_services=False, smtp_url=sink.url)
    with running(site, model=empty_sqlite_site):
        yield site


@pytest.fixture(scope="session")
def postgresql(empty_site: Site) -> Iterator[Postgresql]:
    """A server that the tests stop; its database has our tables, and nobody uses it."""
    with own_postgresql() as server:
        if empty_site.on_services:  # a copy takes a second, making them twenty
            server.load(empty_site.database_url)
        else:
            _model_on(server, empty_site.folder).manage("migrate", "-v", "0")
        yield server


@pytest.fixture
def pg_site(sink: Sink, tmp_path: Path, postgresql: Postgresql) -> Iterator[Site]:
    """A site on a PostgreSQL that the test may stop; it must run again at the end."""
    site = Site(tmp_path, on_services=True, server_url=postgresql.url, smtp_url=sink.url)
    with running(site, model=_model_on(postgresql, tmp_path)):
        yield site


def _model_on(server: Postgresql, folder: Path) -> Site:
    model = Site(folder, on_services=True, server_url=server.url)
    model.database_url = server.model_url
    return model
