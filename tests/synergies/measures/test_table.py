from synergies.measures.ranking import Share
from synergies.measures.table import table


def test_table_aligns_names_to_the_left_and_figures_to_the_right():
    rows = [("coverage", 118, Share(3, 4)), ("AP", 0.25, None)]

    assert table(("measure", "n", "share"), rows).splitlines() == [
        "measure       n   share",
        "coverage    118  75.0 %",
        "AP        0.250       –",
    ]
