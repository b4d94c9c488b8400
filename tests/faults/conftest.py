"""A sink for the mails and a site that sends them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import environment
from tests.faults.site import Site, running_site
from tests.faults.smtp_sink import Sink, smtp_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture
def site(sink: Sink, tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, on_services=environment.ON_SERVICES, smtp_url=sink.url) as running:
        yield running
