"""A sink for the mails and a site that sends them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import environment
from tests.faults.site import Site, model_site, running_site
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
    with running_site(tmp_path, model=empty_site, smtp_url=sink.url) as running:
        yield running
