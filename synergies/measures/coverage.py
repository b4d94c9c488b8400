"""In how many texts the vocabulary recognises at least one concept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from synergies.detection import Parsed, Vocabulary

from .exchanges import Exchange
from .ranking import Share
from .readings import activity, needed, offered

Reading = Callable[[str, Vocabulary], Parsed]

# A business is read in the same way on both sides: over all columns it counts once.
READINGS: dict[str, Reading] = {
    "waste": offered,
    "donor_business": activity,
    "receiver_business": activity,
    "final_use": needed,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The distinct texts of a column, and those without a concept, in alphabetical order."""

    column: str
    texts: int
    missing: tuple[str, ...]

    @property
    def covered(self) -> Share:
        """Return how many of the texts have a concept."""
        return Share(self.texts - len(self.missing), self.texts)


def coverage(exchanges: Iterable[Exchange], vocabulary: Vocabulary) -> list[Coverage]:
    """Return the coverage of each column, then of the distinct texts of all columns together."""
    texts: dict[str, set[str]] = {column: set() for column in READINGS}
    for exchange in exchanges:
        for column, known in texts.items():
            known.add(getattr(exchange, column))
    read = {(READINGS[column], text) for column, known in texts.items() for text in known if text}
    understood = {(reading, text) for reading, text in read if reading(text, vocabulary).heads}
    columns = [
        _coverage(column, {(READINGS[column], text) for text in known if text}, understood)
        for column, known in texts.items()
    ]
    return [*columns, _coverage("all", read, understood)]


def _coverage(
    column: str, read: set[tuple[Reading, str]], understood: set[tuple[Reading, str]]
) -> Coverage:
    return Coverage(column, len(read), tuple(sorted(text for _, text in read - understood)))
