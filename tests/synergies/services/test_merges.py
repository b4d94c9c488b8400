import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from synergies.models import Area, Match, Merge, MergeRefusal, Party, Synergy
from synergies.services.detection import run_detection
from synergies.services.merges import MergeRefused, merge_synergies, refuse_merge, undo_merge
from synergies.services.rounds import open_round, parties_text
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    InitiativeFactory,
    MatchFactory,
    MergeFactory,
    PartyFactory,
    ResourceFactory,
    RoundOptionFactory,
    SynergyFactory,
    UserFactory,
    WorkshopFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PROVIDER, RECEIVER, MEMBER = Party.Role.PROVIDER, Party.Role.RECEIVER, Party.Role.MEMBER


def exchange(number, giver, taker, **changes):
    """Return a substitution: the company of `giver` provides to that of `taker`."""
    synergy = SynergyFactory(number=number, kind=Synergy.Kind.SUBSTITUTION, **changes)
    for position, (resource, role) in enumerate(((giver, PROVIDER), (taker, RECEIVER))):
        PartyFactory(
            synergy=synergy,
            company=resource.company,
            role=role,
            position=position,
            resources=[resource],
        )
    return synergy


def merge(*members, title="", user=None):
    return merge_synergies(
        initiative=members[0].initiative,
        pks=[member.pk for member in members],
        title=title,
        user=user or UserFactory(),
        now=timezone.now(),
    )


def undo(done, user=None):
    return undo_merge(merge=done, user=user or UserFactory(), now=timezone.now())


def parties(synergy):
    rows = synergy.parties.order_by("position")
    return [(str(row.company), row.role, list(row.resources.order_by("pk"))) for row in rows]


# -- Merging --------------------------------------------------------------------------------------
def test_a_merge_takes_the_next_number_and_hides_its_members():
    members = SynergyFactory(number=12), SynergyFactory(number=299)
    user = UserFactory()

    done = merge(*members, title=" Pallets ", user=user)

    synergy = done.synergy
    assert (synergy.number, synergy.title, synergy.origin) == (300, "Pallets", "merge")
    assert (done.number, done.title, done.made_by) == (300, "Pallets", user)
    assert list(done.members.order_by("number")) == list(members)
    assert list(synergy.merged.order_by("number")) == list(members)
    assert list(Synergy.objects.open()) == [synergy]
    assert list(Synergy.objects.for_list()) == [synergy]


def test_members_and_merge_have_their_history():
    first, second = SynergyFactory(), SynergyFactory()

    done = merge(first, second)

    assert first.history.latest().merged_into == done.synergy
    assert second.history.count() == 2
    assert done.history.count() == 1


def test_parties_are_those_of_the_members_in_order_with_their_resources():
    sand, slag = (ResourceFactory(company__name=name) for name in ("Foundry", "Boiler"))
    fill = ResourceFactory(need=True, company__name="Roads")
    other_sand = ResourceFactory(company=sand.company)

    done = merge(exchange(1, sand, fill), exchange(2, slag, fill), exchange(3, other_sand, fill))

    assert done.synergy.kind == Synergy.Kind.SUBSTITUTION
    assert parties(done.synergy) == [
        ("Foundry", PROVIDER, [sand, other_sand]),
        ("Boiler", PROVIDER, [slag]),
        ("Roads", RECEIVER, [fill]),
    ]
    assert parties_text(done.synergy) == "Foundry, Boiler → Roads"


def test_a_company_that_provides_and_receives_takes_part():
    here, there = ResourceFactory(company__name="Here"), ResourceFactory(company__name="There")

    done = merge(exchange(1, here, there), exchange(2, there, here))

    assert [row[:2] for row in parties(done.synergy)] == [("Here", MEMBER), ("There", MEMBER)]


def test_substitutions_and_poolings_together_are_a_pooling():
    pool = SynergyFactory(number=1, kind=Synergy.Kind.POOLING)
    PartyFactory(synergy=pool, role=Party.Role.LEAD, company__name="Leader")
    giver, taker = (ResourceFactory(company__name=name) for name in ("Giver", "Taker"))

    done = merge(pool, exchange(2, giver, taker))

    assert done.synergy.kind == Synergy.Kind.POOLING
    assert [row[:2] for row in parties(done.synergy)] == [
        ("Leader", Party.Role.LEAD),
        ("Giver", MEMBER),
        ("Taker", MEMBER),
    ]


def test_without_title_it_is_called_as_the_member_with_most_companies():
    SynergyFactory(number=1, title="Lowest")
    few = PartyFactory(synergy__number=2, synergy__title="Few").synergy
    many = PartyFactory(synergy__number=3, synergy__title="Many").synergy
    PartyFactory(synergy=many)

    assert merge(Synergy.objects.get(number=1), few, many).title == "Many"


def test_the_comment_says_what_the_members_are():
    first = SynergyFactory(number=1, title="Sand", comment="to be analysed")
    second = SynergyFactory(number=2, title="Slag")

    assert merge(first, second).synergy.comment == "No. 1: Sand – to be analysed\nNo. 2: Slag"


def test_what_the_members_have_in_common_is_kept():
    workshop = WorkshopFactory()
    first = SynergyFactory(workshop=workshop, area=Area.SKILLS, is_public=True)
    second = SynergyFactory(
        workshop=workshop,
        area=Area.SKILLS,
        is_public=True,
        status=Synergy.Status.DISCUSSION,
        last_contact_on=date(2018, 3, 1),
    )

    synergy = merge(first, second).synergy

    assert (synergy.workshop, synergy.area, synergy.is_public) == (workshop, Area.SKILLS, True)
    assert (synergy.status, synergy.last_contact_on) == ("discussion", date(2018, 3, 1))


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ({"area": Area.SKILLS}, "Only synergies of one area are grouped."),
        ({"closed": True}, "These may not be grouped, or no longer: no. 2."),
        ({"operational": True}, "These may not be grouped, or no longer: no. 2."),
        ({"origin": Synergy.Origin.MERGE}, "These may not be grouped, or no longer: no. 2."),
    ],
)
def test_what_may_not_be_grouped_is_refused_and_nothing_is_written(other, text):
    first, second = SynergyFactory(number=1), SynergyFactory(number=2, **other)

    with pytest.raises(MergeRefused, match=re.escape(text)):
        merge(first, second)

    assert Synergy.objects.count() == 2
    assert Merge.objects.count() == 0


def test_one_synergy_is_no_group():
    with pytest.raises(MergeRefused, match="Choose at least two"):
        merge(SynergyFactory())


def test_a_synergy_of_another_initiative_does_not_count():
    elsewhere = SynergyFactory(initiative=InitiativeFactory(name="Elsewhere"))

    with pytest.raises(MergeRefused, match="Choose at least two"):
        merge(SynergyFactory(), elsewhere)


def test_of_two_people_the_second_is_told_which_synergy_was_taken():
    first, second, third = (SynergyFactory(number=number) for number in (1, 2, 3))
    merge(first, second)

    with pytest.raises(MergeRefused, match=r"no longer: no\. 2"):
        merge(second, third)

    assert Synergy.objects.count() == 4


def test_ballots_and_actions_stay_on_the_members():
    first, second = SynergyFactory(), SynergyFactory()
    option = RoundOptionFactory(synergy=first, round__closed=True)
    action = ActionFactory()
    action.synergies.add(second)

    merge(first, second)

    option.refresh_from_db()
    assert option.synergy == first
    assert list(action.synergies.all()) == [second]


def test_the_next_round_asks_about_the_merge_alone_and_names_its_members():
    party = PartyFactory(synergy__number=1, synergy__title="Sand")
    other = PartyFactory(synergy__number=2, synergy__title="Slag", company=party.company)
    done = merge(party.synergy, other.synergy, title="Fill")
    now = timezone.now()

    round_ = open_round(
        initiative=done.initiative,
        title="Round",
        opens_at=now,
        closes_at=now + timedelta(days=1),
        now=now,
    )

    (option,) = round_.options.all()
    assert (option.synergy, option.title) == (done.synergy, "Fill")
    assert option.comment == "No. 1: Sand\nNo. 2: Slag"
    assert round_.ballots.get(company=party.company).concerned_count == 1


# -- Undoing --------------------------------------------------------------------------------------
def test_undone_the_members_come_back_and_nothing_is_left():
    first, second = SynergyFactory(), SynergyFactory()
    user = UserFactory()
    done = merge(first, second, title="Fill")

    assert undo(done, user) is None

    done.refresh_from_db()
    assert set(Synergy.objects.open()) == {first, second}
    assert Synergy.objects.count() == 2
    assert (done.synergy, done.undone_by, done.title) == (None, user, "Fill")
    assert set(done.members.all()) == {first, second}
    assert Synergy.objects.get(pk=first.pk).history.count() == 3


def vote(done):
    RoundOptionFactory(synergy=done.synergy, round__closed=True)


def act(done):
    ActionFactory().synergies.add(done.synergy)


def edit(done):
    done.synergy.next_step = "Visit"
    done.synergy.save()


def decide(done):
    MatchFactory(synergy=done.synergy, kept=True)


@pytest.mark.parametrize("use", [vote, act, edit, decide])
def test_a_merge_on_which_something_rests_is_closed_with_a_reason(use):
    done = merge(SynergyFactory(), SynergyFactory())
    use(done)

    left = undo(done)

    assert left == done.synergy
    assert (left.status, left.status_reason) == ("closed", "The merge was undone.")
    assert Synergy.objects.open().count() == 2


def test_a_merge_is_undone_once():
    done = merge(SynergyFactory(), SynergyFactory())
    same_merge_elsewhere = Merge.objects.get(pk=done.pk)
    undo(done)

    with pytest.raises(MergeRefused, match="undone already"):
        undo(same_merge_elsewhere)


def test_members_can_be_merged_again_after_an_undone_merge():
    first, second = SynergyFactory(number=1), SynergyFactory(number=2)
    undo(merge(first, second))

    assert merge(first, second).number == 3


def test_a_match_found_inside_a_merge_goes_back_to_the_member_that_holds_it():
    title = "Palettes bois 80x120"
    giver, taker = ResourceFactory(title=title), ResourceFactory(title=title, need=True)
    late = ResourceFactory(title=title, need=True)
    member = exchange(1, giver, taker)
    done = merge(member, exchange(2, ResourceFactory(), late))
    run_detection(initiative=done.initiative)
    kept = Match.objects.filter(status=Match.Status.KEPT)
    assert {match.synergy for match in kept} == {done.synergy}

    undo(done)

    def match_of(*pair):
        first, second = sorted(resource.pk for resource in pair)
        match = Match.objects.get(resource_a=first, resource_b=second)
        return match.status, match.synergy

    assert match_of(giver, taker) == (Match.Status.KEPT, member)
    assert match_of(giver, late) == (Match.Status.SUGGESTED, None)


# -- Refusing -------------------------------------------------------------------------------------
def refuse(*synergies, reason="Two qualities"):
    return refuse_merge(
        initiative=synergies[0].initiative,
        pks=[synergy.pk for synergy in synergies],
        reason=reason,
        user=UserFactory(),
        now=timezone.now(),
    )


def test_a_refusal_keeps_who_why_and_which():
    first, second = SynergyFactory(), SynergyFactory()

    refusal = refuse(second, first, reason=" Two qualities ")

    assert refusal.reason == "Two qualities"
    assert set(refusal.synergies.all()) == {first, second}
    assert refusal.key == f"{first.pk}-{second.pk}"
    assert refusal.history.count() == 1


def test_the_same_refusal_twice_is_one():
    synergies = SynergyFactory(), SynergyFactory()

    assert refuse(*synergies) == refuse(*reversed(synergies), reason="again")
    assert MergeRefusal.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_needs_its_reason(reason):
    with pytest.raises(MergeRefused, match="Say why they are not the same"):
        refuse(SynergyFactory(), SynergyFactory(), reason=reason)

    assert MergeRefusal.objects.count() == 0


def test_one_synergy_is_not_refused():
    with pytest.raises(MergeRefused, match="Choose at least two"):
        refuse(SynergyFactory())


def test_companies_see_a_merge_where_they_saw_its_members():
    company = CompanyFactory()
    member = PartyFactory(company=company).synergy
    done = MergeFactory(members=[member, SynergyFactory()])
    PartyFactory(company=company, synergy=done.synergy)

    assert list(Synergy.objects.open().naming(company)) == [done.synergy]
