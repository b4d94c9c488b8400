"""Strategies that draw small rounds: few companies, few options, many ties."""

from hypothesis import strategies as st

from synergies.voting.ballots import Answer, Ballot
from synergies.voting.counts import Parameters

ANSWERS = st.dictionaries(st.integers(1, 12), st.sampled_from(list(Answer)), max_size=12)


@st.composite
def rounds(draw: st.DrawFn, *, most_companies: int = 7) -> list[Ballot]:
    count = draw(st.integers(0, most_companies))
    return [Ballot(f"c{rank}", draw(ANSWERS)) for rank in range(count)]


PARAMETERS = st.builds(Parameters, places=st.integers(1, 10), minimum_supporters=st.integers(1, 3))
