"""Comparison and files of a round: who may read them, and when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from synergies.models import Round, Tally
from synergies.services.counting import work_at_round
from synergies.services.published_rounds import FILES
from synergies.services.tallies import tally_round
from tests.factories import (
    BallotFactory,
    RoundFactory,
    RoundOptionFactory,
    UserFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def pages(round_):
    compare = reverse("synergies:round_compare", args=[round_.pk])
    return [compare, *(reverse("synergies:round_export", args=[round_.pk, n]) for n in FILES)]


def statuses(client, round_):
    return {client.get(page).status_code for page in pages(round_)}


@pytest.fixture
def unlucky():
    """Two places, three companies that agree, two others that the sum leaves with nothing."""
    round_ = RoundFactory(closed=True, places=2)
    options = [RoundOptionFactory(round=round_, title=f"Option {letter}") for letter in "ABCD"]
    for rank, wishes in enumerate(([0, 1], [0, 1], [0, 1], [2, 3], [2, 3])):
        ballot = BallotFactory(round=round_, company__name=f"Company-canary {rank}")
        for wish in wishes:
            VoteFactory(ballot=ballot, option=options[wish])
    work_at_round(round_=round_, now=timezone.now())
    return round_


def test_staff_read_them_once_the_round_is_counted(staff_client, unlucky):
    assert statuses(staff_client, unlucky) == {200}


@pytest.mark.parametrize("state", [{}, {"planned": True}, {"cancelled": True}, {"closed": True}])
def test_nobody_reads_them_before_the_count(staff_client, client, state):
    round_ = RoundFactory(results_are_public=True, **state)
    VoteFactory(ballot__round=round_)

    assert statuses(staff_client, round_) == statuses(client, round_) == {404}


def test_a_tally_of_a_round_that_is_open_again_shows_nothing(staff_client, unlucky):
    Round.objects.update(closes_at=timezone.now() + timedelta(days=1))

    assert statuses(staff_client, unlucky) == {404}


def test_strangers_are_sent_to_the_login(client, unlucky):
    assert statuses(client, unlucky) == {302}
    assert statuses(client, Round(pk=unlucky.pk + 1)) == {302}


def test_a_public_result_is_read_by_everybody_without_names(client, unlucky):
    Round.objects.update(results_are_public=True)
    assert statuses(client, unlucky) == {200}

    shown = [client.get(page).content.decode() for page in pages(unlucky)]

    assert not any("canary" in text for text in shown)


def test_the_project_manager_sees_which_companies_get_nothing(staff_client, unlucky):
    staff_client.cookies["django_language"] = "en"
    response = staff_client.get(pages(unlucky)[0])

    comparison = response.context["comparison"]
    greedy = next(one for one in comparison.outcomes if one.rule == "greedy")
    assert greedy.left_out == ["Company-canary 3", "Company-canary 4"]
    assert "2 companies of 5 get nothing they wanted." in response.content.decode()


# -- Staff comes by the door of the workbench ------------------------------------------------------


def with_result(round_):
    return [reverse("synergies:round_results", args=[round_.pk]), *pages(round_)]


@pytest.mark.parametrize("is_public", [False, True])
def test_staff_needs_the_second_factor_here_as_everywhere(client, unlucky, settings, is_public):
    Round.objects.update(results_are_public=is_public)
    user = UserFactory(superuser=True)
    client.force_login(user)
    assert {client.get(page).status_code for page in with_result(unlucky)} == {200}

    settings.REQUIRE_SECOND_FACTOR = True

    answers = [client.get(page) for page in with_result(unlucky)]
    assert {answer.url for answer in answers} == {reverse("pages:entrance_set_up")}
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert {client.get("/companies/").url} == {answers[0].url}  # what every page does

    device = TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    assert {client.get(page).status_code for page in with_result(unlucky)} == {200}


@pytest.mark.parametrize("number", range(6))
def test_a_session_that_was_quiet_for_too_long_is_over_here_too(client, unlucky, number):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(UserFactory(superuser=True))
        clock.shift(timedelta(hours=3))

        response = client.get(with_result(unlucky)[number])

        assert response.url.startswith(reverse("admin:login"))
        assert client.get("/companies/").url.startswith(reverse("admin:login"))


def test_an_account_without_rights_reads_no_name_of_a_public_result(client, unlucky):
    Round.objects.update(results_are_public=True)
    client.force_login(UserFactory(staff=True))

    answers = [client.get(page) for page in with_result(unlucky)]

    assert {answer.status_code for answer in answers} == {403}
    assert not any("canary" in answer.content.decode() for answer in answers)


def test_only_what_rules_disagree_on_stands_in_the_table(staff_client, unlucky):
    comparison = staff_client.get(pages(unlucky)[0]).context["comparison"]

    assert [one.option.title for one in comparison.differing] == ["Option B", "Option C"]
    assert [is_kept for _rule, is_kept in comparison.differing[0].kept_by[:2]] == [False, True]
    assert [option.title for option in comparison.agreed] == ["Option A"]


def test_until_the_rules_are_compared_the_page_says_so(staff_client):
    round_ = VoteFactory(ballot__round=RoundFactory(closed=True)).ballot.round
    tally_round(round_=round_, now=timezone.now())
    staff_client.cookies["django_language"] = "en"

    response = staff_client.get(pages(round_)[0])

    assert response.context["comparison"] is None
    assert "The rules are being compared" in response.content.decode()


def test_fingerprint_files_and_command_are_on_the_page(staff_client, unlucky):
    text = staff_client.get(pages(unlucky)[0]).content.decode()

    assert Tally.objects.get().published_hash in text
    assert f"manage.py tally {unlucky.pk}-round.pb --rule equal-shares" in text
    assert all(page in text for page in pages(unlucky)[1:])


def test_files_are_saved_and_not_shown(staff_client, unlucky):
    for page, name in zip(pages(unlucky)[1:], FILES, strict=True):
        response = staff_client.get(page)

        assert response.headers["Content-Disposition"] == (
            f'attachment; filename="{unlucky.pk}-{name}"'
        )
        assert "no-store" in response.headers["Cache-Control"]


def test_an_unknown_file_is_not_found(staff_client, unlucky):
    page = reverse("synergies:round_export", args=[unlucky.pk, "settings.py"])

    assert staff_client.get(page).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_written_here(staff_client, unlucky, method):
    assert {getattr(staff_client, method)(page).status_code for page in pages(unlucky)} == {405}


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_for_one_and_three_options(
    staff_client, count, django_assert_num_queries
):
    round_ = RoundFactory(closed=True)
    for option in RoundOptionFactory.create_batch(count, round=round_):
        for ballot in (BallotFactory(round=round_), BallotFactory(round=round_)):
            VoteFactory(ballot=ballot, option=option)
    work_at_round(round_=round_, now=timezone.now())
    compare, ballots, *_others = pages(round_)

    with django_assert_num_queries(6):
        staff_client.get(compare)
    with django_assert_num_queries(9):
        staff_client.get(ballots)
