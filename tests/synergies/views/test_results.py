"""Who may read a result, and what each reader sees: names of those who said “no” are nowhere."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from companies.models import Company
from companies.services.links import token_of
from synergies.models import Answer, CommitteeDecision, Round
from synergies.services.rounds import link_purpose
from synergies.services.space import PURPOSE
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    CommitteeDecisionFactory,
    ContactFactory,
    PartyFactory,
    PersonalLinkFactory,
    RoundFactory,
    RoundOptionFactory,
    TallyFactory,
    TallyLineFactory,
    UserFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db

SUPPORTERS = ("Alba", "Brioche", "Cuivre")
AGAINST = ("Dures Forges", "Émail Contraire")  # they say “no” to all, and are named by all


def url(name, *args):
    return reverse(f"synergies:{name}", args=args)


@pytest.fixture
def round_():
    """Three companies that want two of three proposals; two others that want none of them."""
    round_ = RoundFactory(closed=True, places=2)
    options = [RoundOptionFactory(round=round_, title=title) for title in ("Zinc", "Eau", "Bois")]
    for name in SUPPORTERS + AGAINST:
        ballot = BallotFactory(round=round_, company__name=name)
        for option in options:
            PartyFactory(synergy=option.synergy, company=ballot.company)
            wants = name in SUPPORTERS and option.title != "Bois"
            answer = Answer.PRIORITY if wants else Answer.NO
            VoteFactory(ballot=ballot, option=option, answer=answer)
    return round_


@pytest.fixture
def tally(round_):
    return tally_round(round_=round_, now=timezone.now())


def entered(round_, name, *, by="ballot"):
    """Return a browser that came in by a link of a company: to its ballot or to its space."""
    company = Company.objects.get(name=name)
    purpose = link_purpose(round_) if by == "ballot" else PURPOSE
    link = PersonalLinkFactory(contact=ContactFactory(company=company), purpose=purpose)
    client = Client()
    client.post(url("vote" if by == "ballot" else "space", token_of(link)))
    return client


# -- Who may see it ---------------------------------------------------------------------------


SITUATIONS = {
    "open": {"opens_at": -5, "closes_at": 5},
    "closed": {"opens_at": -9, "closes_at": -1},
    "cancelled": {"opens_at": -9, "closes_at": -1, "cancelled": True},
}


def put(round_, situation, *, is_public):
    now = timezone.now()
    facts = SITUATIONS[situation]
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now + timedelta(days=facts["opens_at"]),
        closes_at=now + timedelta(days=facts["closes_at"]),
        cancelled_at=now if facts.get("cancelled") else None,
        change_reason="wrong list",
        results_are_public=is_public,
    )


def browser(reader, round_):
    client = Client()
    if reader == "staff":
        client.force_login(UserFactory(superuser=True))
    elif reader == "signed in":
        client.force_login(UserFactory())
    elif reader in {"ballot", "space"}:
        return entered(round_, "Alba", by=reader)
    elif reader == "other company":
        stranger = BallotFactory(company__name="Ailleurs")
        return entered(stranger.round, "Ailleurs")
    return client


@pytest.mark.parametrize("is_public", [False, True])
@pytest.mark.parametrize("situation", ["open", "closed", "counted", "cancelled"])
@pytest.mark.parametrize(
    "reader", ["nobody", "signed in", "other company", "ballot", "space", "staff"]
)
def test_who_sees_what_and_when(round_, reader, situation, is_public):
    client = browser(reader, round_)
    put(round_, "closed" if situation == "counted" else situation, is_public=is_public)
    if situation == "counted":
        tally_round(round_=round_, now=timezone.now())

    response = client.get(url("round_results", round_.pk))

    is_asked = reader in {"ballot", "space", "staff"}
    if not is_asked and not is_public:
        assert response.status_code == (403 if reader == "signed in" else 302)
        return
    assert response.status_code == 200
    assert (response.context["tally"] is not None) == (situation == "counted")
    assert ("Zinc" in response.content.decode()) == (situation == "counted")


def test_a_round_that_does_not_exist_looks_like_one_that_is_not_public(client, round_):
    hidden = client.get(url("round_results", round_.pk))
    absent = client.get(url("round_results", round_.pk + 1))

    assert (hidden.status_code, absent.status_code) == (302, 302)


def test_staff_is_told_that_a_round_does_not_exist(staff_client):
    assert staff_client.get(url("round_results", 4711)).status_code == 404


def test_a_cancelled_round_that_was_counted_shows_nothing(staff_client, tally):
    Round.objects.update(cancelled_at=timezone.now(), change_reason="wrong list")

    response = staff_client.get(url("round_results", tally.round_id))

    assert response.context["tally"] is None
    assert "wrong list" in response.content.decode()


@pytest.mark.parametrize("reader", ["nobody", "ballot"])
def test_no_cache_keeps_what_depends_on_who_reads(tally, reader):
    Round.objects.update(results_are_public=True)

    response = browser(reader, tally.round).get(url("round_results", tally.round_id))

    assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert response.get("X-Robots-Tag", "") == ("noindex" if reader == "ballot" else "")


def test_an_ended_link_opens_the_result_no_more(tally):
    phone = entered(tally.round, "Alba")
    assert phone.get(url("ballot_result", tally.round_id)).status_code == 200

    company = Company.objects.get(name="Alba")
    for link in company.contacts.get().personal_links.all():
        link.revoked_at = timezone.now()
        link.save()

    assert phone.get(url("round_results", tally.round_id)).status_code == 302
    assert phone.get(url("ballot_result", tally.round_id)).status_code == 404


# -- What nobody reads --------------------------------------------------------------------------


def text_of(response):
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]*>", " ", body))


def pages_of(round_):
    """Every page that speaks of the result, as each of its readers sees it."""
    staff = browser("staff", round_)
    supporter, by_space = entered(round_, "Alba"), entered(round_, "Brioche", by="space")
    bands = [
        "",
        "?band=outside",
        "?band=solid",
        "?band=to_confirm",
        "?words=bois",
        "?area=resources",
    ]
    for client in (staff, supporter, by_space, Client()):
        yield from (client.get(url("round_results", round_.pk) + band) for band in bands)
    yield supporter.get(url("ballot_result", round_.pk))
    yield by_space.get(url("space_result", round_.pk))
    yield staff.get(url("round_committee", round_.pk), {"words": "bois"})
    for option in round_.options.all():
        yield staff.get(url("round_decide", round_.pk, option.number))
    yield staff.get(reverse("actions:create_from_round", args=[round_.pk]))


def test_those_who_said_no_are_named_on_no_page_of_a_result(round_, tally):
    Round.objects.update(results_are_public=True)
    Company.objects.update(is_public=True)
    bois = round_.options.get(title="Bois")
    CommitteeDecisionFactory(tally=tally, option=bois)

    texts = [text_of(page) for page in pages_of(round_)]

    assert any("Cuivre" in text for text in texts)  # names are told: of those who want it
    assert [name for name in AGAINST for text in texts if name in text] == []


def test_the_same_look_finds_a_name_that_is_told(round_, tally):
    """The test above can fail: when one of them wants something, it is named."""
    round_.options.get(title="Zinc").votes.filter(ballot__company__name=AGAINST[0]).update(
        answer=Answer.YES
    )

    texts = [text_of(page) for page in pages_of(round_)]

    assert any(AGAINST[0] in text for text in texts)


def test_the_other_companies_cannot_work_out_who_said_no(round_, tally):
    """Three are named, two are left, both said no: the figure says “maybe or no”."""
    response = entered(round_, "Alba").get(url("round_results", round_.pk))

    rows = {
        row.line.option.title: row
        for section in response.context["sections"]
        for row in section["lines"]
    }
    assert rows["Zinc"].interested == ["Alba", "Brioche", "Cuivre"]
    assert [part.key for part in rows["Zinc"].figures.segments] == ["priority", "maybe"]


def test_the_public_reads_no_name_without_agreement(round_, tally, client):
    Round.objects.update(results_are_public=True)
    Company.objects.filter(name="Alba").update(is_public=True)

    text = text_of(client.get(url("round_results", round_.pk)))

    assert [name for name in SUPPORTERS if name in text] == ["Alba"]


@pytest.mark.parametrize("reader", ["ballot", "staff", "nobody"])
def test_only_staff_is_led_to_pages_of_staff(round_, tally, reader):
    Round.objects.update(results_are_public=True)

    body = browser(reader, round_).get(url("round_results", round_.pk)).content.decode()

    staff_pages = [
        url("round_committee", round_.pk),
        reverse("actions:create_from_round", args=[round_.pk]),
        url("detail", round_.options.get(title="Zinc").synergy_id),
    ]
    assert [page in body for page in staff_pages] == [reader == "staff"] * 3


# -- What the page shows ------------------------------------------------------------------------


@pytest.fixture
def many(staff_client):
    """A tally of 120 proposals that were not retained, and one that was."""
    tally = TallyFactory(company_count=25, voter_count=23)
    for n in range(120):
        area = "skills" if n % 2 else "equipment"
        # Its own number: one of a long run may hold the figures that are looked for.
        option = RoundOptionFactory(
            round=tally.round, number=n + 1, title=f"Lot {n:03d}", area=area
        )
        TallyLineFactory(tally=tally, option=option, band="outside", no_count=3)
    option = RoundOptionFactory(round=tally.round, number=500, title="Étain commun", area="skills")
    TallyLineFactory(tally=tally, option=option, retained_rank=1, yes_count=5)
    return tally


def shown(response):
    return [
        row.line.option.title
        for section in response.context["sections"]
        for row in section["lines"]
    ]


def test_the_title_says_the_base_of_the_result(staff_client, many):
    staff_client.cookies["django_language"] = "en"

    body = staff_client.get(url("round_results", many.round_id)).content.decode()

    assert "1 synergy retained; 23 companies of 25 voted</h1>" in body


def test_what_was_not_retained_is_on_pages_of_its_own(staff_client, many):
    first = staff_client.get(url("round_results", many.round_id))
    rest = [
        staff_client.get(url("round_results", many.round_id), {"band": "outside", "page": page})
        for page in (1, 2, 3)
    ]

    assert shown(first) == ["Étain commun"]
    assert first.context["folded_count"] == 120
    assert [len(shown(page)) for page in rest] == [50, 50, 20]
    assert len(first.content) < 60_000


@pytest.mark.parametrize(
    ("filters", "titles", "folded"),
    [
        ({"words": "ETAIN"}, ["Étain commun"], 0),
        ({"words": "lot 003"}, [], 1),
        ({"area": "skills"}, ["Étain commun"], 60),
        ({"area": "equipment"}, [], 60),
        ({"band": "outside", "words": "lot 003", "area": "skills"}, ["Lot 003"], 0),
        ({"band": "outside", "words": "lot 003", "area": "equipment"}, [], 0),
        ({"band": "no such band", "area": "skills"}, ["Étain commun"], 60),
    ],
)
def test_filters_of_the_address(staff_client, many, filters, titles, folded):
    response = staff_client.get(url("round_results", many.round_id), filters)

    assert (shown(response), response.context["folded_count"]) == (titles, folded)


def test_filters_go_on_to_the_next_page(staff_client, many):
    page = {"band": "outside", "area": "skills"}

    body = staff_client.get(url("round_results", many.round_id), page).content.decode()

    assert "?page=2&amp;band=outside&amp;area=skills" in body


def test_htmx_receives_the_bands_alone(staff_client, many):
    response = staff_client.get(
        url("round_results", many.round_id), {"area": "skills"}, headers={"HX-Request": "true"}
    )

    body = response.content.decode()
    assert "<html" not in body
    assert "Étain commun" in body


def test_decisions_stand_beside_the_vote(staff_client, round_, tally):
    zinc, bois = (round_.options.get(title=title) for title in ("Zinc", "Bois"))
    CommitteeDecisionFactory(
        tally=tally, option=zinc, kind=CommitteeDecision.Kind.SET_ASIDE, reason="Already done"
    )
    CommitteeDecisionFactory(tally=tally, option=bois, reason="Half is paid <b>for</b>")
    CommitteeDecisionFactory(tally=tally, reason="No longer so", withdrawn=True)

    response = staff_client.get(url("round_results", round_.pk))

    body = response.content.decode()
    assert "Zinc" in shown(response)
    assert body.count("Already done") == 2  # in the list of decisions, and at its proposal
    assert "Half is paid &lt;b&gt;for&lt;/b&gt;" in body
    assert "No longer so" not in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_is_shown_in_constant_queries(staff_client, count, django_assert_num_queries):
    round_ = RoundFactory(closed=True)
    one, two = BallotFactory.create_batch(2, round=round_)
    for option in RoundOptionFactory.create_batch(count, round=round_):
        VoteFactory(ballot=one, option=option)
        VoteFactory(ballot=two, option=option)
    tally = tally_round(round_=round_, now=timezone.now())
    for option in round_.options.all():
        CommitteeDecisionFactory(tally=tally, option=option, kind="set_aside")

    # session, user, round, tally, lines, decisions, votes, least points, initiative
    with django_assert_num_queries(9):
        response = staff_client.get(url("round_results", round_.pk))

    assert response.context["selection"].retained_count == count
    assert len(response.context["decisions"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_company_reads_it_in_constant_queries(round_, count, django_assert_num_queries):
    for option in RoundOptionFactory.create_batch(count, round=round_):
        VoteFactory(ballot=round_.ballots.get(company__name="Alba"), option=option)
    tally_round(round_=round_, now=timezone.now())
    phone = entered(round_, "Alba")

    # round, session, link, ballot, tally, lines, decisions, votes, least points, initiative
    with django_assert_num_queries(10):
        phone.get(url("round_results", round_.pk))
    # session, link, ballot, tally, company, ballot, votes, decisions, lines, votes, least, company,
    # options, initiative
    with django_assert_num_queries(14):
        phone.get(url("ballot_result", round_.pk))


# -- The result of one company --------------------------------------------------------------------


def test_each_company_reads_its_own_result_by_both_links(round_, tally):
    by_ballot = entered(round_, "Alba").get(url("ballot_result", round_.pk))
    by_space = entered(round_, "Cuivre", by="space").get(url("space_result", round_.pk))

    assert by_ballot.context["result"].company.name == "Alba"
    assert by_space.context["result"].company.name == "Cuivre"
    assert "Alba" in text_of(by_ballot)


@pytest.mark.parametrize(("language", "share"), [("fr", "Votre part\u00a0: 0,40"), ("en", "0.40")])
def test_the_share_is_told_in_the_language_of_the_page(round_, tally, language, share):
    phone = entered(round_, "Alba")
    phone.cookies["django_language"] = language
    tally.shares[str(Company.objects.get(name="Alba").pk)]["share"] = "2/5"
    tally.save()

    assert share in text_of(phone.get(url("ballot_result", round_.pk)))


def test_the_project_manager_reads_what_a_company_reads(staff_client, round_, tally):
    company = Company.objects.get(name="Alba")
    Company.objects.filter(pk=company.pk).update(left_on=timezone.now(), left_reason="moved")

    response = staff_client.get(url("company_result", company.pk, round_.pk))

    assert response.context["result"].company == company
    assert url("company_result", company.pk, round_.pk) in (
        staff_client.get(url("round", round_.pk)).content.decode()
    )


def test_there_is_no_result_of_a_company_before_the_count_nor_for_others(staff_client, round_):
    company = Company.objects.get(name="Alba")
    stranger = BallotFactory().company

    assert staff_client.get(url("company_result", company.pk, round_.pk)).status_code == 404
    assert staff_client.get(url("company_result", stranger.pk, round_.pk)).status_code == 404
    assert (
        entered(round_, "Alba", by="space").get(url("space_result", round_.pk)).status_code == 404
    )


def test_the_space_leads_to_the_result(round_, tally):
    body = entered(round_, "Alba", by="space").get(url("space_home")).content.decode()

    assert url("space_result", round_.pk) in body


@pytest.mark.parametrize("name", ["round_results", "ballot_result", "space_result"])
def test_reading_a_result_writes_nothing(round_, tally, name):
    phone = entered(round_, "Alba", by="space" if name == "space_result" else "ballot")

    with CaptureQueriesContext(connection) as queries:
        assert phone.get(url(name, round_.pk)).status_code == 200

    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
