"""`manage.py bench load`: crowds at the real web server, on the engine of DATABASE_URL."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.utils import timezone

from pompey_ite.bench.load.crowd import Pace
from pompey_ite.bench.load.scenes import read_showcase, vote, write_slips
from pompey_ite.bench.load.server import web_server
from pompey_ite.bench.territory import empty_database, territory
from synergies.models import Workshop

VOTERS, SYNERGIES = 300, 299
PHONES_AT_WORKSHOP, SLIPS_EACH = 25, 8
VISITORS, PAGES_EACH = 1_000, 4
# Nobody reads a proposal and answers in less than two seconds, nor writes a slip in less than five.
VOTING = Pace(arrive_s=60, think_s=(2, 8))
WRITING = Pace(arrive_s=5, think_s=(3, 9))
READING = Pace(arrive_s=60, think_s=(5, 25))


def bench_load(*, size: int, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """Yield (what, figure): ms of each crowd's answers, errors, and that nothing was lost.

    `size` changes nothing here: 300 phones vote, 31 people write slips, 1,000 visitors read.
    """
    empty_database()
    land = territory(companies=VOTERS, synergies=SYNERGIES, voted=False)
    workshop = Workshop.objects.create(
        initiative=land.initiative, title="Bench", held_on=timezone.localdate() - timedelta(days=1)
    )
    with web_server() as port:
        say(f"{VOTERS} phones vote")
        votes = vote(land.ballot.round, port, VOTING)
        yield f"{VOTERS} phones vote", str(votes.measured)
        yield (
            "  answers told as saved, kept, counted",
            f"{votes.told}, {votes.kept}, {votes.counted}",
        )
        say("a workshop writes slips")
        slips = write_slips(
            workshop, port, phones=PHONES_AT_WORKSHOP, each=SLIPS_EACH, pace=WRITING
        )
        yield f"6 tables and {PHONES_AT_WORKSHOP} phones write slips", str(slips.measured)
        yield "  slips told as saved, kept", f"{slips.told}, {slips.kept}"
        say(f"{VISITORS} visitors read")
        reading = read_showcase(port, visitors=VISITORS, pages=PAGES_EACH, pace=READING)
        yield f"{VISITORS} visitors read {PAGES_EACH} pages each", str(reading)
