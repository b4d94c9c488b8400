"""A site at work as the user who may only read and write rows; prints what failed, as JSON.

Run by test_database_roles.py in a process of its own, with the settings of that site.
"""

import json
from io import StringIO

import django
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()

from django.core.management import call_command  # noqa: E402 – models need the settings
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from pompey_ite.journal.models import Act, Entry, Seal  # noqa: E402
from pompey_ite.journal.sealing import seal_entries  # noqa: E402
from synergies.models import CommitteeDecision, Tally, Vote  # noqa: E402
from tests.access.addresses import address_of, addresses  # noqa: E402
from tests.access.rules import ADMIN, EVERYBODY, STAFF, rule_of  # noqa: E402
from tests.access.world import World, build_world  # noqa: E402

SERVER_ERROR = 500


def broken_pages(world: World) -> list[str]:
    """Ask for every page as the project manager; return those that break."""
    manager = world.people["manager"]
    manager.raise_request_exception = False
    return [
        f"{one.name}: {status}"
        for one in addresses()
        if rule_of(one.name) in {EVERYBODY, STAFF, ADMIN}
        and one.name != "pages:health_ready"  # it says 503, rightly: no worker runs
        and (status := manager.get(address_of(one, world)).status_code) >= SERVER_ERROR
    ]


def vote(world: World) -> int:
    """Answer a ballot as a phone does; return how many “yes” are on it."""
    round_ = world.rows["round"]
    address = reverse("synergies:ballot_card", args=[round_.pk, 1])
    world.people["other"].post(address, {"answer": "yes", "version": 0})
    ours = Vote.objects.filter(ballot__round=round_, ballot__company=world.rows["other_company"])
    return ours.filter(answer="yes").count()


def commands() -> dict[str, str]:
    """Run what cron runs; return what was printed."""
    CommitteeDecision.objects.all().delete()
    Tally.objects.all().delete()  # of no real count: the tick makes one
    printed = {}
    for name, options in {
        "tick": {},
        "purge": {"apply": True},
        "journal": {},
        "clearsessions": {},
    }.items():
        out = StringIO()
        call_command(name, stdout=out, **options)
        printed[name] = out.getvalue()
    return printed


if __name__ == "__main__":
    made = build_world()
    report = {
        "broken": broken_pages(made),
        "votes": vote(made),
        "printed": commands(),
        "sealed": seal_entries() + Seal.objects.count(),
        "opened": Entry.objects.filter(act=Act.LINK_OPENED).count(),
        "at": timezone.now().isoformat(),
    }
    print(json.dumps(report))  # noqa: T201 – read by the test
