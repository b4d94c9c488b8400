"""What the monthly report of the demo needs: who gets it, who pays, what is to be decided."""

from datetime import date, timedelta
from decimal import Decimal

from actions.models import (
    Action,
    Audience,
    Decision,
    DistributionList,
    Funding,
    Note,
    Programme,
    Subscriber,
)
from companies.models import Initiative

COMMITTEE = (
    ("Maxime Présidence-Bassin", "presidence@bassin.example", "fr"),
    ("Claude Mairie-Pompey", "mairie@pompey.example", "fr"),
    ("Andrea Club-Entreprises", "club@val-entreprises.example", "fr"),
    ("Robin Chambre-Commerce", "industrie@cci.example", "en"),
)
FUNDERS = (
    ("Morgan Économie-Circulaire", "economie-circulaire@ademe.example", "fr"),
    ("Sasha Transition-Région", "transition@region.example", "fr"),
)
EURO = Decimal(1)


def seed_reports(initiative: Initiative, programme: Programme, today: date) -> None:
    """Make the distribution lists, share the budgets out, and ask the committee two questions."""
    for name, audience, people in (
        ("Comité de pilotage", Audience.COMMITTEE, COMMITTEE),
        ("Financeurs", Audience.FUNDERS, FUNDERS),
        ("Entreprises du parc", Audience.COMPANIES, ()),
    ):
        made = DistributionList.objects.create(initiative=initiative, name=name, audience=audience)
        Subscriber.objects.bulk_create(
            Subscriber(list=made, name=who, email=email, language=language)
            for who, email, language in people
        )
    _share_budgets(programme)
    _ask_committee(programme, today)


def _share_budgets(programme: Programme) -> None:
    """Let the funders of each action carry equal parts, paid as far as the action is."""
    for action in Action.objects.of(programme).prefetch_related("fundings"):
        fundings = list(action.fundings.all())
        left = action.budget_eur or Decimal(0)
        for number, funding in enumerate(fundings):
            planned = (left / (len(fundings) - number)).quantize(EURO)
            left -= planned
            funding.planned_eur = planned
            funding.actual_eur = (planned * action.progress_percent / 100).quantize(EURO)
        Funding.objects.bulk_update(fundings, ["planned_eur", "actual_eur"])


def _ask_committee(programme: Programme, today: date) -> None:
    last_month = today.replace(day=1) - timedelta(days=12)
    actions = list(Action.objects.of(programme).order_by("area__code", "position")[:3])
    Decision.objects.bulk_create(
        [
            Decision(
                programme=programme,
                action=actions[0],
                asked_on=last_month,
                question="Ouvrir le pool de contrôle aux entreprises hors du parc ?",
                body="Comité de pilotage",
            ),
            Decision(
                programme=programme,
                action=actions[1],
                asked_on=last_month,
                question="Prendre en charge l’assurance des matériels prêtés ?",
                body="Comité de pilotage",
            ),
            Decision(
                programme=programme,
                action=actions[2],
                asked_on=last_month - timedelta(days=20),
                question="Reconduire la presse à balles une année de plus ?",
                body="Comité de pilotage",
                taken_on=last_month,
                outcome="Reconduite, au même tarif.",
            ),
        ]
    )
    Note.objects.create(
        action=actions[1],
        written_on=last_month,
        text="Deux entreprises hésitent encore sur l’assurance ; appel prévu.",
    )
