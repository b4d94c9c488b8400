"""Take a picture of every page, in both languages, on a phone and a desk, in light and in dark."""

import re
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pompey_ite.services_check import chromium_path
from pompey_ite.tour.pictures import Album, Look, take_pictures
from pompey_ite.tour.site import PROJECT, TourFailed, demo_site

IGNORED_FOLDER = PROJECT / "pictures"  # never committed: they are made anew


class Command(BaseCommand):
    help = "Take a picture of every page of a demo of its own, and an index.html to leaf through."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", default="", help="only kinds that hold this expression")
        parser.add_argument("--languages", default="fr,en")
        parser.add_argument("--widths", default="390,1280")
        parser.add_argument("--themes", default="light,dark")
        parser.add_argument("--out", type=Path, default=IGNORED_FOLDER)

        parser.add_argument("--axe", action="store_true", help="also ask axe about each page")

    def handle(self, *, pages: str, out: Path, axe: bool, **options: Any) -> None:
        """Start a demo in a folder of its own, and take the pictures of its pages.

        CommandError when axe was asked and found something wrong.
        """
        try:
            from playwright.sync_api import sync_playwright  # noqa: PLC0415 – a test package
        except ImportError as error:
            raise CommandError(
                "Pictures need the packages of the tests: run python3 manage.py test once."
            ) from error
        browser_path = chromium_path()
        if browser_path is None:
            raise CommandError("Pictures need Chromium: install it, or set CHROMIUM to its path.")
        looks = [
            Look(language, int(width), theme)
            for language in options["languages"].split(",")
            for width in options["widths"].split(",")
            for theme in options["themes"].split(",")
        ]
        with (
            tempfile.TemporaryDirectory(prefix="pompey-pictures-") as folder,
            demo_site(Path(folder)) as demo,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox"]
            )
            album = Album(out, self.stdout.write, is_asking_axe=axe)
            try:
                take_pictures(browser, demo, album, looks, re.compile(pages))
            except TourFailed as failure:
                raise CommandError(str(failure)) from failure
        self.stdout.write(f"{album.count} pictures: {album.write_index()}")
        if album.complaints:
            raise CommandError(f"{len(album.complaints)} things are wrong with these pages.")
