import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from synergies import tasks
from synergies.models import DetectionPass, ParsedResource, VocabularyChange
from tests.factories import (
    DetectionKeyFactory,
    DetectionShardFactory,
    ParsedResourceFactory,
    UserFactory,
    VocabularyChangeFactory,
)

pytestmark = pytest.mark.django_db
Status = VocabularyChange.Status


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What is given to the worker, instead of giving it."""
    calls = []
    monkeypatch.setattr(tasks.detect_resource, "apply_async", lambda args, **_: calls.append(args))
    return calls


def address(model, page, *args):
    return reverse(f"admin:synergies_{model._meta.model_name}_{page}", args=args)


def act(client, action, *changes):
    client.cookies["django_language"] = "en"
    data = {"action": action, "_selected_action": [change.pk for change in changes]}
    response = client.post(address(VocabularyChange, "changelist"), data)
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_chosen_changes_are_accepted_by_the_service(staff_client, staff_user, queued):
    change, before = (
        VocabularyChangeFactory(words="Zirkonpalettes"),
        VocabularyChangeFactory(accepted=True),
    )
    concerned = ParsedResourceFactory(text=" zirkonpalette ")

    told = act(staff_client, "accept", change, before)

    change.refresh_from_db()
    assert told == ["1 change accepted."]
    assert (change.status, change.decided_by) == (Status.ACCEPTED, staff_user)
    assert ParsedResource.objects.get(pk=concerned.pk).fingerprint == ""
    assert queued == [(concerned.pk,)]


def test_what_contradicts_the_rest_is_told_and_the_others_are_accepted(staff_client):
    wrong = VocabularyChangeFactory(words="palettes perdues")
    right = VocabularyChangeFactory(words="Zirkonpalettes")

    told = act(staff_client, "accept", wrong, right)

    assert told == [
        "epal-pallet · palettes perdues: “palettes perdues” already means “one-way pallets”.",
        "1 change accepted.",
    ]
    assert VocabularyChange.objects.get(status=Status.PROPOSED) == wrong


def test_chosen_changes_are_refused_or_taken_back(staff_client):
    changes = VocabularyChangeFactory(), VocabularyChangeFactory(accepted=True)

    assert act(staff_client, "refuse", *changes) == ["2 changes refused."]

    assert set(VocabularyChange.objects.values_list("status", flat=True)) == {Status.REFUSED}


def test_readers_decide_nothing(client):
    reader = UserFactory(staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_vocabularychange"))
    client.force_login(reader)
    change = VocabularyChangeFactory()

    act(client, "accept", change)

    change.refresh_from_db()
    assert change.status == Status.PROPOSED


def test_the_status_is_not_typed(staff_client):
    change = VocabularyChangeFactory()
    page = staff_client.get(address(change, "change", change.pk))
    data = {k: v for k, v in page.context["adminform"].form.initial.items() if v is not None}

    staff_client.post(
        address(change, "change", change.pk), data | {"status": "accepted", "words": "zirkons"}
    )

    change.refresh_from_db()
    assert (change.status, change.words) == (Status.PROPOSED, "zirkons")


@pytest.mark.parametrize("situation", ["accepted", "refused"])
def test_what_was_decided_is_only_read(staff_client, situation):
    change = VocabularyChangeFactory(**{situation: True})

    page = staff_client.get(address(change, "change", change.pk))

    assert not page.context["has_change_permission"]
    assert staff_client.post(address(change, "change", change.pk), {}).status_code == 403


@pytest.mark.parametrize("situation", [{}, {"accepted": True}])
def test_changes_are_refused_never_deleted(staff_client, situation):
    change = VocabularyChangeFactory(**situation)

    assert staff_client.get(address(change, "delete", change.pk)).status_code == 403


def test_an_accepted_change_does_not_go_back_through_its_history(staff_client):
    change = VocabularyChangeFactory(words="Zirkonpalettes")
    first = change.history.earliest()
    act(staff_client, "accept", change)
    page = address(change, "simple_history", change.pk, first.pk)

    assert staff_client.post(page, {"words": "other"}).status_code == 403

    change.refresh_from_db()
    assert change.words == "Zirkonpalettes"


@pytest.mark.parametrize("count", [1, 3])
def test_a_parsed_resource_shows_its_keys_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    key = DetectionKeyFactory()
    DetectionKeyFactory.create_batch(count - 1, parsed=key.parsed)
    url = address(ParsedResource, "change", key.parsed.pk)
    staff_client.get(url)  # whatever Django caches once is cached

    # session, user, row, its resource, keys, initiative of the frame
    with django_assert_num_queries(7):
        response = staff_client.get(url)

    [inline] = response.context["inline_admin_formsets"]
    assert len(inline.formset.forms) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_pass_shows_its_shards_in_constant_queries(
    staff_client, count, django_assert_num_queries
):
    shard = DetectionShardFactory()
    DetectionShardFactory.create_batch(count - 1, detection_pass=shard.detection_pass)
    url = address(DetectionPass, "change", shard.detection_pass.pk)
    staff_client.get(url)  # whatever Django caches once is cached

    # session, user, row, initiative of the row, shards, initiative
    with django_assert_num_queries(6):
        response = staff_client.get(url)

    [inline] = response.context["inline_admin_formsets"]
    assert len(inline.formset.forms) == count
