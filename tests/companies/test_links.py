"""Personal links: what their tokens are made of, and what a copy of the database gives away."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.utils import timezone

from companies.models import PersonalLink
from companies.services.links import hash_of, issue_link, open_link, token_of
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db


def new_link(purpose="space"):
    now = timezone.now()
    return issue_link(
        contact=ContactFactory(), purpose=purpose, now=now, expires_at=now + timedelta(days=9)
    )


def test_a_token_is_256_bits_and_no_two_are_alike():
    tokens = {token_of(new_link()) for _time in range(20)}

    assert len(tokens) == 20
    assert {len(urlsafe_b64decode(f"{token}=")) * 8 for token in tokens} == {256}


def test_the_row_of_a_link_holds_no_token():
    link = new_link()
    (row,) = PersonalLink.objects.values_list()

    assert hash_of(token_of(link)) in row
    assert token_of(link) not in " ".join(map(str, row))


@pytest.mark.parametrize("is_revoked", [False, True])
@pytest.mark.parametrize("is_active", [False, True])
@pytest.mark.parametrize("left", [timedelta(0), timedelta(seconds=1)])
def test_one_link_is_usable_when_the_rows_say_so(is_revoked, is_active, left):
    link, now = new_link(), timezone.now()
    link.expires_at, link.revoked_at = now + left, now if is_revoked else None
    link.save()
    link.contact.is_active = is_active
    link.contact.save()

    usable = PersonalLink.objects.usable(now).filter(pk=link.pk).exists()

    assert link.is_usable_at(now) is usable is (bool(left) and is_active and not is_revoked)


def test_a_copy_of_the_database_opens_nothing_under_another_secret(settings):
    link, now = new_link(), timezone.now()
    token = token_of(link)
    assert open_link(token=token, now=now) == link

    settings.SECRET_KEY = "another-one" * 5

    made_anew = token_of(PersonalLink.objects.get())
    assert made_anew != token
    assert open_link(token=made_anew, now=now) is None
