import pytest
from django.utils import timezone
from django.utils.translation import override

from companies.models import Resource
from synergies.models import Area, Match, Synergy
from synergies.services.matches import MatchRefused, keep_match, reject_match
from tests.factories import MatchFactory, ResourceFactory, SynergyFactory, UserFactory

pytestmark = pytest.mark.django_db


def keep(match):
    return keep_match(match=match, user=UserFactory(), now=timezone.now()).synergy


def test_a_kept_match_becomes_the_next_synergy_of_its_initiative():
    SynergyFactory(number=299)
    match = MatchFactory(resource_a__title="Spent grain", resource_b__title="Animal feed")

    synergy = keep(match)

    assert (synergy.number, synergy.title) == (300, "Spent grain → Animal feed")
    assert (synergy.kind, synergy.origin) == ("substitution", "detection")
    assert (match.status, match.synergy) == ("kept", synergy)
    assert match.decided_at is not None


def test_in_a_substitution_the_one_that_gives_comes_first():
    taker = ResourceFactory(need=True)
    giver = ResourceFactory()

    synergy = keep(MatchFactory(resource_a=taker, resource_b=giver))

    parties = [(party.company, party.role) for party in synergy.parties.order_by("position")]
    assert parties == [(giver.company, "provider"), (taker.company, "receiver")]
    assert [list(party.resources.all()) for party in synergy.parties.all()] == [[giver], [taker]]


def test_in_a_pooling_both_take_part():
    synergy = keep(MatchFactory(kind=Synergy.Kind.POOLING))

    assert [party.role for party in synergy.parties.all()] == ["member", "member"]


def test_two_titles_that_say_the_same_are_written_once():
    match = MatchFactory(resource_a__title="Pallets", resource_b__title="pallets")

    assert keep(match).title == "Pallets"


def test_long_titles_are_cut_to_what_a_title_holds():
    match = MatchFactory(resource_a__title="a" * 150, resource_b__title="b" * 150)

    assert len(keep(match).title) == 200


@pytest.mark.parametrize(
    ("family", "area"),
    [
        (Resource.Family.EQUIPMENT, Area.EQUIPMENT),
        (Resource.Family.SPACE, Area.EQUIPMENT),
        (Resource.Family.SKILL, Area.SKILLS),
        (Resource.Family.WASTE, Area.RESOURCES),
        (Resource.Family.SERVICE, Area.RESOURCES),
    ],
)
def test_area_follows_the_family(family, area):
    assert keep(MatchFactory(resource_a__family=family)).area == area


@pytest.mark.parametrize("decided", ["kept", "rejected"])
def test_a_decided_match_is_not_decided_again(decided):
    match = MatchFactory(**{decided: True})

    with override("en"), pytest.raises(MatchRefused, match="already been decided"):
        keep(match)

    assert Synergy.objects.count() == 0


def test_of_two_people_who_keep_at_once_the_second_is_told():
    match = MatchFactory()
    same_match_elsewhere = Match.objects.get(pk=match.pk)
    keep(match)

    with pytest.raises(MatchRefused):
        keep(same_match_elsewhere)

    assert Synergy.objects.count() == 1


def test_a_rejection_keeps_who_when_and_why():
    match, user, now = MatchFactory(), UserFactory(), timezone.now()

    reject_match(match=match, user=user, reason=" other grade ", now=now)

    assert match.status == Match.Status.REJECTED
    assert (match.decided_by, match.decided_at) == (user, now)
    assert match.decision_reason == "other grade"


def test_a_rejection_needs_its_reason():
    match = MatchFactory()

    with override("en"), pytest.raises(MatchRefused, match="Say why it is not a match"):
        reject_match(match=match, user=UserFactory(), reason="  ", now=timezone.now())

    assert Match.objects.suggested().count() == 1
