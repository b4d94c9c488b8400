"""Companies, synergies and rounds of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.archive.past import Year, stood_at_the_end
from actions.archive.table import DAY, INTEGER, TEXT, WORDS, Column, Table, Value
from companies.models import Company
from synergies.exports import LEAST_ANSWERS
from synergies.models import CommitteeDecision, Party, Round, StatusChange, Synergy, TallyLine

SEPARATOR = " ; "
Rows = Iterator[Sequence[Value]]


def company_rows(year: Year) -> Rows:
    """Yield who had come by the end of the year, also who had left again.

    A company that a synergy of then names is there, even when it was entered later.
    """
    stood = stood_at_the_end(Company.objects.all(), year)
    synergies = {one.pk for one in stood_at_the_end(Synergy.objects.all(), year)}
    parties = [one for one in _present_parties(year) if one.synergy_id in synergies]
    named = {one.company_id for one in parties} - {one.pk for one in stood}
    for one in sorted([*stood, *Company.objects.filter(pk__in=named)], key=_by_name):
        if one.joined_on is None or one.joined_on <= year.last_day:
            yield (
                *(one.name, one.siret, one.naf_code, one.sector, one.headcount),
                *(one.postcode, one.municipality, one.joined_on, one.left_on),
            )


def _by_name(one: Company) -> tuple[str, int]:
    return one.name.casefold(), one.pk


def synergy_rows(year: Year) -> Rows:
    """Yield each synergy there was at the end of the year, with its status on that day."""
    parties = _parties(year)
    numbers = dict(Synergy.objects.values_list("pk", "number"))
    moves = StatusChange.objects.filter(changed_at__lt=year.ends_at).order_by("changed_at", "pk")
    since = dict(moves.values_list("synergy", "changed_at"))
    for one in sorted(stood_at_the_end(Synergy.objects.all(), year), key=lambda one: one.number):
        moved = since.get(one.pk)
        yield (
            *(one.number, one.title, one.get_area_display(), one.get_kind_display()),
            *(one.get_status_display(), timezone.localdate(moved) if moved else None),
            *(one.status_reason, SEPARATOR.join(parties.get(one.pk, []))),
            *(one.get_origin_display(), one.operational_since),
            numbers.get(one.merged_into_id or 0),
        )


def _parties(year: Year) -> dict[int, list[str]]:
    """Return the names and roles of the parties by synergy, in their order."""
    names = dict(Company.objects.values_list("pk", "name"))
    found: dict[int, list[str]] = {}
    for one in _present_parties(year):
        name = names.get(one.company_id, "")
        found.setdefault(one.synergy_id, []).append(f"{name} ({one.get_role_display()})")
    return found


def _present_parties(year: Year) -> list[Party]:
    """Return who took part on the last day, by the days on which companies joined and left.

    They are those of the sheet: without a day of joining, a company is there from the beginning.
    """
    joined = Q(joined_on=None) | Q(joined_on__lte=year.last_day)
    left = Q(left_on=None) | Q(left_on__gt=year.last_day)
    return list(Party.objects.filter(joined, left).order_by("position", "pk"))


def move_rows(year: Year) -> Rows:
    """Yield each move on the ladder in the year, the first one first."""
    rows = StatusChange.objects.filter(year.instants("changed_at")).select_related("synergy")
    for one in rows.order_by("changed_at", "pk"):
        yield (
            *(one.synergy.number, timezone.localdate(one.changed_at)),
            *(one.get_before_display(), one.get_after_display(), one.reason),
            *(one.get_proof_display(), one.happened_on, one.user_count or None),
        )


def _rounds(year: Year) -> list[Round]:
    """Return the rounds that ended in the year, or were called off in it."""
    is_over = Q(cancelled_at=None, closes_at__lte=year.known_until)
    ended = is_over & year.instants("closes_at")
    called_off = year.instants("cancelled_at")
    return list(Round.objects.filter(ended | called_off).order_by("closes_at", "pk"))


def round_rows(year: Year) -> Rows:
    """Yield each round of the year, with its turnout once it is counted."""
    for one in _rounds(year):
        tally = one.tallies.latest_of(one)
        counts = (tally.company_count, tally.voter_count, tally.answer_count) if tally else None
        yield (
            *(one.title, one.text, one.get_rule_display(), one.places, one.minimum_supporters),
            *(one.opens_at, one.closes_at, one.cancelled_at, one.change_reason),
            *(counts or (None, None, None)),
            one.programme.title if one.has_programme else "",
        )


def option_rows(year: Year) -> Rows:
    """Yield each proposal of the counted rounds of the year; of the votes, sums alone."""
    lines = TallyLine.objects.published_at(year.known_until)
    of_year = lines.filter(tally__round__in=[one.pk for one in _rounds(year)])
    for line in of_year.order_by("tally__round__closes_at", "tally__round", "option__number"):
        counts: tuple[Value, ...] = (
            *(line.answer_count, line.no_count, line.maybe_count, line.yes_count),
            *(line.priority_count, line.not_concerned_count, line.silent_count),
        )
        if line.answer_count < LEAST_ANSWERS:  # a sum would say what one company answered
            counts = (f"< {LEAST_ANSWERS}", *[None] * (len(counts) - 1))
        option = line.option
        yield (
            *(line.tally.round.title, option.number, option.title, option.get_area_display()),
            *(option.parties_text, line.get_band_display(), *counts),
        )


def committee_rows(year: Year) -> Rows:
    """Yield what a committee decided in the year beside a vote, withdrawn decisions included."""
    rows = CommitteeDecision.objects.filter(decided_on__range=year.days)
    for one in rows.select_related("option__round").order_by("decided_on", "pk"):
        withdrawn = timezone.localdate(one.withdrawn_at) if one.withdrawn_at else None
        yield (
            *(one.option.round.title, one.option.number, one.option.title),
            *(one.get_kind_display(), one.reason, one.committee, one.decided_on),
            *(withdrawn, one.withdrawal_reason),
        )


COMPANIES = Table(
    "entreprises",
    _("Companies that take part, or took part, on 31 December"),
    (
        Column("nom", TEXT, _("Name of the company")),
        Column("siret", TEXT, _("SIRET number, 14 digits")),
        Column("code_naf", TEXT, _("Code of the activity (NAF)")),
        Column("activite", TEXT, _("Activity in words")),
        Column("effectif", INTEGER, _("People employed on the site.")),
        Column("code_postal", TEXT, _("Postcode")),
        Column("commune", TEXT, _("Municipality")),
        Column("participe_depuis", DAY, _("Day since which it takes part")),
        Column("partie_le", DAY, _("Last day in the initiative; empty: takes part.")),
    ),
    company_rows,
)
SYNERGIES = Table(
    "synergies",
    _("Synergies as they stood on 31 December"),
    (
        Column("numero", INTEGER, _("Number of the synergy in the initiative.")),
        Column("titre", WORDS, _("What could be done together.")),
        Column("volet", TEXT, _("Equipment, resources or skills.")),
        Column("type", TEXT, _("Substitution, or pooling.")),
        Column("etat", TEXT, _("From idea to operational (ADEME’s definition).")),
        Column("etat_depuis", DAY, _("Day of the last move; empty: it never moved.")),
        Column("raison", WORDS, _("Why it is parked or closed.")),
        Column("entreprises", TEXT, _("Parties with their roles, between semicolons.")),
        Column("origine", TEXT, _("Workshop, detection, by hand, or merge.")),
        Column("operationnelle_depuis", DAY, _("First day on which the definition was met.")),
        Column("regroupee_dans", INTEGER, _("Number of the synergy that stands for it.")),
    ),
    synergy_rows,
)
MOVES = Table(
    "synergies-historique",
    _("Moves of the synergies during the year"),
    (
        Column("numero", INTEGER, _("Number of the synergy in the initiative.")),
        Column("date", DAY, _("Day on which it was entered")),
        Column("avant", TEXT, _("Status before")),
        Column("apres", TEXT, _("Status after")),
        Column("raison", WORDS, _("Reason given.")),
        Column("preuve", TEXT, _("What of ADEME’s definition is fulfilled")),
        Column("depuis", DAY, _("Since when it is fulfilled")),
        Column("utilisatrices", INTEGER, _("Companies that use the pooled service")),
    ),
    move_rows,
)
ROUNDS = Table(
    "consultations",
    _("Rounds that closed, or were cancelled, during the year"),
    (
        Column("consultation", WORDS, _("Title of the round")),
        Column("texte", WORDS, _("What the companies were told")),
        Column("regle", TEXT, _("Rule by which it was counted")),
        Column("places", INTEGER, _("Places in the programme")),
        Column("soutiens_requis", INTEGER, _("Companies a proposal needed")),
        Column("ouverture", DAY, _("When it opened")),
        Column("cloture", DAY, _("When the round closed.")),
        Column("annulation", DAY, _("When it was cancelled; empty: it was not")),
        Column("raison", WORDS, _("Reason of the latest change")),
        Column("entreprises_interrogees", INTEGER, _("Companies that were asked")),
        Column("votantes", INTEGER, _("Companies that voted in the round")),
        Column("reponses", INTEGER, _("Answers given, of all companies")),
        Column("programme", WORDS, _("Programme made of its result; empty: none")),
    ),
    round_rows,
)
OPTIONS = Table(
    "propositions",
    _("Proposals of these rounds, and what became of them"),
    (
        Column("consultation", WORDS, _("Title of the round")),
        Column("numero", INTEGER, _("Number of the synergy.")),
        Column("titre", WORDS, _("The proposal as it stood when the round opened.")),
        Column("volet", TEXT, _("Equipment, resources or skills.")),
        Column("entreprises", TEXT, _("Who with whom, as the companies read it")),
        Column("resultat", TEXT, _("What the count says of it.")),
        Column("reponses", INTEGER, _("Companies that answered; “<” where they are too few.")),
        Column("non", INTEGER, _("Companies that said no.")),
        Column("peut_etre", INTEGER, _("Companies that said maybe.")),
        Column("oui", INTEGER, _("Companies that said yes.")),
        Column("prioritaire", INTEGER, _("Companies that made it a priority.")),
        Column("non_concernees", INTEGER, _("Companies it does not concern.")),
        Column("sans_reponse", INTEGER, _("Companies named in it that gave no answer.")),
    ),
    option_rows,
)
COMMITTEE = Table(
    "decisions-consultations",
    _("What the committee set aside or added beside the votes, during the year"),
    (
        Column("consultation", WORDS, _("Title of the round")),
        Column("numero", INTEGER, _("Number of the proposal")),
        Column("proposition", WORDS, _("Title of the proposal")),
        Column("decision", TEXT, _("Set aside, or added")),
        Column("raison", WORDS, _("Reason given.")),
        Column("instance", WORDS, _("Body that decided")),
        Column("date", DAY, _("Day of the decision")),
        Column("retiree_le", DAY, _("Day on which it was withdrawn; empty: in force")),
        Column("raison_du_retrait", WORDS, _("Why it was withdrawn")),
    ),
    committee_rows,
)
TABLES = (COMPANIES, SYNERGIES, MOVES, ROUNDS, OPTIONS, COMMITTEE)
