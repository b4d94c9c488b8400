"""The answers to one proposal as everybody may see them: figures that point at nobody.

Law 8: other companies never see who voted “no”. A figure can say it without a name: when the
companies that want a retained proposal are named, and all others that voted said “no”, the figure
names them. So the “no” is told apart only while at least two other companies may have said
something else: one of them knows its own answer, and still cannot tell who refused.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from synergies.models import Answer, TallyLine

FEWEST_ANSWERS = 3  # of concerned companies; with fewer, no figures
FEWEST_IN_DOUBT = 2  # companies that may have answered otherwise, or “no” is not told apart


@dataclass(frozen=True)
class Segment:
    """One kind of answer: the key of its look, its words, how many, where it begins in the bar."""

    key: str
    label: str
    count: int
    start: int


@dataclass(frozen=True)
class Figures:
    """The answers to one proposal, among the companies it concerns.

    A company is concerned when the synergy names it or it answered otherwise than “does not concern
    us”. segments: their counts add up to `concerned`; none when too few answered.
    """

    answered: int
    concerned: int
    segments: list[Segment]

    @property
    def is_thin(self) -> bool:
        """Whether too few concerned companies answered for figures."""
        return self.answered < FEWEST_ANSWERS

    @property
    def text(self) -> str:
        """The counts in words: “Priority 3 · Yes 7 · No 1 · no answer 2”."""
        return " · ".join(f"{part.label}\u00a0{part.count}" for part in self.segments)


def figures_of(line: TallyLine, *, voter_count: int, names_supporters: bool) -> Figures:
    """Return the figures of a line that may be shown.

    voter_count: companies that voted in the round. names_supporters: whether those that want the
    proposal are named beside.
    """
    supporters = line.yes_count + line.priority_count
    answered = supporters + line.maybe_count + line.no_count
    concerned = answered + line.silent_count
    if answered < FEWEST_ANSWERS:
        return Figures(answered, concerned, [])
    named = supporters if names_supporters else 0
    in_doubt = voter_count - named - line.no_count
    counts = [
        (Answer.PRIORITY.value, str(Answer.PRIORITY.label), line.priority_count),
        (Answer.YES.value, str(Answer.YES.label), line.yes_count),
    ]
    if line.no_count and in_doubt < FEWEST_IN_DOUBT:
        counts.append(("maybe", _("Maybe or no"), line.maybe_count + line.no_count))
    else:
        counts.append((Answer.MAYBE.value, str(Answer.MAYBE.label), line.maybe_count))
        counts.append((Answer.NO.value, str(Answer.NO.label), line.no_count))
    counts.append(("silent", _("no answer"), line.silent_count))
    return Figures(answered, concerned, _placed(counts))


def _placed(counts: list[tuple[str, str, int]]) -> list[Segment]:
    segments, start = [], 0
    for key, label, count in counts:
        if count:
            segments.append(Segment(key, label, count, start))
            start += count
    return segments
