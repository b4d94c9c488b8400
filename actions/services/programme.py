"""From the result of a round to a programme of actions."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Action, Programme, ProgrammeArea
from actions.models.programme import AREA_CODES
from pompey_ite.outbox.calendar import local_day
from synergies.models import Answer, Area, Round, Tally, TallyLine, Vote

PROGRAMME_YEARS = 3  # the usual length of a funding contract and of the manager's post
SUPPORT = (Answer.YES, Answer.PRIORITY)


class ProgrammeRefused(Exception):
    """A programme may not be made; the text says why and may be shown."""


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
    """Return the new programme of a counted round: one action sheet per retained synergy.

    The interested companies (yes or priority) become the partners. Raises ProgrammeRefused when
    the round is not counted yet, or when it has its programme already.
    """
    tally = Tally.objects.latest_of(round_)
    if tally is None:
        raise ProgrammeRefused(_("The round is not counted yet."))
    Round.objects.select_for_update().get(pk=round_.pk)  # a button pressed twice
    if Programme.objects.filter(round=round_).exists():
        raise ProgrammeRefused(_("This round has its programme already."))
    programme = _new_programme(round_, local_day(now))
    areas = ensure_areas(programme)
    for area in areas.values():
        _create_actions(area, tally)
    return programme


def _new_programme(round_: Round, today: date) -> Programme:
    longest = Programme._meta.get_field("title").max_length
    return Programme.objects.create(
        initiative=round_.initiative,
        title=(_("Programme of “%(round)s”") % {"round": round_.title})[:longest],
        starts_on=today,
        ends_on=today.replace(year=today.year + PROGRAMME_YEARS, day=min(today.day, 28)),
        round=round_,
    )


def _create_actions(area: ProgrammeArea, tally: Tally) -> None:
    lines = tally.lines.filter(option__area=area.kind, retained_rank__isnull=False)
    retained = list(lines.select_related("option").order_by("option__number"))
    actions = Action.objects.bulk_create(
        Action(
            area=area,
            code=f"{area.code}{position}",
            position=position,
            title=line.option.title,
            starts_on=area.programme.starts_on,
        )
        for position, line in enumerate(retained, start=1)
    )
    _link_actions(list(zip(actions, retained, strict=True)))


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
