"""Walk the whole story in a real browser, from an empty database to the mailed report."""

import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pompey_ite.services_check import chromium_path
from pompey_ite.tour.site import PROJECT, TourFailed, empty_site
from pompey_ite.tour.stages import Tour
from pompey_ite.tour.walk import CLICKS_MAX, walk

SHOWN_IN_DOCS = PROJECT / "docs" / "img" / "tour"


class Command(BaseCommand):
    help = "Walk the whole story in a real browser; print steps and seconds, write the pictures."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pictures",
            type=Path,
            default=SHOWN_IN_DOCS,
            help="folder of the pictures; by default that of the docs",
        )

    def handle(self, *, pictures: Path, **_options: Any) -> None:
        """Walk the tour on a platform of its own, thrown away afterwards."""
        try:
            from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 – a test package
        except ImportError as error:
            raise CommandError(
                "The tour needs the packages of the tests: run python3 manage.py test once."
            ) from error
        browser_path = chromium_path()
        if browser_path is None:
            raise CommandError("The tour needs Chromium: install it, or set CHROMIUM to its path.")
        pictures.mkdir(parents=True, exist_ok=True)
        data_dir = Path(tempfile.mkdtemp(prefix="pompey-tour-"))
        try:
            with empty_site(data_dir) as site, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=browser_path, args=["--no-sandbox"]
                )
                tour = Tour.start(browser, site, pictures)
                walk(tour, self.stdout.write)
        except (TourFailed, Error) as failure:
            raise CommandError(f"The tour stopped: {failure}") from failure
        finally:
            shutil.rmtree(data_dir, ignore_errors=True)
        self.stdout.write(f"{len(list(pictures.glob('*.png')))} pictures in {pictures}")
        if tour.manager.clicks > CLICKS_MAX:
            raise CommandError(f"{tour.manager.clicks} clicks, more than {CLICKS_MAX}.")
