"""One look at all declarations of a region, in a process of its own: seconds and peak memory.

`python -m synergies.bench.full_pass 100000` prints {"pairs": …, "seconds": …, "megabytes": …}.
"""

import json
import resource
import sys
import time

from synergies.bench.declarations import declarations
from synergies.detection import Relations, judge_all, load_vocabulary

KIB_PER_MIB = 1024


def full_pass(count: int) -> dict[str, float]:
    """Parse and judge `count` made-up declarations; return pairs found, seconds, peak MiB."""
    vocabulary = load_vocabulary()
    rows = list(declarations(vocabulary, count))
    relations = Relations(vocabulary)
    started = time.perf_counter()
    pairs = sum(1 for _ in judge_all(rows, relations))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
    return {"pairs": pairs, "seconds": round(seconds, 2), "megabytes": round(peak)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(full_pass(int(sys.argv[1]))))
