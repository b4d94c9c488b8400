"""Which tests run in one process, when there are several: those of a file, and what is long first.

What a file prepares is then prepared once. The marks of pytest-xdist that would say so for a folder
are not heard with this pytest: the names of tests do not carry them to the scheduler.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# Folders and files that take longest, longest first: one that came last would keep one process
# working alone. The tests of tests/access walk through all addresses once for all of them.
LONG = (
    "tests/access/",
    "tests/synergies/views/test_ballot_scanner.py",
    "tests/pompey_ite/test_bootstrap.py",
    "tests/test_admin.py",
    "tests/synergies/detection/",
    "tests/synergies/voting/test_equal_shares.py",
    "tests/pages/test_admin_in_french.py",
    "tests/imports/test_demo_workbook.py",
    "tests/actions/plan/test_round_trip.py",
    "tests/actions/plan/test_large_plan.py",
    "tests/synergies/services/test_teaching_story.py",
)


class AFileEach(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is kept together with."""
        file = nodeid.split("::", 1)[0]
        return next((place for place in LONG if file.startswith(place)), file)

    def _assign_work_unit(self, node: Any) -> None:
        """Give a process what is next: of the long ones the longest, then what has most tests."""
        for place in reversed(LONG):
            if place in self.workqueue:
                self.workqueue.move_to_end(place, last=False)
        super()._assign_work_unit(node)
