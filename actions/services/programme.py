"""From the result of a round to a programme of actions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from actions.models import Action, Programme, ProgrammeArea
from actions.models.programme import AREA_CODES
from pompey_ite.outbox.calendar import local_day
from synergies.models import Answer, Area, CommitteeDecision, Round, Tally, TallyLine, Vote
from synergies.services.committee import Selection, selection_of
from synergies.services.result_sentences import wanted_text
from synergies.services.results import supporter_count

PROGRAMME_YEARS = 3  # the usual length of a funding contract and of the manager's post
LONGEST_CHANGE_REASON = 100
SUPPORT = (Answer.YES, Answer.PRIORITY)


class ProgrammeRefused(Exception):
    """A programme may not be made; the text says why and may be shown."""


class ProgrammeExists(ProgrammeRefused):
    """The round has its programme already."""

    def __init__(self, programme: Programme) -> None:
        super().__init__(_("This round has its programme already."))
        self.programme = programme


@dataclass(frozen=True)
class Difference:
    """What was decided after the action sheets were made; only people change those.

    missing: proposals that have no sheet. extra: sheets of what is no longer to be in.
    """

    missing: list[TallyLine]
    extra: list[Action]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def area_title(kind: str) -> str:
    """Return the title of an area of the programme, in the current language."""
    titles = {
        Area.EQUIPMENT: _("Equipment sharing"),
        Area.RESOURCES: _("Sharing and pooling of resources"),
        Area.SKILLS: _("Pooling of skills"),
    }
    return titles[Area(kind)]


def ensure_areas(programme: Programme) -> dict[str, ProgrammeArea]:
    """Return the three areas of a programme by kind, making those that are missing."""
    areas = {area.kind: area for area in programme.areas.all()}
    for kind, code in AREA_CODES.items():
        if kind.value not in areas:
            areas[kind.value] = ProgrammeArea.objects.create(
                programme=programme, kind=kind, code=code, title=area_title(kind)
            )
    return areas


@transaction.atomic
def create_programme_from_round(*, round_: Round, now: datetime) -> Programme:
    """Return the new programme of a counted round: one action sheet per synergy that is in.

    In is what the vote retained, less what the committee set aside, and what it added. The
    interested companies (yes or priority) become the partners. Raises ProgrammeRefused when the
    round is not counted yet or nothing is in, ProgrammeExists when it has its programme already:
    nothing of that one changes.
    """
    Round.objects.select_for_update().get(pk=round_.pk)  # a button pressed twice
    tally = _counted(round_)
    existing = Programme.objects.filter(round=round_).first()
    if existing:
        raise ProgrammeExists(existing)
    selection = selection_of(tally)
    if not selection.lines:
        raise ProgrammeRefused(_("Nothing was retained: there is no action sheet to make."))
    programme = _new_programme(round_, local_day(now))
    areas = ensure_areas(programme)
    for area in areas.values():
        _create_actions(area, selection)
    return programme


def programme_selection(*, round_: Round) -> Selection:
    """Return what would go into the programme of a round.

    Raises ProgrammeRefused when it is not counted yet.
    """
    return selection_of(_counted(round_))


def difference_of(programme: Programme, selection: Selection) -> Difference:
    """Return what is in by now and has no sheet, and the sheets of what is not, in two queries.

    A sheet without synergy was written by hand: it is nobody's difference.
    """
    actions = list(Action.objects.of(programme).prefetch_related("synergies").order_by("code"))
    covered = {synergy.pk for action in actions for synergy in action.synergies.all()}
    wanted = {line.option.synergy_id for line in selection.lines}
    return Difference(
        missing=[line for line in selection.lines if line.option.synergy_id not in covered],
        extra=[action for action in actions if _is_extra(action, wanted)],
    )


def _is_extra(action: Action, wanted: set[int]) -> bool:
    synergies = {synergy.pk for synergy in action.synergies.all()}
    return bool(synergies) and not synergies & wanted


def _counted(round_: Round) -> Tally:
    tally = Tally.objects.latest_of(round_)
    if tally is None:
        raise ProgrammeRefused(_("The round is not counted yet."))
    tally.round = round_
    return tally


def _new_programme(round_: Round, today: date) -> Programme:
    longest = Programme._meta.get_field("title").max_length
    return Programme.objects.create(
        initiative=round_.initiative,
        title=(_("Programme of “%(round)s”") % {"round": round_.title})[:longest],
        starts_on=today,
        ends_on=today.replace(year=today.year + PROGRAMME_YEARS, day=min(today.day, 28)),
        round=round_,
    )


def _create_actions(area: ProgrammeArea, selection: Selection) -> None:
    mine = [line for line in selection.lines if line.option.area == area.kind]
    mine.sort(key=lambda line: line.option.number)
    sheets = [
        Action(
            area=area,
            code=f"{area.code}{position}",
            position=position,
            title=line.option.title,
            description=_description(line, selection),
            starts_on=area.programme.starts_on,
        )
        for position, line in enumerate(mine, start=1)
    ]
    reason = _("From the round “%(round)s”") % {"round": selection.title}
    actions = bulk_create_with_history(
        sheets, Action, default_change_reason=reason[:LONGEST_CHANGE_REASON]
    )
    _link_actions(list(zip(actions, mine, strict=True)))


def _description(line: TallyLine, selection: Selection) -> str:
    """Return what the synergy is, who with whom, and where the action comes from."""
    option = line.option
    parts = [option.comment.strip()]
    if option.parties_text:
        parts.append(_("Who with whom: %(parties)s") % {"parties": option.parties_text})
    decision = selection.decisions.get(line.option_id)
    parts.append(_added(line, decision) if decision else _voted(line, selection.title))
    return "\n\n".join(part for part in parts if part)


def _voted(line: TallyLine, title: str) -> str:
    text = _("Retained by the vote “%(round)s”: %(wanted)s.")
    return text % {"round": title, "wanted": wanted_text(supporter_count(line))}


def _added(line: TallyLine, decision: CommitteeDecision) -> str:
    text = _("Added by “%(committee)s” on %(day)s, beside the vote (%(wanted)s): %(reason)s")
    return text % {
        "committee": decision.committee,
        "day": date_format(decision.decided_on, "DATE_FORMAT"),
        "wanted": wanted_text(supporter_count(line)),
        "reason": decision.reason,
    }


def _link_actions(pairs: list[tuple[Action, TallyLine]]) -> None:
    """Tie each action to its synergy and to the companies that said yes or priority."""
    by_option = {line.option_id: action for action, line in pairs}
    Action.synergies.through.objects.bulk_create(
        Action.synergies.through(action=action, synergy_id=line.option.synergy_id)
        for action, line in pairs
    )
    votes = Vote.objects.filter(option__in=by_option, answer__in=SUPPORT)
    Action.partners.through.objects.bulk_create(
        Action.partners.through(action=by_option[option], company_id=company)
        for option, company in votes.values_list("option", "ballot__company").order_by("pk")
    )
