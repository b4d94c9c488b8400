"""What a confirmed slip declares, and what follows when it is corrected or withdrawn."""

from typing import Any

import pytest
from django.utils import timezone

from companies.models import Resource
from synergies.models import Match, Party, Slip, Synergy
from synergies.services.detection import run_detection
from synergies.services.slip_changes import SlipChanged, correct_slip
from synergies.services.slips import (
    NONE_OF_THESE,
    SlipRefused,
    Words,
    concepts_for,
    record_slip,
    withdraw_slip,
)
from tests.factories import (
    CompanyFactory,
    ResourceFactory,
    RoundOptionFactory,
    TableAccessFactory,
)

pytestmark = pytest.mark.django_db
Direction = Resource.Direction


@pytest.fixture
def access():
    access = TableAccessFactory(table_number=4)
    for name in ("Fonderie Grandjean", "Brasserie Neuve", "Scierie Haute"):
        CompanyFactory(initiative=access.workshop.initiative, name=name)
    return access


@pytest.fixture
def concept():
    return concepts_for("palettes", language="fr")[0].value


def words(**values: Any) -> Words:
    usual = {"offers": "Fonderie Grandjean", "wants": "Brasserie Neuve", "what": "palettes"}
    return Words(**(usual | values))


def written(access, key="0123456789abcdef", **values: Any) -> Slip:
    return record_slip(access=access, words=words(**values), client_key=key, now=timezone.now())


def corrected(slip, version=1, **values: Any) -> Slip:
    return correct_slip(slip=slip, words=words(**values), version=version, now=timezone.now())


def declared():
    rows = Resource.objects.open().order_by("pk")
    return [(one.company.name, one.direction, one.concept) for one in rows]


def test_what_was_confirmed_is_declared_by_both(access, concept):
    slip = written(access, concept=concept)

    assert declared() == [
        ("Fonderie Grandjean", Direction.OFFER, concept),
        ("Brasserie Neuve", Direction.NEED, concept),
    ]
    assert [party.resources.get() for party in slip.synergy.parties.order_by("position")] == list(
        Resource.objects.order_by("pk")
    )


@pytest.mark.parametrize("answer", ["", NONE_OF_THESE, "no-such-concept"])
def test_what_nobody_confirmed_is_not_declared(access, answer):
    slip = written(access, concept=answer)

    assert not Resource.objects.exists()
    assert slip.concept_confirmed is False
    assert bool(slip.concept) is (answer != NONE_OF_THESE)


def test_a_machine_used_together_is_declared_as_shared_by_both(access):
    machine = concepts_for("chariot élévateur", language="fr")[0].value
    written(access, kind=Synergy.Kind.POOLING, what="chariot élévateur", concept=machine)

    assert {direction for _company, direction, _concept in declared()} == {Direction.SHARE}


def test_what_a_company_has_declared_already_is_taken_as_it_is(access, concept):
    company = access.workshop.initiative.companies.get(name="Fonderie Grandjean")
    own = ResourceFactory(company=company, direction=Direction.OFFER, concept=concept)

    slip = written(access, concept=concept)
    withdraw_slip(slip=slip, reason="typed twice", now=timezone.now())

    own.refresh_from_db()
    assert own.closed_at is None
    assert Resource.objects.count() == 2
    assert Resource.objects.open().get() == own


def test_detection_does_not_suggest_again_what_the_slip_says(access, concept):
    slip = written(access, concept=concept)

    run_detection(initiative=access.workshop.initiative, now=timezone.now())

    match = Match.objects.get()
    assert (match.status, match.synergy) == (Match.Status.KEPT, slip.synergy)


def test_a_correction_reaches_synergy_parties_and_declarations(access, concept):
    slip = written(access, concept=concept)

    corrected(slip, wants="Scierie Haute", what="palettes Europe", note="three", concept=concept)

    synergy = Synergy.objects.get()
    assert (synergy.title, synergy.comment) == ("palettes Europe", "three")
    assert [party.company.name for party in Party.objects.order_by("position")] == [
        "Fonderie Grandjean",
        "Scierie Haute",
    ]
    assert {company for company, *_rest in declared()} == {"Fonderie Grandjean", "Scierie Haute"}


def test_turning_the_sides_round_is_a_correction(access):
    slip = corrected(written(access), offers="Brasserie Neuve", wants="Fonderie Grandjean")

    giver = slip.synergy.parties.get(role=Party.Role.PROVIDER)
    assert giver.company.name == "Brasserie Neuve"


def test_a_note_alone_leaves_the_declarations_alone(access, concept):
    slip = written(access, concept=concept)
    before = list(Resource.objects.values_list("pk", flat=True))

    corrected(slip, note="three a week", concept=concept)

    assert list(Resource.objects.open().values_list("pk", flat=True)) == before


def test_the_second_of_two_corrections_is_told_what_stands(access):
    slip = written(access)
    corrected(slip, what="palettes Europe")

    with pytest.raises(SlipChanged, match="palettes Europe"):
        corrected(slip, what="caisses")

    assert Synergy.objects.get().title == "palettes Europe"
    assert corrected(slip, version=2, what="caisses").version == 3


@pytest.mark.parametrize("fact", ["withdrawn", "study", "vote"])
def test_what_has_gone_on_is_not_corrected(access, fact):
    slip = written(access)
    if fact == "withdrawn":
        withdraw_slip(slip=slip, reason="typed twice", now=timezone.now())
    elif fact == "study":
        Synergy.objects.update(status=Synergy.Status.STUDY)
    else:
        RoundOptionFactory(synergy=slip.synergy)

    with pytest.raises(SlipRefused):
        corrected(slip, what="caisses")

    assert Slip.objects.get().what == "palettes"
