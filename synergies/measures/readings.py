"""Reading a text of an exchange as a company would declare it."""

from synergies.detection import (
    Declaration,
    Direction,
    Family,
    Parsed,
    Vocabulary,
    parse_declaration,
)


def offered(text: str, vocabulary: Vocabulary, family: Family = Family.WASTE) -> Parsed:
    """Return a text understood as what a company has to give away."""
    return _parsed(text, "one", Direction.OFFER, family, vocabulary)


def another_offered(text: str, vocabulary: Vocabulary, family: Family = Family.WASTE) -> Parsed:
    """Return a text understood as what another company has to give away too."""
    return _parsed(text, "another", Direction.OFFER, family, vocabulary)


def needed(text: str, vocabulary: Vocabulary, family: Family = Family.ANY) -> Parsed:
    """Return a text understood as what another company wants."""
    return _parsed(text, "another", Direction.NEED, family, vocabulary)


def activity(text: str, vocabulary: Vocabulary) -> Parsed:
    """Return a text understood as what another company does."""
    return _parsed(text, "another", Direction.ANY, Family.ACTIVITY, vocabulary)


def _parsed(
    text: str, company: str, direction: Direction, family: Family, vocabulary: Vocabulary
) -> Parsed:
    declaration = Declaration(
        ref=f"{company}: {text}",
        company=company,
        direction=direction,
        family=family,
        title=text,
    )
    return parse_declaration(declaration, vocabulary)
