"""How fast a workbook as large as we take is imported, against the library that reads the file."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from openpyxl import Workbook, load_workbook

from actions.services.workshop_import import import_workshop
from companies.models import Initiative, Resource
from companies.workbook.scanning import MAX_ROWS

COMPANIES = 1_000
RESOURCES = MAX_ROWS - 1  # and the line of the heads
HEADS = ("Réf", "Entreprise", "Sens", "Famille", "Intitulé", "Quantité", "Unité")
DIRECTIONS = ("Offre", "Besoin", "Partage")
KB_PER_MB = 1024


def bench_import(*, size: int, say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of the largest workbook: first import, again without a change, memory.

    The floor is openpyxl, which reads the cells of the same file and does nothing with them.
    Memory is the most that the whole process held, Python and Django with it. `size` changes
    nothing here: it is the most rows that a sheet may have.
    """
    initiative = Initiative.objects.create(name="Bench", territory="-", started_on=date(2026, 1, 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.xlsx")
        say(f"writing {RESOURCES} rows")
        _write(path)
        floor_s = _seconds(lambda: _read(path))
        yield f"openpyxl reads {RESOURCES} declarations, {COMPANIES} companies", f"{floor_s:.1f} s"
        for what in ("imported", "imported again, nothing changes"):
            say(what)
            taken_s = _seconds(
                lambda: import_workshop(path=path, initiative=initiative, apply=True)
            )
            yield what, f"{taken_s:.1f} s = {taken_s / floor_s:.1f} × openpyxl"
    peak_mb = getrusage(RUSAGE_SELF).ru_maxrss / KB_PER_MB
    yield "memory of the process, at most", f"{peak_mb:.0f} MB"
    kept = Resource.objects.filter(company__initiative=initiative).count()
    yield "declarations kept", f"{kept} of {RESOURCES}"


def _write(path: Path) -> None:
    workbook = Workbook(write_only=True)
    names = [f"Company {number}" for number in range(COMPANIES)]
    companies = workbook.create_sheet("Entreprises")
    companies.append(["Nom"])
    for name in names:
        companies.append([name])
    resources = workbook.create_sheet("Ressources")
    resources.append(HEADS)
    for number in range(RESOURCES):
        direction = DIRECTIONS[number % len(DIRECTIONS)]
        what = f"palettes bois {number}"
        row = [f"R{number}", names[number % COMPANIES], direction, "Matière", what, number, "t"]
        resources.append(row)
    workbook.save(path)


def _read(path: Path) -> None:
    workbook = load_workbook(path, read_only=True)
    for sheet in workbook:
        for _row in sheet.iter_rows(values_only=True):
            continue
    workbook.close()


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
