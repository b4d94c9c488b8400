"""Small tables in plain text, for a terminal and for the documentation that quotes them."""

from collections.abc import Iterable, Sequence

from .ranking import Share

Cell = str | int | float | Share | None


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the lines of a table: first column to the left, the others to the right."""
    lines = [list(header), *([shown(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(line, widths) for line in lines)


def shown(cell: Cell) -> str:
    """Return a cell as text: ratios with three decimals, shares as a percentage, None as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, Share):
        return f"{100 * cell.ratio:.1f} %"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    aligned = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return "  ".join(aligned).rstrip()
