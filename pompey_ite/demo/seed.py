"""The demonstration: the fictional Pompey workshop, as if its 30 June 2019 were today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from actions.services.workshop_import import import_workshop
from companies.models import Company, Initiative, PersonalLink, User
from companies.services.links import token_of
from pompey_ite.demo.calendar import move_dates
from pompey_ite.demo.follow_up import seed_follow_up
from pompey_ite.demo.past import give_past
from pompey_ite.demo.programme import seed_programme
from pompey_ite.demo.reports import seed_reports
from pompey_ite.demo.showcase import seed_showcase
from pompey_ite.outbox.calendar import PARIS, local_day
from synergies.models import Answer, Channel, Round, Vote, Workshop
from synergies.services.ballots import save_answer, validate_ballot
from synergies.services.counting import finish_counted_rounds, tally_closed_rounds
from synergies.services.detection import run_detection
from synergies.services.rounds import link_purpose, open_round

WORKBOOK = Path(__file__).parent / "pompey-workshop.xlsx"
SEEN_ON = date(2019, 6, 30)  # the day on which the workbook describes its programme
LOGIN, PASSWORD = "pilote", "eiffel-1889-demo"
OPEN_FOR = timedelta(days=10)
OPENED_BEFORE = timedelta(days=6)
FIRST_ROUND_OPENED, FIRST_ROUND_CLOSED = timedelta(days=60), timedelta(days=39)  # before it starts
LINKS_SHOWN = ("Fonderie Val-Cendreux", "Jardins d'Ormesaulx")
# Companies that have begun the open round, and how many answers each has given so far.
BALLOTS_BEGUN = {
    "Métaboucle Recyclage": 59,
    "Saveurs de Vermelaye": 56,
    "Transports Corvelise": 52,
    "Usinages Valmorieux": 51,
    "Tréfilerie Orbelaine": 50,
    "Brévelaine Travaux Publics": 48,
    "Forgesavoir Formation": 42,
    "Palettes du Haut-Ravelin": 41,
    "Laboratoire Quarzelin": 36,
    "Calorvive Réseaux": 27,
    "Florambrine Conditionnement": 22,
    "Plastivorne Injection": 14,
    "Octelame Numérique": 6,
}
VALIDATED = ("Métaboucle Recyclage", "Usinages Valmorieux", "Laboratoire Quarzelin")
PRIORITIES_BEGUN = 2  # so that whoever tries a ballot still has some to give

Say = Callable[[str], None]


@dataclass(frozen=True)
class Seeded:
    """What a newcomer needs to walk in: login, password, and (company, address) of two ballots."""

    login: str
    password: str
    links: list[tuple[str, str]]


def seed_demo(*, site_url: str, say: Say) -> Seeded:
    """Return the ways into the demo, filling an empty database first: everything or nothing.

    site_url: where the demo answers, without a slash at the end; say: told what takes long.
    """
    if not Initiative.objects.exists():
        with transaction.atomic():
            _fill(say)
    return Seeded(LOGIN, PASSWORD, _links(site_url))


def _fill(say: Say) -> None:
    now = timezone.now()
    initiative = _initiative()
    manager = _project_manager()
    say("Importing the workbook of the workshop …")
    import_workshop(path=WORKBOOK, initiative=initiative, apply=True)
    _hold_workshop(initiative)
    move_dates(by=local_day(now) - SEEN_ON)
    _date_first_round(initiative)
    say("Counting the votes of the workshop …")
    tally_closed_rounds(now=now)
    finish_counted_rounds(now=now)
    say("Looking for synergies among the resources …")
    run_detection(initiative=initiative)
    say("Opening a second round …")
    _open_second_round(initiative, now)
    programme = initiative.programmes.get()
    give_past(programme)
    seed_follow_up(initiative, manager, local_day(now))
    seed_reports(initiative, programme, local_day(now))
    seed_programme(programme, now)
    seed_showcase(initiative, programme, now)


def _initiative() -> Initiative:
    return Initiative.objects.create(
        name="Écologie industrielle du Bassin de Pompey",
        territory="Bassin de Pompey",
        association="Association d’entreprises",
        presentation=(
            "Vingt-cinq entreprises du parc d’activités partagent leurs équipements, leurs"
            " ressources et leurs compétences."
        ),
        started_on=date(2017, 2, 1),
        contact_name="Alix Mission-EIT",
        contact_email="mission-eit@pompey.example",
        contact_phone="03 53 01 00 27",
        municipality_count=13,
    )


def _hold_workshop(initiative: Initiative) -> None:
    workshop = Workshop.objects.create(
        initiative=initiative,
        title="Atelier de détection",
        held_on=date(2017, 10, 12),
        place="Pompey",
        notes="Vingt-cinq entreprises, six tables, une matinée.",
    )
    initiative.synergies.update(workshop=workshop)


def _project_manager() -> User:
    return User.objects.create_superuser(
        username=LOGIN,
        password=PASSWORD,
        email="mission-eit@pompey.example",
        first_name="Alix",
        last_name="Mission-EIT",
        language="fr",
    )


def _date_first_round(initiative: Initiative) -> None:
    """Let the round of the workbook's votes end before the programme it led to began."""
    programme = initiative.programmes.get()
    start = datetime.combine(programme.starts_on, time(9), tzinfo=PARIS)
    initiative.rounds.update(
        opens_at=start - FIRST_ROUND_OPENED, closes_at=start - FIRST_ROUND_CLOSED
    )


def _open_second_round(initiative: Initiative, now: datetime) -> None:
    first = Round.objects.get(initiative=initiative)
    round_ = open_round(
        initiative=initiative,
        title="Deuxième consultation",
        text=(
            "Qu’est-ce qui compte pour vous cette année ? Vos réponses décident des 27 places du"
            " prochain programme."
        ),
        opens_at=now - OPENED_BEFORE,
        closes_at=now + OPEN_FOR,
        now=now,
    )
    for name, count in BALLOTS_BEGUN.items():
        _begin_ballot(round_, first, Company.objects.get(name=name), count, now)


def _begin_ballot(round_: Round, first: Round, company: Company, count: int, now: datetime) -> None:
    """Answer the first options as the company did in the workshop's round."""
    ballot = round_.ballots.get(company=company)
    contact = company.contacts.order_by("pk").first()
    options = {option.number: option for option in round_.options.all()}
    votes = Vote.objects.filter(ballot__round=first, ballot__company=company)
    priorities = 0
    for position, vote in enumerate(votes.select_related("option")[:count]):
        answer = Answer(vote.answer)
        if answer == Answer.PRIORITY and priorities == PRIORITIES_BEGUN:
            answer = Answer.YES
        priorities += answer == Answer.PRIORITY
        save_answer(
            ballot=ballot,
            option=options[vote.option.number],
            answer=answer,
            version=0,
            channel=Channel.LINK,
            now=now - timedelta(hours=30) + timedelta(seconds=20 * position),
            contact=contact,
        )
    if company.name in VALIDATED:
        validate_ballot(ballot=ballot, contact=contact, now=now - timedelta(hours=29))


def _links(site_url: str) -> list[tuple[str, str]]:
    round_ = Round.objects.order_by("-closes_at", "-pk").first()
    if round_ is None:
        return []
    links = PersonalLink.objects.usable(timezone.now()).filter(
        purpose=link_purpose(round_), contact__company__name__in=LINKS_SHOWN
    )
    first_of = {}
    for link in links.select_related("contact__company").order_by("-contact"):
        first_of[link.contact.company.name] = f"{site_url}/vote/{token_of(link)}/"
    return sorted(first_of.items())
