"""What hangs on an action: partners, synergies, funders, the target of its indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from actions.imports.indicators import LONGEST_NAME, IndicatorDirectory
from actions.models import Action, Funder, Funding, Indicator, Programme, Target
from companies.imports.references import split_companies
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import BATCH_ROWS, create_rows
from companies.workbook.choices import read_number_of_synergy, read_unit
from companies.workbook.numbers import read_quantity
from companies.workbook.texts import read_list, read_text
from companies.workbook.words import plain
from synergies.models import Synergy

LONGEST_PARTNERS = 250
LONGEST_FUNDER = 150


@dataclass
class ActionLinks:
    """What the workbook gives of one action; None where its cell is empty."""

    partner_ids: set[int] | None = None
    synergy_ids: set[int] | None = None
    funders: dict[str, str] = field(default_factory=dict)  # names as written, by plain name
    indicator: Indicator | None = None
    target: Decimal | None = None

    def differs_from(self, standing: StandingLinks | None) -> bool:
        """Return whether the database lacks something of this, or has it otherwise."""
        known = standing or StandingLinks()
        target = known.targets.get(plain(self.indicator.name)) if self.indicator else None
        return (
            (self.partner_ids is not None and self.partner_ids != known.partner_ids)
            or (self.synergy_ids is not None and self.synergy_ids != known.synergy_ids)
            or not self.funders.keys() <= known.funders
            or (self.target is not None and self.target != target)
        )


@dataclass
class StandingLinks:
    """The same, in the database."""

    partner_ids: set[int] = field(default_factory=set)
    synergy_ids: set[int] = field(default_factory=set)
    funders: set[str] = field(default_factory=set)
    targets: dict[str, Decimal] = field(default_factory=dict)


def standing_links(programme: Programme) -> dict[int, StandingLinks]:
    """Return what hangs on each action of the programme, in four queries."""
    found: dict[int, StandingLinks] = defaultdict(StandingLinks)
    of_programme = {"action__area__programme": programme}
    for row in Action.partners.through.objects.filter(**of_programme):
        found[row.action_id].partner_ids.add(row.company_id)
    for link in Action.synergies.through.objects.filter(**of_programme):
        found[link.action_id].synergy_ids.add(link.synergy_id)
    for funding in Funding.objects.filter(**of_programme).select_related("funder"):
        found[funding.action_id].funders.add(plain(funding.funder.name))
    for target in Target.objects.filter(**of_programme).select_related("indicator"):
        found[target.action_id].targets[plain(target.indicator.name)] = target.value
    return found


def read_links(
    run: ImportRun,
    reader: RowReader,
    synergies: dict[int, Synergy],
    indicators: IndicatorDirectory,
) -> ActionLinks:
    """Return what the row names; a synergy that does not exist refuses the row."""
    links = ActionLinks(synergy_ids=_read_synergies(reader, synergies))
    links.partner_ids = _read_partners(run, reader)
    links.funders = _read_funders(reader)
    if not reader.is_refused:
        _read_target(reader, links, indicators)
    return links


def _read_funders(reader: RowReader) -> dict[str, str]:
    """Return the names of the funders as written, by plain name."""
    raw = reader.raw("funders")
    funders: dict[str, str] = {}
    for written in [] if raw is None else read_list(raw):
        reading = read_text(written, max_length=LONGEST_FUNDER)
        for note in reading.notes:
            reader.warn("funders", note.message, written)
        name = reading.value or ""
        funders.setdefault(plain(name), name)
    return funders


def _read_synergies(reader: RowReader, synergies: dict[int, Synergy]) -> set[int] | None:
    raw = reader.raw("synergies")
    if raw is None:
        return None
    found = set()
    for name in read_list(str(raw).replace(",", ";")):
        number = read_number_of_synergy(name).value
        if number is None or number not in synergies:
            reader.error("synergies", _("No synergy has the number “%s”.") % name)
        else:
            found.add(synergies[number].pk)
    return found


def _read_partners(run: ImportRun, reader: RowReader) -> set[int] | None:
    """Return the partner companies; other bodies are kept as a text."""
    if reader.raw("partners") is None:
        return None
    companies, others = split_companies(run, reader, "partners")
    for name in others:
        if close := run.directory.closest(name):
            text = _("“%(name)s” is close to “%(close)s”: is it the same company?")
            reader.warn("partners", text % {"name": name, "close": close})
    joined = read_text(" ; ".join(others), max_length=LONGEST_PARTNERS)
    if joined.notes:
        reader.warn("partners", _("The text was cut to %d characters.") % LONGEST_PARTNERS)
    reader.values["other_partners"] = joined.value or ""
    return {company.pk for company in companies}


def _read_target(reader: RowReader, links: ActionLinks, indicators: IndicatorDirectory) -> None:
    name = reader.read("indicator", lambda value: read_text(value, max_length=LONGEST_NAME))
    quantity = reader.read("target", read_quantity)
    unit = reader.read("unit", read_unit)
    if quantity is None:
        return
    if quantity.number <= 0:
        reader.warn("target", left_empty(_("A target is more than zero.")))
        return
    if name is None:
        reader.warn("target", left_empty(_("A target needs its indicator.")))
        return
    unit_name = unit.name if unit else quantity.unit
    if quantity.unit and quantity.unit != unit_name:
        text = _("The value is in “%(typed)s”, the unit says “%(own)s”.")
        reader.warn("target", left_empty(text % {"typed": quantity.unit, "own": unit_name}))
        return
    links.indicator = indicators.find(reader, name, unit_name, required=False)
    links.target = quantity.number if links.indicator else None


def write_links(
    run: ImportRun,
    touched: list[tuple[Action, ActionLinks]],
    indicators: IndicatorDirectory,
) -> None:
    """Make the database hold what the workbook gives of these actions."""
    indicators.write_new()
    partners = [(row, links.partner_ids) for row, links in touched if links.partner_ids is not None]
    replace_links(Action.partners.through, "company_id", partners)
    named = [(row, links.synergy_ids) for row, links in touched if links.synergy_ids is not None]
    replace_links(Action.synergies.through, "synergy_id", named)
    _add_funders(run, touched)
    _set_targets(touched)


def replace_links(
    through: type[models.Model], name: str, wanted: Iterable[tuple[Action, set[int]]]
) -> None:
    """Make the links of each action those of the given keys; `name` is their column."""
    rows = list(wanted)
    manager: Any = through._default_manager
    manager.filter(action__in=[action.pk for action, _ids in rows]).delete()
    manager.bulk_create(
        (
            through(**{"action_id": action.pk, name: pk})
            for action, ids in rows
            for pk in sorted(ids)
        ),
        batch_size=BATCH_ROWS,
    )


def _add_funders(run: ImportRun, touched: list[tuple[Action, ActionLinks]]) -> None:
    """Add the fundings that are missing; amounts already entered stay."""
    known = {plain(row.name): row for row in run.initiative.funders.all()}
    names = {key: name for _action, links in touched for key, name in links.funders.items()}
    new = {
        key: Funder(initiative=run.initiative, name=name)
        for key, name in names.items()
        if key not in known
    }
    create_rows(list(new.values()))
    known |= new
    actions = [action.pk for action, _links in touched]
    standing = set(Funding.objects.filter(action__in=actions).values_list("action_id", "funder_id"))
    create_rows(
        [
            Funding(action=action, funder=known[key])
            for action, links in touched
            for key in links.funders
            if (action.pk, known[key].pk) not in standing
        ]
    )


def _set_targets(touched: list[tuple[Action, ActionLinks]]) -> None:
    Target.objects.bulk_create(
        (
            Target(action=action, indicator=links.indicator, value=links.target)
            for action, links in touched
            if links.indicator and links.target is not None
        ),
        update_conflicts=True,
        unique_fields=["action", "indicator"],
        update_fields=["value"],
    )
