"""The sheet of synergies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from companies.imports.references import split_companies, unknown_company
from companies.imports.resources import reference_key
from companies.imports.row_reader import RowReader, left_empty
from companies.imports.run import ImportRun
from companies.imports.sync import BATCH_ROWS, REASON, Wanted, create_rows, write
from companies.models import Company, Resource
from companies.workbook.choices import AREAS, KINDS, read_choice, read_number_of_synergy
from companies.workbook.numbers import read_whole_number
from companies.workbook.texts import read_list
from synergies.models import Party, Synergy

KIND = "synergies"
LARGEST_TABLE = 999
OTHER_SEPARATORS = re.compile(r"[/+&]|\bet\b")


@dataclass(frozen=True)
class PartyPlan:
    """A company in a synergy as the workbook has it."""

    company_id: int
    role: str
    resource_ids: frozenset[int]
    is_settled: bool = field(default=False, compare=False)  # it leads, has a share, joined or left


def import_synergies(run: ImportRun, resources: dict[str, Resource]) -> dict[int, Synergy]:
    """Write the synergies of the workbook; return all the initiative has, by number.

    resources: by `reference_key`. Parties stand in the order of the cell; in a substitution the
    first provides.
    """
    stored = {row.number: row for row in run.initiative.synergies.order_by("pk")}
    standing = _standing_parties(run) if run.tables.get(KIND) else {}
    workshop = run.initiative.workshops.order_by("-held_on", "-pk").first()
    wanted: dict[int, Wanted[Synergy]] = {}
    plans: dict[int, list[PartyPlan]] = {}
    for reader in run.rows(KIND):
        _read_fields(reader)
        instance = stored.get(int(str(reader.values.get("number", 0))))
        plan = _read_plan(run, reader, resources, standing.get(instance.pk, []) if instance else [])
        if reader.is_refused:
            continue
        number = int(str(reader.values["number"]))
        if number in wanted:
            first = {"number": number, "place": wanted[number].reader.place}
            reader.error("number", _("Synergy %(number)d is given already, on %(place)s.") % first)
            continue
        instance = instance or Synergy(
            initiative=run.initiative, origin=Synergy.Origin.WORKSHOP, workshop=workshop
        )
        plans[number] = plan
        wanted[number] = Wanted(reader, instance, reader.values)
        wanted[number].is_touched = standing.get(instance.pk, []) != plans[number]
    kept = write(run.report, KIND, wanted.values())
    _write_parties((row.instance, plans[row.instance.number]) for row in kept if row.is_touched)
    return stored | {row.instance.number: row.instance for row in kept}


def _read_fields(reader: RowReader) -> None:
    reader.read("number", read_number_of_synergy, field="number", required=True)
    reader.text("title", max_length=200, required=True)
    reader.read("area", lambda value: read_choice(value, AREAS), field="area", required=True)
    reader.read("kind", lambda value: read_choice(value, KINDS), field="kind", required=True)
    reader.text("comment", lines=True)
    table = reader.read("table_number", lambda value: read_whole_number(value, at_least=1))
    if table is not None and table > LARGEST_TABLE:
        reader.warn("table_number", left_empty(_("This is not the number of a table.")))
    elif table is not None:
        reader.values["table_number"] = table


def _read_plan(
    run: ImportRun,
    reader: RowReader,
    resources: dict[str, Resource],
    standing: list[PartyPlan],
) -> list[PartyPlan]:
    """Return the parties the row gives; those that stand when it names none, or only one."""
    if standing and reader.raw("companies") is None and reader.raw("resources") is None:
        return standing
    companies, parts = _read_parties(run, reader, resources)
    if reader.is_refused:
        return standing
    if len(companies) == 1 and len(standing) > 1:
        reader.warn("companies", _("Only one company is named: those already here were kept."))
        return standing
    if len(companies) == 1:
        reader.warn("companies", _("A synergy takes two companies; only one is named."))
    plan = _with_settled(_plan(str(reader.values["kind"]), companies, parts), standing)
    if reader.values["kind"] == Synergy.Kind.SUBSTITUTION and _only_needs(plan[0], parts):
        reader.warn("companies", _("The first company should provide, yet it only needs."))
    return plan


def _with_settled(plan: list[PartyPlan], standing: list[PartyPlan]) -> list[PartyPlan]:
    """Return the plan with what no workbook says: who leads, shares, who joined or left and when.

    A company with any of it keeps its role, and its place after the others when it is not named.
    """
    settled = {part.company_id: part for part in standing if part.is_settled}
    named = {part.company_id for part in plan}
    kept = [
        replace(part, role=settled[part.company_id].role) if part.company_id in settled else part
        for part in plan
    ]
    return kept + [part for pk, part in settled.items() if pk not in named]


def _only_needs(party: PartyPlan, parts: Sequence[Resource]) -> bool:
    directions = {part.direction for part in parts if part.pk in party.resource_ids}
    return directions == {Resource.Direction.NEED}


def _read_parties(
    run: ImportRun, reader: RowReader, resources: dict[str, Resource]
) -> tuple[list[Company], list[Resource]]:
    """Return the companies and resources named; what does not exist refuses the row."""
    companies, unknown = split_companies(run, reader, "companies")
    for name in unknown:
        reader.error("companies", unknown_company(run, name))
    parts = _read_resources(reader, resources)
    if not companies and not unknown:
        companies = _owners(run, parts)
        if not companies:
            reader.error("companies", _("No company is named."))
        else:
            reader.info("companies", _("The companies are the owners of the resources."))
    ids = {company.pk for company in companies}
    for part in parts:
        if part.company_id not in ids and not unknown:
            text = _("%s belongs to a company that is not named: it was left out.")
            reader.warn("resources", text % part.reference)
    return companies, [part for part in parts if part.company_id in ids]


def _read_resources(reader: RowReader, resources: dict[str, Resource]) -> list[Resource]:
    found: dict[int, Resource] = {}
    for reference in _references(reader.raw("resources"), resources):
        resource = resources.get(reference_key(reference))
        if resource is None:
            reader.error("resources", _("No resource has the reference “%s”.") % reference)
        else:
            found[resource.pk] = resource
    return list(found.values())


def _references(raw: object, resources: dict[str, Resource]) -> Iterator[str]:
    """Cut at “;” and commas; at slashes and “et” only what is no reference as it stands."""
    for text in [] if raw is None else read_list(str(raw).replace(",", ";")):
        parts = [part.strip() for part in OTHER_SEPARATORS.split(text) if part.strip()]
        yield from [text] if reference_key(text) in resources else parts


def _owners(run: ImportRun, parts: Sequence[Resource]) -> list[Company]:
    by_pk = {company.pk: company for company in run.directory.companies.values()}
    return list({part.company_id: by_pk[part.company_id] for part in parts}.values())


def _plan(kind: str, companies: Sequence[Company], parts: Sequence[Resource]) -> list[PartyPlan]:
    by_company: dict[int, list[Resource]] = defaultdict(list)
    for part in parts:
        by_company[part.company_id].append(part)
    return [
        PartyPlan(
            company.pk,
            _role(kind, by_company[company.pk], is_first=position == 0),
            frozenset(part.pk for part in by_company[company.pk]),
        )
        for position, company in enumerate(companies)
    ]


def _role(kind: str, parts: Iterable[Resource], *, is_first: bool) -> str:
    """In a substitution the first provides, and so do others that only offer."""
    if kind != Synergy.Kind.SUBSTITUTION:
        return Party.Role.MEMBER
    if is_first:
        return Party.Role.PROVIDER
    directions = {part.direction for part in parts}
    if Resource.Direction.NEED in directions:
        return Party.Role.RECEIVER
    return Party.Role.PROVIDER if Resource.Direction.OFFER in directions else Party.Role.MEMBER


def _standing_parties(run: ImportRun) -> dict[int, list[PartyPlan]]:
    """Return the parties in the database, by synergy."""
    plans: dict[int, list[PartyPlan]] = defaultdict(list)
    rows = Party.objects.filter(synergy__initiative=run.initiative).order_by("position", "pk")
    for party in rows.prefetch_related("resources"):
        ids = frozenset(resource.pk for resource in party.resources.all())
        plan = PartyPlan(party.company_id, party.role, ids, _is_settled(party))
        plans[party.synergy_id].append(plan)
    return plans


def _is_settled(party: Party) -> bool:
    dated = (party.share_percent, party.share_quantity, party.joined_on, party.left_on)
    return party.role == Party.Role.LEAD or any(value is not None for value in dated)


def _write_parties(planned: Iterable[tuple[Synergy, list[PartyPlan]]]) -> None:
    """Make the parties of the synergies those of their plans; who stays keeps its row."""
    rows = list(planned)
    stored = {
        (party.synergy_id, party.company_id): party
        for party in Party.objects.filter(synergy__in=[synergy.pk for synergy, _plan in rows])
    }
    new, changed, resource_ids = [], [], []
    for synergy, plan in rows:
        for position, part in enumerate(plan):
            party = stored.pop((synergy.pk, part.company_id), None)
            if party is None:
                party = Party(synergy=synergy, company_id=part.company_id)
                new.append(party)
            elif (party.role, party.position) != (part.role, position):
                changed.append(party)
            party.role, party.position = part.role, position
            resource_ids.append((party, part.resource_ids))
    Party.objects.filter(pk__in=[party.pk for party in stored.values()]).delete()
    bulk_update_with_history(
        changed,
        Party,
        ["role", "position"],
        batch_size=BATCH_ROWS,
        default_change_reason=REASON,
    )
    create_rows(new)
    _write_resources(resource_ids)


def _write_resources(resource_ids: Sequence[tuple[Party, frozenset[int]]]) -> None:
    link = Party.resources.through
    link.objects.filter(party__in=[party.pk for party, _ids in resource_ids]).delete()
    link.objects.bulk_create(
        (
            link(party_id=party.pk, resource_id=pk)
            for party, ids in resource_ids
            for pk in sorted(ids)
        ),
        batch_size=BATCH_ROWS,
    )
