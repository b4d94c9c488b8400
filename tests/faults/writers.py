"""Companies that answer in processes of their own, faster than people can: `python -m` this file.

Arguments: the number of processes, the seconds. Prints one line of JSON: what became of it.
The settings are those of its environment; the database has an open round with a ballot for each.
"""

import json
import os
import sys
import time
from collections import Counter
from multiprocessing import get_context
from random import Random

import django
from django.db import OperationalError, connection
from django.utils import timezone

PAUSE_S = 0.4  # between two answers of one: faster than any thumb

WARM_UP_S = 4  # in which each process does everything for the first time


def answer(ballot: int, measured_from: float, ends_at: float) -> tuple[Counter[str], list[float]]:
    """Answer for one ballot until `ends_at`; return what became of it.

    And how many seconds each answer took that ended after `measured_from`.
    """
    from synergies.models import Answer, Ballot, Channel, RoundOption
    from synergies.services.ballots import save_answer

    mine = Ballot.objects.get(pk=ballot)
    options = list(RoundOption.objects.filter(round=mine.round_id))
    outcomes: Counter[str] = Counter()
    seconds, turn = [], 0
    time.sleep(Random(ballot).random())  # nobody begins at the very same instant
    while time.time() < ends_at:
        row, place = divmod(turn, len(options))
        option, said = options[place], list(Answer)[row % 3]  # another answer each time
        time.sleep(PAUSE_S)
        started = time.monotonic()
        try:
            saved = save_answer(
                ballot=mine,
                option=option,
                answer=said,
                version=row,
                channel=Channel.LINK,
                now=timezone.now(),
            )
            outcomes["conflict" if saved.is_conflict else "saved"] += 1
        except OperationalError as error:
            outcomes[str(error)] += 1
        if time.time() > measured_from:
            seconds.append(time.monotonic() - started)
        turn += 1
    return outcomes, seconds


def _answer(task: tuple[int, float, float]) -> tuple[Counter[str], list[float]]:
    return answer(*task)


def main(processes: int, duration_s: float) -> None:
    django.setup()
    from synergies.models import Ballot

    ballots = list(Ballot.objects.values_list("pk", flat=True)[:processes])
    connection.close()  # a connection of SQLite is not taken into another process
    measured_from = time.time() + WARM_UP_S
    ends_at = measured_from + duration_s
    with get_context("fork").Pool(processes) as pool:
        results = pool.map(_answer, [(pk, measured_from, ends_at) for pk in ballots], chunksize=1)
    outcomes = sum((found for found, _seconds in results), Counter())
    seconds = sorted(second for _found, seconds in results for second in seconds)
    told = {
        "outcomes": outcomes,
        **{
            f"p{percent}_ms": round(1000 * seconds[len(seconds) * percent // 100], 1)
            for percent in (50, 95, 99)
        },
    }
    print(json.dumps(told))  # noqa: T201 – the answer of this program


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pompey_ite.settings")
    main(int(sys.argv[1]), float(sys.argv[2]))
