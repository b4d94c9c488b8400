"""The append-only history of a round played again, and what in the database it does not explain."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from synergies.models import Answer, Round, Tally, TallyLine, Vote, VoteChange
from synergies.services.ballot_order import MOST_PRIORITIES

Said = tuple[str, str, tuple[str, ...]]  # answer, note, what the company brings
Key = tuple[int, int]  # ballot, option
NOTHING: Said = ("", "", ())


def faults_of(round_: Round) -> list[str]:
    """Return what is wrong with the answers of a round, one line each; nothing when all agrees."""
    return [*_broken_lines(round_), *_unexplained_votes(round_), *_uncounted(round_)]


def said_in(round_: Round) -> dict[Key, list[Said]]:
    """Return what each line of history says, by ballot and option: version n is place n - 1."""
    said = defaultdict(list)
    for change in changes_of(round_):
        said[change.ballot_id, change.option_id].append(_said_by(change))
    return said


def changes_of(round_: Round) -> list[VoteChange]:
    """Return the history of all ballots in the order in which it is read."""
    return list(VoteChange.objects.filter(ballot__round=round_).order_by("changed_at", "pk"))


def _said_by(change: VoteChange) -> Said:
    return (change.after, change.note, tuple(change.brings))


def _broken_lines(round_: Round) -> Iterator[str]:
    round_.refresh_from_db()
    standing: dict[Key, str] = {}
    for change in changes_of(round_):
        key = (change.ballot_id, change.option_id)
        if change.before != standing.get(key, ""):
            yield f"{key}: “{change.before}” is not the answer that stood"
        standing[key] = change.after
        ballot = {other: answer for other, answer in standing.items() if other[0] == key[0]}
        priorities = Counter(ballot.values())[Answer.PRIORITY]
        if priorities > MOST_PRIORITIES:
            yield f"ballot {key[0]}: {priorities} priorities"
        if not round_.opens_at <= change.changed_at < round_.closes_at:
            yield f"{key}: changed outside the hours of the round"


def _unexplained_votes(round_: Round) -> Iterator[str]:
    said = said_in(round_)
    votes = {
        (vote.ballot_id, vote.option_id): vote for vote in Vote.objects.filter(ballot__round=round_)
    }
    for key in said.keys() | votes.keys():
        last = said.get(key, [NOTHING])[-1]
        vote = votes.get(key)
        stands = (vote.answer, vote.note, tuple(vote.brings)) if vote else NOTHING
        if stands != last:
            yield f"{key}: {stands} stands, the history ends with {last}"
        if vote and vote.version != len(said.get(key, [])):
            yield f"{key}: version {vote.version} after {len(said.get(key, []))} changes"


def _uncounted(round_: Round) -> Iterator[str]:
    """Yield where the stored count is not what the history gives."""
    tally = Tally.objects.filter(round=round_).first()
    if tally is None:
        return
    last = {key: said[-1][0] for key, said in said_in(round_).items()}
    expected = Counter((option, answer) for (_ballot, option), answer in last.items() if answer)
    stored = Counter(
        {
            (line.option_id, answer): getattr(line, f"{answer}_count")
            for line in TallyLine.objects.filter(tally=tally)
            for answer in Answer.values
        }
    )
    if +stored != expected:
        yield f"counted {sum(stored.values())} answers of {expected.total()}, or others"
    if tally.answer_count != expected.total():
        yield f"the count says {tally.answer_count} answers, the history {expected.total()}"
