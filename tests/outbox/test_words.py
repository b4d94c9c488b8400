"""Words of people in mails: never a link, never hidden, never a header."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.conf import settings

from companies.services.links import token_of
from pompey_ite.outbox import services
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft
from pompey_ite.outbox.words import WORD_JOINER, one_line, unlinked, unlinked_html
from synergies.emails import INVITATION, BallotFacts, round_draft
from synergies.services.round_mails import plan_of, send_mails
from synergies.services.rounds import link_purpose
from tests.factories import BallotFactory, ContactFactory, PersonalLinkFactory, RoundFactory

NOW = datetime(2026, 11, 24, 10, tzinfo=PARIS)
# What mail programs make links of without being asked.
LINKABLE = re.compile(
    r"(?:https?|ftp|javascript|mailto|data):[^\s<>]+|\bwww\.[^\s<>]+"
    r"|[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.(?:example|com|fr|net)\b",
    re.IGNORECASE,
)
HOSTILE = [
    '<a href="https://evil.example">click</a>',
    "www.evil.example",
    "https://evil.example/pay",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "[pay here](https://evil.example)",
    "evil.com",
    "boss@evil.example",
    "mailto:boss@evil.example",
    "//evil.example/x",
    "https://evil.example@127.0.0.1:8000/",
    "http://127.0.0.1:8000.evil.example/",
    "http://127.0.0.1:8000@evil.example/",
    "Forge\r\nBcc: all@evil.example",
    "Forge\u202eelpmaxe.live\u202c",
    "evil\u200b.exam\u00adple",
    "<img src=x onerror=alert(1)>",
    "x" * 10_000,
]


class Links(HTMLParser):
    """Every address an HTML text leads to or loads, and every tag in it."""

    def __init__(self, html):
        super().__init__()
        self.addresses, self.tags = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.addresses += [value for name, value in attributes if name in {"href", "src"}]


def linkable(text):
    ours = re.escape(settings.SITE_URL)
    rest = re.sub(rf"{ours}/[\w/.=-]+|contact@pompey\.example(?![\w.])", "", text)
    return LINKABLE.findall(rest)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:30]))
def test_no_words_become_a_link(words):
    assert linkable(unlinked(words)) == []


@pytest.mark.parametrize("words", [words for words in HOSTILE if LINKABLE.search(words)])
def test_the_same_words_would_be_links_without_it(words):
    assert linkable(words) != []


def test_what_is_ours_stays_a_link():
    site, address = f"{settings.SITE_URL}/vote/abc-_1/", "contact@pompey.example"
    text = f"Votre bulletin : {site} ({address})."

    assert unlinked(text, addresses=[address]) == text
    assert unlinked(text) != text


def test_html_keeps_its_markup_and_style_sheet():
    html = '<style>a.button { color: red }</style><p class="a.bc">www.evil.example</p>'

    assert unlinked_html(html) == html.replace(
        "www.evil.example", f"www{WORD_JOINER}.{WORD_JOINER}evil.{WORD_JOINER}example"
    )


def test_french_reads_as_before():
    text = "« 12 réponses ; il reste 19 » : 3,5 t/an, p. 12, 1 000 € – l’été.\n"

    assert unlinked(text) == text


def test_a_header_is_one_line():
    assert one_line("Forge\r\nBcc: all@evil.example\u2028x\u202e") == (
        "Forge Bcc: all@evil.example x"
    )


# -- In real mails --------------------------------------------------------------------------------
def invitation_of(words):
    """The draft to a contact whose name, company and title of the round hold the words."""
    ballot = BallotFactory.build(
        round=RoundFactory.build(title=words, opens_at=NOW, closes_at=NOW, text=words),
        company__name=words,
    )
    facts = BallotFacts(ballot, answered=0, concerned_answered=0, examples=[words])
    contact = ContactFactory.build(company=ballot.company, first_name=words, last_name=words)
    return round_draft(INVITATION, facts, contact=contact, token="t" * 43, now=NOW)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:30]))
def test_a_hostile_name_puts_no_link_into_an_invitation(words):
    draft = invitation_of(words)

    links = Links(draft.html)
    assert {address.partition(":")[0] for address in links.addresses} <= {"http", "mailto"}
    hosts = {address for address in links.addresses if address.startswith("http")}
    assert all(address.startswith(f"{settings.SITE_URL}/") for address in hosts)
    assert "mailto:contact@pompey.example" in links.addresses
    assert links.tags & {"script", "img", "iframe", "form"} == set()
    assert linkable(draft.text) == []
    assert linkable(re.sub(r"<[^>]*>", " ", draft.html.partition("<body")[2])) == []
    assert "\n" not in draft.subject
    assert not re.search("[\u202a-\u202e\u200b]", draft.text + draft.html + draft.subject)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        'Alix" <boss@evil.example>, "x',
        "Alix\r\nBcc: all@evil.example",
        "Alix\u202e, boss@evil.example",
        "x" * 10_000,
    ],
)
def test_a_hostile_name_adds_no_recipient_and_no_header(name):
    services.queue_mail(
        kind="letter",
        recipient="alix@forge.example",
        recipient_name=name,
        object_key="report:1",
        draft=Draft("Rapport", "Bonjour", ""),
        language="fr",
        now=datetime(2019, 7, 1, 8, tzinfo=UTC),
    )

    message = as_message(Mail.objects.get())

    assert message.recipients() == [message.to[0]]
    sent = message.message()
    assert sent["Bcc"] is None
    assert str(sent["To"]).endswith("<alix@forge.example>")
    assert len(sent.get_all("To", [])) == 1


@pytest.mark.django_db
def test_each_mail_leads_to_the_preferences_of_its_own_recipient():
    round_ = RoundFactory(opens_at=NOW, closes_at=NOW.replace(day=30))
    ballot = BallotFactory(round=round_)
    contacts = [ContactFactory(company=ballot.company) for _one in range(2)]
    links = [PersonalLinkFactory(contact=one, purpose=link_purpose(round_)) for one in contacts]
    plan = plan_of(round_=round_, kind=INVITATION, now=NOW)
    send_mails(
        round_=round_, kind=INVITATION, contact_pks=plan.contact_pks, step=plan.step, now=NOW
    )

    pages = set()
    for contact, link in zip(contacts, links, strict=True):
        mail = Mail.objects.get(recipient=contact.email)
        (page,) = re.findall(r"http://\S+/mails/preferences/\S+", mail.text)
        assert f'href="{page}"' in mail.html
        assert token_of(link) in mail.text
        pages.add(page)
    assert len(pages) == 2
    assert not any("exemple" in page for page in pages)
