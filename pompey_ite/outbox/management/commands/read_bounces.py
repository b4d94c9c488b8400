"""Read the mails that came back to our return address."""

import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pompey_ite.management.operator_command import OperatorCommand
from pompey_ite.outbox.bounces import MAX_BYTES, ReportRefused, record_report

STDIN = "-"


class Command(OperatorCommand):
    help = "Read reports of undelivered mail from a Maildir, an mbox, one message, or - (stdin)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="folder (Maildir), file (mbox or one message), or -")

    def handle(self, *, source: str, **options: Any) -> None:
        """Read each message once; say what each refused one is, and what was found."""
        read = known = refused = 0
        for name, raw in _messages(source):
            try:
                bounce = record_report(raw, now=timezone.now())
            except ReportRefused as refusal:
                refused += 1
                self.stderr.write(f"{name}: {refusal}")
            else:
                read, known = read + (bounce is not None), known + (bounce is None)
                if bounce:
                    self.stdout.write(f"{bounce.mail.recipient}: {bounce}")
        self.stdout.write(
            ngettext("%(n)d report read", "%(n)d reports read", read) % {"n": read}
            + _(", %(known)d known already, %(refused)d refused.")
            % {"known": known, "refused": refused}
        )


def _messages(source: str) -> Iterator[tuple[str, bytes]]:
    """Yield the messages with a name for each; nothing is moved or deleted."""
    if source == STDIN:
        yield STDIN, sys.stdin.buffer.read(MAX_BYTES + 1)
        return
    path = Path(source)
    if path.is_dir():
        yield from _of_maildir(path)
    elif path.is_file():
        yield from _of_file(path)
    else:
        raise CommandError(_("There is no file or folder %s.") % source)


def _of_maildir(path: Path) -> Iterator[tuple[str, bytes]]:
    if not (path / "new").is_dir():
        raise CommandError(_("%s is not a Maildir: it has no folder “new”.") % path)
    for folder in ("new", "cur"):
        for file in sorted((path / folder).glob("*")):
            if file.is_file():
                yield file.name, _start_of(file)


def _start_of(file: Path) -> bytes:
    """Return the file, or of a huge one as much as is needed to see that it is too large."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _of_file(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as stream:
        is_mbox = stream.read(5) == b"From "
    if not is_mbox:
        yield path.name, _start_of(path)
        return
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), start=1):
            yield f"{path.name} {number}", box.get_bytes(key)
    finally:
        box.close()
