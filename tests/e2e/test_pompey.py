"""The Pompey test: from an empty database to the mailed report, in a real browser, counted."""

import pytest

from pompey_ite.tour.site import empty_site
from pompey_ite.tour.stages import COMPANIES, PLACES, Tour
from pompey_ite.tour.walk import CLICKS_MAX, walk

pytestmark = pytest.mark.e2e


def test_the_whole_story_in_at_most_150_clicks_of_the_project_manager(browser, tmp_path):
    with empty_site(tmp_path) as site:
        tour = Tour.start(browser, site)

        walked = walk(tour)

    assert sum(stage.clicks for stage in walked) == tour.manager.clicks <= CLICKS_MAX
    assert tour.facts["actions"] == PLACES - 1  # the committee set one aside
    assert tour.facts["reports received"] >= COMPANIES
    assert tour.facts["merges"] > 0
