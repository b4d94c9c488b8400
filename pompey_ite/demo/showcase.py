"""What the demo shows to everybody: public actions, two stories, partners, requests to join."""

from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile

from actions.models import Action, Programme
from companies.models import (
    Company,
    Initiative,
    JoinRequest,
    Partner,
    Resource,
    SuccessStory,
)
from pompey_ite.outbox.calendar import local_day

NOT_PUBLIC_EVERY = 7  # of the actions: some companies do not want to be read about
NAMED_EVERY = 2  # of the companies
STORIES = (
    (
        "Métaboucle Recyclage",
        "Dix bennes de chutes triées au lieu de dix trajets",
        "Chacun faisait enlever ses chutes de métal de son côté, une benne à moitié pleine à la"
        " fois. Depuis le printemps, une seule tournée passe chez les entreprises voisines, le même"
        " jour. Les bennes partent pleines, et chaque entreprise sait ce que valent ses chutes.\n\n"
        "Il a fallu trois réunions d’une heure, et un planning affiché au même endroit pour tous.",
        "Ten skips of sorted off-cuts instead of ten trips",
        "Each company had its metal off-cuts collected on its own, half a skip at a time. Since"
        " spring one round passes by the neighbours on the same day. The skips leave full, and each"
        " company knows what its off-cuts are worth.\n\nIt took three meetings of an hour, and one"
        " schedule that everybody can see.",
    ),
    (
        "Palettes du Haut-Ravelin",
        "Les palettes font un deuxième voyage",
        "Les palettes abîmées des voisins partaient au déchet. Elles sont maintenant déposées chez"
        " nous, réparées, puis reprises par ceux qui en manquent. Le camion qui livre repart"
        " chargé : personne ne roule à vide.",
        "Pallets make a second journey",
        "The neighbours’ damaged pallets went to waste. They now come to us, are repaired and go"
        " back to whoever lacks some. The lorry that delivers leaves loaded: nobody drives empty.",
    ),
)
PARTNERS = (
    (
        "Collectivité de démonstration",
        "Porte la démarche et emploie l’animatrice",
        "Leads the initiative and employs the project manager",
        "#0b6e75",
    ),
    (
        "Association d’entreprises du bassin",
        "Réunit les entreprises et accueille les ateliers",
        "Brings the companies together and hosts the workshops",
        "#2f5d8a",
    ),
    (
        "Fonds de démonstration",
        "Finance la moitié du poste d’animation pendant trois ans",
        "Funds half of the project manager’s post for three years",
        "#8a4f9e",
    ),
)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80"><rect width="160" height="80"'
    ' fill="#ffffff"/><path d="M20 60 50 20 80 60 110 20 140 60Z" fill="none" stroke="{colour}"'
    ' stroke-width="8" stroke-linejoin="round"/></svg>'
)
REQUESTS = (
    (
        "Menuiserie Valbriac",
        "Claude",
        "Ferrandin",
        "c.ferrandin@valbriac.example",
        "",
        "Sciure et chutes de chêne toute l’année ; nous cherchons un formateur CACES.",
    ),
    (
        "Palettes Haut Ravelin SARL",
        "Sacha",
        "Dumontel",
        "s.dumontel@haut-ravelin.example",
        "",
        "Nous avons vu votre article : peut-on participer au prochain atelier ?",
    ),
)


def seed_showcase(initiative: Initiative, programme: Programme, now: datetime) -> None:
    """Make public what a real programme would, and let two companies want to join."""
    today = local_day(now)
    _publish(programme)
    for position, (name, *words) in enumerate(STORIES):
        _tell(initiative, name, words, today - timedelta(days=20 + 45 * position))
    for position, (name, role, role_en, colour) in enumerate(PARTNERS):
        partner = Partner(
            initiative=initiative, name=name, role=role, role_en=role_en, position=position
        )
        partner.logo.save("logo.svg", ContentFile(LOGO.format(colour=colour).encode()), save=False)
        partner.save()
    for position, (company, first, last, email, phone, wishes) in enumerate(REQUESTS):
        JoinRequest.objects.create(
            initiative=initiative,
            company_name=company,
            first_name=first,
            last_name=last,
            email=email,
            phone=phone,
            wishes=wishes,
            received_at=now - timedelta(hours=5 + 40 * position),
        )


def _publish(programme: Programme) -> None:
    actions = Action.objects.of(programme).order_by("position", "pk")
    for position, action in enumerate(actions):
        if position % NOT_PUBLIC_EVERY:
            action.visibility = Resource.Visibility.PUBLIC
            action.save(update_fields=["visibility"])
    told = [name for name, *_words in STORIES]
    for position, company in enumerate(Company.objects.active().order_by("name")):
        if position % NAMED_EVERY == 0 or company.name in told:
            company.is_public = True
            company.save(update_fields=["is_public"])


def _tell(initiative: Initiative, name: str, words: list[str], day: date) -> None:
    title, text, title_en, text_en = words
    company = Company.objects.get(name=name)
    contact = company.contacts.order_by("pk").first()
    SuccessStory.objects.create(
        initiative=initiative,
        company=company,
        title=title,
        text=text,
        title_en=title_en,
        text_en=text_en,
        agreed_by=str(contact or name),
        agreed_on=day - timedelta(days=6),
        published_on=day,
    )
