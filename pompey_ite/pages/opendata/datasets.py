"""The data sets: which columns, which rows. Only what is marked public is ever asked for.

Names of columns and codes are French, fixed, and the same in both languages of the site: programs
of others read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Model, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Indicator, Measurement
from actions.services.indicators import counted_measurements
from companies.models import Company, Resource
from synergies.models import Synergy, Tally, TallyLine

FEWEST_ACTIONS = 3  # behind one figure: with fewer, it would be the figure of somebody
PROOFS = list(Measurement.Proof.values)  # the least proven first

Value = str | int | float | Decimal | date | bool | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    """name: stable; kind: a type of Table Schema; text: what it means, translated."""

    name: str
    kind: str
    text: str | Promise


@dataclass(frozen=True)
class Dataset:
    """rows: asked when somebody wants them; updated_at: the last change of what it is made of."""

    name: str
    title: str | Promise
    text: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[], list[Row]]
    updated_at: Callable[[], datetime | None]


def _newest_change(*models: type[Model]) -> Callable[[], datetime | None]:
    """Return what finds the last change of rows of these models, one query for each."""

    def newest() -> datetime | None:
        found = [
            model.history.aggregate(newest=Max("history_date"))["newest"]  # type: ignore[attr-defined]
            for model in models
        ]
        return max((at for at in found if at), default=None)

    return newest


def company_rows() -> list[Row]:
    """Return the companies that take part and agreed to be named."""
    rows = Company.objects.active().filter(is_public=True).order_by("name")
    return list(
        rows.values_list(
            *("name", "siret", "naf_code", "sector", "postcode", "municipality"),
            *("latitude", "longitude", "joined_on"),
        )
    )


def action_rows() -> list[Row]:
    """Return the public actions in the order of their sheets; no pilots, partners nor money."""
    rows = Action.objects.filter(visibility=Resource.Visibility.PUBLIC).annotate(
        steps=Count("milestones"),
        steps_done=Count("milestones", Q(milestones__done_on__isnull=False)),
    )
    return list(
        rows.order_by("area__programme", "area__code", "position", "pk").values_list(
            *("area__programme__title", "area__code", "area__title", "code", "title", "status"),
            *("starts_on", "due_on", "progress_percent", "steps", "steps_done"),
        )
    )


def indicator_rows() -> list[Row]:
    """Return what public actions measured together, by indicator and year.

    A figure stands only where at least FEWEST_ACTIONS actions are behind it.
    """
    measured = Measurement.objects.counted().filter(action__visibility=Resource.Visibility.PUBLIC)
    groups: dict[tuple[Indicator, int], list[Measurement]] = {}
    for row in measured.select_related("indicator__programme").order_by("period_end", "pk"):
        groups.setdefault((row.indicator, row.period_end.year), []).append(row)
    found = [
        _indicator_row(indicator, year, counted_measurements(indicator, rows))
        for (indicator, year), rows in groups.items()
        if len({row.action_id for row in rows}) >= FEWEST_ACTIONS
    ]
    return sorted(found, key=lambda row: tuple(str(value) for value in row[:5]))


def _indicator_row(indicator: Indicator, year: int, rows: Iterable[Measurement]) -> Row:
    counted = list(rows)
    weakest = min((row.proof for row in counted), key=PROOFS.index)
    total = sum((row.value for row in counted), Decimal(0))
    actions = len({row.action_id for row in counted})
    programme = indicator.programme.title
    return (
        *(programme, indicator.name, indicator.official_code, indicator.unit, year),
        *(total, weakest, actions),
    )


def synergy_rows() -> list[Row]:
    """Return how many synergies there are by area, kind and status: no title, no company."""
    rows = Synergy.objects.filter(merged_into=None).order_by("area", "kind", "status")
    return list(rows.values_list("area", "kind", "status").annotate(count=Count("pk")))


def vote_rows() -> list[Row]:
    """Return the results of the closed rounds that are public: counts, no ballot, no “no”."""
    lines = TallyLine.objects.published_at(timezone.now()).filter(
        tally__round__results_are_public=True
    )
    return [
        (
            *(line.tally.round.title, timezone.localdate(line.tally.round.closes_at)),
            *(line.option.number, line.option.title),
            *(line.yes_count + line.priority_count, line.priority_count, line.band),
            line.tally.voter_count,
        )
        for line in lines
    ]


def _newest_count() -> datetime | None:
    public = Tally.objects.filter(round__results_are_public=True)
    newest: datetime | None = public.aggregate(newest=Max("counted_at"))["newest"]
    return newest


DATASETS = {
    one.name: one
    for one in (
        Dataset(
            "entreprises",
            _("Companies"),
            _("Companies that take part and agreed to be named."),
            (
                Column("nom", "string", _("Name of the company")),
                Column("siret", "string", _("SIRET number, 14 digits")),
                Column("code_naf", "string", _("Code of the activity (NAF)")),
                Column("activite", "string", _("Activity in words")),
                Column("code_postal", "string", _("Postcode")),
                Column("commune", "string", _("Municipality")),
                Column("latitude", "number", _("Latitude in degrees (WGS 84)")),
                Column("longitude", "number", _("Longitude in degrees (WGS 84)")),
                Column("participe_depuis", "date", _("Day since which it takes part")),
            ),
            company_rows,
            _newest_change(Company),
        ),
        Dataset(
            "actions",
            _("Actions"),
            _("Actions of the programmes that are marked public."),
            (
                Column("programme", "string", _("Title of the programme")),
                Column("volet_code", "string", _("Letter of the area: A, B or C")),
                Column("volet", "string", _("Title of the area")),
                Column("code", "string", _("Code of the action")),
                Column("titre", "string", _("Title of the action")),
                Column(
                    "etat",
                    "string",
                    _(
                        "to_come, to_discuss, in_progress, on_hold, blocked, late, done or"
                        " abandoned"
                    ),
                ),
                Column("debut", "date", _("First day planned")),
                Column("fin", "date", _("Last day planned")),
                Column("avancement_pct", "integer", _("Progress, from 0 to 100")),
                Column("jalons", "integer", _("Number of milestones")),
                Column("jalons_atteints", "integer", _("Number of milestones reached")),
            ),
            action_rows,
            _newest_change(Action),
        ),
        Dataset(
            "indicateurs",
            _("Measured results"),
            _("What at least three public actions measured together, by indicator and year."),
            (
                Column("programme", "string", _("Title of the programme")),
                Column("indicateur", "string", _("Name of the indicator")),
                Column("code_officiel", "string", _("Code of the national framework, if any")),
                Column("unite", "string", _("Unit of the value")),
                Column("annee", "integer", _("Year of the measurements")),
                Column("valeur", "number", _("Value, in the unit")),
                Column(
                    "preuve",
                    "string",
                    _("Least proven part of the value: estimated, declared or verified"),
                ),
                Column("actions", "integer", _("Number of actions behind the value")),
            ),
            indicator_rows,
            _newest_change(Measurement, Action),
        ),
        Dataset(
            "synergies",
            _("Synergies, counted"),
            _("How many synergies there are by area, kind and status; none is named."),
            (
                Column("volet", "string", _("equipment, resources or skills")),
                Column("type", "string", _("substitution or pooling")),
                Column(
                    "etat",
                    "string",
                    _("idea, discussion, study, agreed, operational, parked or closed"),
                ),
                Column("nombre", "integer", _("Number of synergies")),
            ),
            synergy_rows,
            _newest_change(Synergy),
        ),
        Dataset(
            "votes",
            _("Results of the votes"),
            _("Closed rounds whose result is public: counts of each proposal, no ballot."),
            (
                Column("consultation", "string", _("Title of the round")),
                Column("cloture", "date", _("Day on which the round closed")),
                Column("numero", "integer", _("Number of the proposal")),
                Column("proposition", "string", _("Title of the proposal")),
                Column("soutiens", "integer", _("Companies that said yes or priority")),
                Column("priorites", "integer", _("Of which companies that said priority")),
                Column(
                    "solidite",
                    "string",
                    _("solid, to_confirm, just_outside, outside or retained"),
                ),
                Column("votants", "integer", _("Companies that voted in the round")),
            ),
            vote_rows,
            _newest_count,
        ),
    )
}
