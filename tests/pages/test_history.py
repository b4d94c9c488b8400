"""Who changed what, when: in words, without votes or secrets, and the latest change undone."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from companies.models import PersonalLink, User
from pompey_ite.pages.history.kinds import KINDS
from synergies.models import Area, Ballot, Offer, Party, RoomAccess, Synergy, Vote, VoteChange
from tests.factories import (
    ActionFactory,
    CompanyFactory,
    MilestoneFactory,
    PartyFactory,
    SynergyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def lines(client, slug, pk):
    return client.get(reverse("pages:history_of", args=[slug, pk])).context["lines"]


def told(line):
    return [(change.name, change.before, change.after) for change in line.changes]


def undo_url(row, slug):
    record = row.history.latest("history_date", "history_id").history_id
    return reverse("pages:history_undo", args=[slug, row.pk, record])


def test_votes_links_and_accounts_have_no_history_here():
    never = {Ballot, Vote, VoteChange, Offer, PersonalLink, RoomAccess, User}
    words = {field.name for kind in KINDS.values() for field in kind.shown}

    assert never & {kind.model for kind in KINDS.values()} == set()
    assert {word for word in words if "token" in word or "hash" in word} == set()


def test_everything_that_keeps_a_history_is_told_and_by_parts_that_exist():
    keeping = {model for model in apps.get_models() if hasattr(model, "history")}

    assert {kind.model for kind in KINDS.values()} == keeping
    for kind in KINDS.values():
        own = {field.name for field in kind.model._meta.concrete_fields}
        assert {*kind.title, *kind.undoable} - own == set()
        for slug, field in kind.parts:
            assert KINDS[slug].model._meta.get_field(field).related_model == kind.model


def test_a_change_is_told_in_words_with_names_instead_of_numbers(staff_client):
    owner = UserFactory(first_name="Ada", last_name="Keller")
    synergy = SynergyFactory(title="Palettes", area=Area.EQUIPMENT)
    changed(synergy, area=Area.SKILLS, owner=owner, next_due_on=date(2019, 3, 12), is_public=True)

    newest, made = lines(staff_client, "synergy", synergy.pk)

    assert told(newest) == [
        ("Volet", "équipements", "compétences"),
        ("Suivie par", "–", "Ada Keller"),
        ("Échéance de la prochaine étape", "–", "12 mars 2019"),
        ("Montrée sur la page publique", "non", "oui"),
    ]
    assert (made.sign, made.changes) == ("+", [])


def test_the_parts_of_a_thing_are_told_with_it(staff_client):
    party = PartyFactory(
        company=CompanyFactory(name="Bois"), synergy=SynergyFactory(title="Palettes")
    )
    changed(party, role=Party.Role.LEAD)
    PartyFactory()

    found = [line for line in lines(staff_client, "synergy", party.synergy_id) if line.changes]

    assert [(line.kind.slug, line.title) for line in found] == [
        ("party", f"Bois · {party.synergy}")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_what_changed_lately_takes_constant_queries(staff_client, count, django_assert_num_queries):
    for action in ActionFactory.create_batch(count):
        changed(action, title="Autre titre")
        changed(MilestoneFactory(action=action), title="Autre jalon")

    # session, user, count, page, rows and rows before of each kind, people, initiative
    with django_assert_num_queries(12):
        response = staff_client.get(reverse("pages:history"))

    assert [line.kind.slug for line in response.context["lines"]].count("milestone") == 2 * count


def test_filters_by_person_kind_and_day(staff_client, staff_user):
    action = ActionFactory()
    staff_client.post(undo_url(changed(action, title="Autre titre"), "action"))
    record = action.history.latest("history_date", "history_id")
    record.history_date = record.history_date.replace(year=2019)
    record.save()

    def found(**query):
        return len(staff_client.get(reverse("pages:history"), query).context["lines"])

    assert found(person=staff_user.pk) == 1
    assert found(person=staff_user.pk, kind="synergy") == 0
    assert found(day=f"{timezone.localtime(record.history_date):%Y-%m-%d}") == 1
    assert found(kind="action") == 3


def test_undo_brings_the_values_back_as_a_change_of_its_own(staff_client, staff_user):
    action = changed(ActionFactory(title="Avant"), title="Après")
    address = undo_url(action, "action")

    page = staff_client.get(address)
    action.refresh_from_db()
    assert (page.status_code, action.title) == (200, "Après")
    staff_client.post(address)

    action.refresh_from_db()
    newest = lines(staff_client, "action", action.pk)[0]
    assert action.title == "Avant"
    assert told(newest) == [("Titre", "Après", "Avant")]
    assert (newest.who, newest.reason) == (
        str(staff_user),
        "annulation d’une modification",
    )


def test_undo_is_refused_when_something_changed_since(staff_client):
    action = changed(ActionFactory(title="Avant"), title="Après")
    address = undo_url(action, "action")
    changed(action, description="Encore")

    response = staff_client.post(address, follow=True)

    action.refresh_from_db()
    assert action.title == "Après"
    assert "depuis" in str(next(iter(response.context["messages"])))


def test_undo_is_refused_when_the_row_was_changed_behind_its_history(staff_client):
    action = changed(ActionFactory(title="Avant"), title="Après")
    address = undo_url(action, "action")
    Action.objects.update(title="Ailleurs")

    staff_client.post(address)

    action.refresh_from_db()
    assert action.title == "Ailleurs"


def test_undo_is_refused_when_other_things_hang_on_the_change(staff_client):
    synergy = changed(SynergyFactory(), status=Synergy.Status.DISCUSSION)

    line = lines(staff_client, "synergy", synergy.pk)[0]
    staff_client.post(undo_url(synergy, "synergy"))

    synergy.refresh_from_db()
    assert not line.is_undoable
    assert synergy.status == Synergy.Status.DISCUSSION


def test_undo_is_refused_when_the_model_says_no(staff_client):
    first = CompanyFactory(siret="73282932000074")
    changed(first, siret="")
    CompanyFactory(initiative=first.initiative, siret="73282932000074")

    staff_client.post(undo_url(first, "company"))

    first.refresh_from_db()
    assert first.siret == ""


def test_undo_needs_the_right_to_change(client):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_action"))
    client.force_login(reader)
    action = changed(ActionFactory(title="Avant"), title="Après")

    assert client.post(undo_url(action, "action")).status_code == 403
    action.refresh_from_db()
    assert action.title == "Après"


def test_what_does_not_exist_is_not_found(staff_client):
    action = changed(ActionFactory(), title="Après")
    other = ActionFactory()
    record = action.history.latest("history_date", "history_id").history_id

    for args in (["vote", 1], ["action", 0], ["user", 1]):
        assert staff_client.get(reverse("pages:history_of", args=args)).status_code == 404
    foreign = reverse("pages:history_undo", args=["action", other.pk, record])
    assert staff_client.get(foreign).status_code == 404
    missing = reverse("pages:history_undo", args=["action", other.pk, 10**9])
    assert staff_client.get(missing).status_code == 404


def test_visitors_see_no_history(client):
    assert client.get(reverse("pages:history")).status_code == 302
