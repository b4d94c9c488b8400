"""`manage.py bench`: measure speed as ratios to a floor measured in the same run."""

import platform
from argparse import ArgumentParser
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from actions.bench.imports import bench_import
from actions.bench.mail import bench_mail
from pompey_ite.bench.load.bench import bench_load
from pompey_ite.bench.memory import bench_memory
from pompey_ite.bench.requests import bench_requests
from pompey_ite.tour.weight import bench_pages
from synergies.bench.counting import bench_counting
from synergies.bench.detection import bench_detection
from synergies.bench.network import bench_network

BENCHES = {
    "counting": bench_counting,
    "detection": bench_detection,
    "import": bench_import,
    "load": bench_load,
    "mail": bench_mail,
    "memory": bench_memory,
    "network": bench_network,
    "pages": bench_pages,
    "requests": bench_requests,
}
SMALLEST = 1_000


class Command(BaseCommand):
    help = "Measure speed as ratios to a floor measured in the same run, on a database of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help="all when none is named")
        parser.add_argument("--size", type=int, default=100_000, help="declarations of the region")

    def handle(self, *, names: list[str], size: int, **options: Any) -> None:
        """Run the benches named on a fresh test database of the engine of DATABASE_URL."""
        if find_spec("rapidfuzz") is None:
            raise CommandError(_("rapidfuzz is missing: run “python3 manage.py test” once."))
        if unknown := [name for name in names if name not in BENCHES]:
            values = {"unknown": ", ".join(unknown), "known": ", ".join(BENCHES)}
            raise CommandError(_("Unknown: %(unknown)s. There is: %(known)s.") % values)
        if size < SMALLEST:
            raise CommandError(_("At least %d declarations, please.") % SMALLEST)
        real_name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":  # in a file, as a site has it: memory would be faster
            connection.settings_dict["TEST"]["NAME"] = str(settings.DATA_DIR / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            where = f"{platform.machine()}, Python {platform.python_version()}, {connection.vendor}"
            self.stdout.write(where)
            for name in names or BENCHES:
                for what, figure in BENCHES[name](size=size, say=self._say):
                    self.stdout.write(f"{what:<62}{figure:>28}")
        finally:
            connection.creation.destroy_test_db(real_name, verbosity=0)

    def _say(self, text: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"… {text}")
