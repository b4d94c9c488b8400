"""`manage.py journal`: is the chain whole, and is a hash that was noted elsewhere still in it?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from pompey_ite.journal.models import Seal
from pompey_ite.journal.verifying import chain
from pompey_ite.management.operator_command import OperatorCommand


class Command(OperatorCommand):
    help = "Verify the journal and print the hash of its last seal, to be noted elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--noted", default="", metavar="HASH", help="a hash noted before")

    def handle(self, *, noted: str, **_options: Any) -> None:
        """Print what the journal holds; CommandError (exit code 1) when it is not whole.

        noted: a chain made anew from its first entry does not hold it.
        """
        state = chain()
        faults = list(state.faults)
        if noted and not Seal.objects.filter(hash=noted.strip()).exists():
            faults.append(_("journal: no seal has the hash that was noted"))
        if faults:
            raise CommandError("\n".join(faults))
        since = state.since.isoformat(timespec="seconds") if state.since else "–"
        self.stdout.write(
            _("Whole since %(since)s: %(entries)d entries, %(seals)d seals.")
            % {"since": since, "entries": state.entries, "seals": state.seals}
        )
        self.stdout.write(state.head)
