"""The stages of the tour, in the order in which an initiative lives through them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pompey_ite.outbox.calendar import first_working_instant, next_month
from pompey_ite.tour.hands import Hands, company_contact, project_manager, sign_in
from pompey_ite.tour.site import Site, TourFailed
from pompey_ite.tour.workbook import write_evening_workbook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

COMPANIES, PLACES = 25, 27  # of the workshop; one more comes late
ANSWERS = ("Oui", "Oui", "Oui", "Oui", "Prioritaire", "Peut-être", "Non")
ANSWERS_EACH = 10  # of some thirty that concern a company: nobody is made to answer all
AT_ONCE = 5  # phones side by side: while one waits for its next page, the next one is tapped
SEED = 27
PATIENCE_S = 240.0
LATE_COMPANY = {
    "Nom de l’entreprise": "Verrerie Saint-Orvel",
    "Commune": "Pompey",
    "Prénom": "Camille",
    "Nom": "Atelier-Orvel",
    "Adresse de courriel": "camille.atelier@orvel.example",
}
LATE_NEED = "Chariot élévateur"
REPORT_SUBJECT = re.compile(r"actions (terminées|done)")
CARD = "[data-pompey-answer-form]"


@dataclass
class Tour:
    """Who walks, where, and what was learnt on the way."""

    browser: Browser
    site: Site
    pictures: Path | None
    manager: Hands
    taps: int = 0  # by the companies, on their phones
    facts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def start(cls, browser: Browser, site: Site, pictures: Path | None = None) -> Tour:
        return cls(browser, site, pictures, project_manager(browser, site, pictures))

    def check(self, fact: str, found: int, expected: int) -> None:
        """Remember a number, and stop the tour when it is not what it has to be."""
        self.facts[fact] = found
        if found != expected:
            raise TourFailed(f"{fact}: {found} instead of {expected}")


def import_workshop(tour: Tour) -> None:
    """The evening of the workshop: one workbook, a preview, everything in."""
    hands = tour.manager
    sign_in(hands)
    hands.picture("01-first-day")
    hands.click("Import", within="nav", role="link")
    hands.attach("Classeur", write_evening_workbook(tour.site.data_dir / "atelier.xlsx"))
    hands.click("Vérifier")
    hands.picture("02-import-preview")
    hands.click("Tout importer")
    tour.check("companies", _count(hands, r"(\d+) entreprises"), COMPANIES)
    hands.picture("03-companies")


def add_late_company(tour: Tour) -> None:
    """A company that missed the workshop is met on the road; what it needs has partners at once."""
    hands = tour.manager
    hands.click("Tableau de bord", within="nav", role="link")
    hands.click("Ajouter une entreprise rencontrée")
    for label, text in LATE_COMPANY.items():
        hands.fill(label, text)
    hands.click("Enregistrer, puis noter")
    hands.press(hands.page.locator("#choose-direction label", has_text="recherche"))
    hands.press(hands.page.locator("#choose-family label", has_text="Équipement"))
    hands.fill("De quoi s’agit-il", LATE_NEED)
    hands.press(hands.page.locator("#questions label", has_text=re.compile(rf"^\s*{LATE_NEED}")))
    hands.fill("Combien, et à quel rythme", "2 jours par mois")
    hands.click("Enregistrer et voir")
    hands.picture("04-late-company")
    tour.facts["matches of the late company"] = hands.page.locator(
        ".declare-matches .badge"
    ).count()
    hands.click("Suggestions", within="nav", role="link")
    hands.choose("Entreprise", LATE_COMPANY["Nom de l’entreprise"])
    hands.click("Filtrer")
    join = hands.page.get_by_role("button", name="Ajouter à la synergie")
    _until(lambda: bool(join.count()) or _reloaded(hands, join), "the worker found no partner")
    hands.press(join)


def merge_suggestions(tour: Tour) -> None:
    """Synergies that say the same thing become one, each by a decision of a person."""
    hands = tour.manager
    hands.click("Synergies", within="nav", role="link")
    tour.check("synergies", _count(hands, r"(\d+) synergies"), 299)
    hands.press(hands.page.locator("main a[href='/synergies/merges/']").first)
    hands.picture("05-merges")
    merge = hands.page.get_by_role("button", name="Regrouper", exact=True)
    decided = 0
    while merge.count() or _reloaded(hands, merge):
        left = merge.count()
        hands.press(merge.first)
        _until(lambda: merge.count() < left, "the merge was not done")  # noqa: B023
        decided += 1
    tour.facts["merges"] = decided


def open_round(tour: Tour) -> None:
    """A round opens, and every contact is invited, after a look at the list."""
    hands = tour.manager
    hands.click("Consultations", within="nav", role="link")
    hands.click("Préparer une consultation")
    hands.fill("Titre", "Nos priorités")
    hands.picture("06-new-round")
    hands.click("Préparer la consultation")
    hands.click("Invitations")
    hands.tick("J’ai relu la liste")
    hands.picture("07-invitation")
    hands.click("Envoyer à")
    expected = _count(hands, r"(\d+) courriels sont dans la boîte")
    _until(lambda: len(tour.site.mails) >= expected, "the invitations did not leave")
    tour.check("companies invited", len(_ballot_links(tour.site)), COMPANIES + 1)


def vote(tour: Tour) -> None:
    """Every company votes on a phone, by the link in its mail."""
    chance = random.Random(SEED)  # noqa: S311 – an election that is the same at each run
    links = list(_ballot_links(tour.site).items())
    for start in range(0, len(links), AT_ONCE):
        people = [_at_the_ballot(tour, link) for _company, link in links[start : start + AT_ONCE]]
        if not start:
            people[0].picture("08-ballot")
        for _tap in range(ANSWERS_EACH):
            _answer_side_by_side([one for one in people if one.page.locator(CARD).count()], chance)
        for person in people:
            _validate(person)
        if not start:
            people[0].picture("09-receipt")
        for person in people:
            tour.taps += person.clicks
            person.page.context.close()


def _at_the_ballot(tour: Tour, link: str) -> Hands:
    person = company_contact(tour.browser, tour.site, tour.pictures)
    person.page.goto(link)
    person.click("Commencer")
    person.page.wait_for_url("**/ballot/**")
    return person


def _answer_side_by_side(people: list[Hands], chance: random.Random) -> None:
    cards = []
    for person in people:
        cards.append(_card(person))
        words = person.page.locator("label.answer .answer-word")
        offered = words.all_inner_texts()
        answer = chance.choice([one for one in ANSWERS if one in offered])
        person.page.locator("label.answer").nth(offered.index(answer)).click()
        person.clicks += 1
    for person, card in zip(people, cards, strict=True):
        _until(partial(_has_left, person, card), f"still at {card}")


def _card(person: Hands) -> tuple[str, str]:
    """Return where a voter is: two cards in a row may have the same title."""
    return person.page.url, person.page.locator("h1").first.inner_text()


def _has_left(person: Hands, card: tuple[str, str]) -> bool:
    return _card(person) != card


def _validate(person: Hands) -> None:
    number = re.search(r"/ballot/(\d+)/", person.page.url)
    if number is None:
        raise TourFailed(f"no ballot at {person.page.url}")
    person.page.goto(f"/ballot/{number[1]}/review/")
    person.click("Valider")
    person.page.wait_for_url("**/receipt/")


def close_round(tour: Tour) -> None:
    """All have voted: the round closes before its hour, and the worker counts."""
    hands = tour.manager
    hands.click("Consultations", within="nav", role="link")
    hands.click("Nos priorités")
    tour.check("ballots validated", _count(hands, r"ont validé (\d+)"), COMPANIES + 1)
    hands.picture("10-turnout")
    hands.click("Clore avant l’heure")
    hands.fill("Pourquoi clore", "Toutes les entreprises ont répondu.")
    hands.click("Clore la consultation")
    _until(lambda: _reloaded(hands, hands.page.get_by_role("link", name="Voir le résultat")))
    hands.click("Voir le résultat")
    _until(lambda: _reloaded(hands, hands.page.get_by_text("Retenues, solides")))
    hands.picture("11-result")


def set_aside(tour: Tour) -> None:
    """The committee sets one proposal aside, with a reason that everybody reads."""
    hands = tour.manager
    hands.click("Décisions du comité")
    hands.click("Écarter…")
    hands.fill("Motif", "Déjà engagée par une autre collectivité.")
    hands.fill("Qui a décidé", "Comité de pilotage")
    hands.picture("12-set-aside")
    hands.click("Écarter")
    hands.click("Résultat")


def create_programme(tour: Tour) -> None:
    """What was retained becomes action sheets, in three areas."""
    hands = tour.manager
    hands.click("Créer les fiches action")
    hands.click("Créer ")
    hands.picture("13-programme")
    tour.facts["actions"] = _count(hands, r"(\d+) fiches action sont prêtes")


def follow_up(tour: Tour) -> None:
    """A call, a note, a status: three things the project manager keeps."""
    hands = tour.manager
    hands.press(hands.page.locator("main a[href^='/actions/']").first)
    hands.click("Changer le statut")
    hands.choose("Statut", "en cours")
    hands.click("Enregistrer")
    hands.fill("Note", "Premier rendez-vous pris avec les deux entreprises.")
    hands.click("Ajouter la note")
    hands.picture("14-action-sheet")
    hands.press(hands.page.locator("main a[href^='/synergies/']").first)
    hands.click("Appel")
    hands.fill("Ce qui s’est dit", "D’accord pour une visite en janvier.")
    hands.click("Enregistrer")
    hands.picture("15-call")


def approve_report(tour: Tour) -> None:
    """A month later the report is there; it is read, and sent to the companies."""
    hands = tour.manager
    month = date.today().replace(day=1)  # noqa: DTZ011 – the day on the wall
    built_at: datetime = first_working_instant(next_month(month)) + timedelta(minutes=5)
    said = tour.site.tick_at(built_at)
    if "Rapport établi" not in said:
        raise TourFailed(f"no report on {built_at:%Y-%m-%d}: {said}")
    hands.click("Rapports", within="nav", role="link")
    hands.press(hands.page.locator("main a[href^='/reports/']").first)
    hands.picture("16-report")
    hands.click("Lire, corriger et envoyer")
    hands.click("Commencer par les entreprises")
    hands.tick("J’ai lu la liste")
    hands.picture("17-report-to-send")
    hands.click("Envoyer à")
    expected = _count(hands, r"(\d+) courriels sont dans la boîte")
    tour.site.tick_at(built_at + timedelta(hours=1))  # today everybody has had a mail already
    _until(lambda: len(_reports(tour.site)) >= expected, "the reports did not leave")


def receive_report(tour: Tour) -> None:
    """The mail is in the companies' boxes: it says what has moved."""
    hands = tour.manager
    hands.click("Boîte aux lettres", within="nav", role="link")
    tour.facts["reports received"] = len(_reports(tour.site))
    hands.picture("18-mailbox")


STAGES: tuple[tuple[str, Callable[[Tour], None]], ...] = (
    ("Import the workshop", import_workshop),
    ("Add a company late", add_late_company),
    ("Merge suggestions", merge_suggestions),
    ("Open the round, invite", open_round),
    ("Twenty-six companies vote", vote),
    ("Close and count", close_round),
    ("Set one aside", set_aside),
    ("Create the programme", create_programme),
    ("Three follow-ups", follow_up),
    ("Approve the report", approve_report),
    ("Receive it", receive_report),
)


def _count(hands: Hands, pattern: str) -> int:
    """Return the number that the page says in the words of `pattern`."""
    text = " ".join(hands.page.inner_text("main").split())
    found = re.search(pattern, text)
    if found is None:
        raise TourFailed(f"{hands.page.url} does not say {pattern!r}")
    return int(found[1])


def _reloaded(hands: Hands, place: Locator) -> bool:
    hands.page.reload()
    return bool(place.count())


def _until(is_done: Callable[[], bool], otherwise: str = "the worker did not finish") -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_done():
        if time.monotonic() > deadline:
            raise TourFailed(otherwise)
        time.sleep(0.2)


def _read(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(EmailMessage, policy=policy.default).parse(file)


def _reports(site: Site) -> list[EmailMessage]:
    """Return the monthly reports that left, without the draft that asked for approval."""
    mails = map(_read, site.mails)
    return [mail for mail in mails if REPORT_SUBJECT.search(str(mail["Subject"]))]


def _ballot_links(site: Site) -> dict[str, str]:
    """Return for each company the link in the French invitation of one of its contacts."""
    links: dict[str, str] = {}
    for path in site.mails:
        mail = _read(path)
        if "quelles synergies" not in str(mail["Subject"]):
            continue
        body = mail.get_body(("plain",))
        found = re.search(r"http\S+/vote/\S+", body.get_content()) if body else None
        if found:
            links.setdefault(str(mail["Subject"]).split(" : ")[0], found[0])
    return links
