"""The living page of the components shows all of them, with the contrast they have."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test.signals import template_rendered

from pompey_ite.components import forget
from pompey_ite.pages.style import AA_TEXT, pairs
from tests.factories import CompanyFactory

pytestmark = pytest.mark.django_db
STYLE = "/style/"
IN_THE_HEAD = {"share_tags"}  # of public pages: nothing to see, its contract alone is shown
FILES = sorted((Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))


@pytest.fixture
def rendered():
    """Names of the templates rendered, included ones too; tags keep nothing from before."""
    forget()
    names = set()

    def note(template, **_kwargs):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def test_every_component_is_on_the_page_rendered_and_with_its_contract(staff_client, rendered):
    CompanyFactory()

    content = staff_client.get(STYLE).content.decode()

    for path in FILES:
        assert path.stem in IN_THE_HEAD or f"components/{path.name}" in rendered
        assert f'id="component-{path.stem}"' in content


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_themes_stand_side_by_side_in_both_languages(staff_client, language):
    staff_client.cookies["django_language"] = language

    content = staff_client.get(STYLE).content.decode()

    assert content.count('<section class="theme-half"') == 2


def test_a_refused_form_shows_its_errors(staff_client):
    assert staff_client.get(STYLE).content.decode().count("invalid-feedback") >= 2


def test_every_pair_of_colours_reaches_aa():
    assert [pair for pair in pairs() if min(pair.light, pair.dark) < AA_TEXT] == []


def test_the_page_takes_constant_queries(staff_client, django_assert_num_queries):
    # session, user, company, initiative
    with django_assert_num_queries(4):
        staff_client.get(STYLE)


def test_the_page_is_for_staff(client):
    assert client.get(STYLE).url == "/admin/login/?next=/style/"
