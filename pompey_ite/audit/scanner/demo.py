"""The line of the audit: a demo of our own is started, walked through by three people, stopped."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from pompey_ite.audit.line import Line, Verdict, line_of
from pompey_ite.audit.scanner.asking import Visitor
from pompey_ite.audit.scanner.probing import LURES, leads_away
from pompey_ite.audit.scanner.scan import Say, scan
from pompey_ite.tour.site import Demo, TourFailed, demo_site

TITLE = "the running demo, walked through by a scanner"


def running_site(say: Say) -> Line:
    """Return the line of the scanner; it takes minutes, and talks to this machine alone."""
    with tempfile.TemporaryDirectory(prefix="pompey-scan-") as folder:
        try:
            with demo_site(Path(folder)) as demo:
                findings = scan(people(demo), say)
                if signing_in_leads_away(demo):
                    findings.add("leads to another site by ?next=", "signing in")
        except (OSError, TourFailed) as error:
            return Line(TITLE, Verdict.NOT_CHECKED, tuple(str(error).splitlines()[:3]))
    bound = f", {findings.left_out} more not asked" if findings.left_out else ""
    return line_of(f"{TITLE} ({findings.pages} pages{bound})", findings.lines)


def people(demo: Demo) -> list[tuple[Visitor, list[str]]]:
    """Return anybody, a company at its ballot and the project manager, with their first pages.

    OSError when one of them does not come in: all would look as anybody, and see nothing.
    """
    anybody = Visitor("anybody", demo.url)
    voter = Visitor("voter", demo.url)
    ballot = voter.send_form(urlsplit(demo.ballot_link).path, {})
    manager = Visitor("project manager", demo.url)
    password = {"username": demo.login, "password": demo.password}
    cockpit = manager.send_form("/admin/login/", password)
    for page, start in ((ballot, "/ballot/"), (cockpit, "/admin/")):
        if not page.is_given or not page.path.startswith(start) or "login" in page.path:
            raise OSError(f"{page.path} answers {page.status}: nobody came in")
    return [
        (anybody, ["/", "/admin/login/", "/robots.txt"]),
        (voter, [ballot.path]),
        (manager, ["/admin/", "/"]),
    ]


def signing_in_leads_away(demo: Demo) -> bool:
    """Return whether the right password, with a lure in the address, leads to another site."""
    for lure in LURES:
        visitor = Visitor("lured", demo.url)
        page = visitor.get(f"/admin/login/?next={lure}")
        form = next(form for form in page.document.forms if "password" in form.fields)
        given = {"username": demo.login, "password": demo.password, "next": lure}
        if leads_away(visitor.post(page.path, {**form.fields, **given})):
            return True
    return False
