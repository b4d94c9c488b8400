"""The pages that the law asks for: complete, edited with a preview, blanks told to the team."""

import pytest
from django.urls import reverse

from companies.models import PublicPage
from pompey_ite.pages.public_pages import LANGUAGES, text_of_the_program
from tests.factories import InitiativeFactory, PublicPageFactory, UserFactory

pytestmark = pytest.mark.django_db
CODES = PublicPage.Code.values
WANTED = {
    "legal": ["Éditeur", "Directeur ou directrice de la publication", "Hébergeur"],
    "privacy": [
        *("Responsable du traitement", "Délégué ou déléguée à la protection", "Finalités"),
        *("mission d’intérêt public", "Destinataires", "Durées de conservation"),
        *("hors de l’Union européenne", "Vos droits", "CNIL"),
    ],
    "accessibility": [
        *("loi n°\u00a02005-102", "Schéma pluriannuel", "État de conformité", "non conforme"),
        *("Contenus non accessibles", "charge disproportionnée", "Établissement"),
        *("Retour d’information et contact", "Voies de recours", "Libre réponse 71120"),
    ],
}


def edit(client, code, **data):
    return client.post(reverse("pages:public_page_edit", args=[code]), data)


@pytest.mark.parametrize("code", CODES)
def test_each_page_has_what_the_law_asks_for_from_the_first_day(client, code):
    page = client.get(reverse(f"pages:{code}")).content.decode()

    assert [words for words in WANTED[code] if words not in page] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_names_the_same_facts_and_blanks_in_both_languages(code, language):
    def marks(text, start):
        return text.count(start)

    one, other = (text_of_the_program(code, each) for each in LANGUAGES)

    for start in ("[[", "## ", "\n- ", "{contact_email}", "{hosting}", "](https://"):
        assert marks(one, start) == marks(other, start), start


def test_facts_of_the_initiative_stand_in_the_page(client):
    InitiativeFactory(hosting="Hébergeur du Val, 1 rue du Port, 03 00 00 00 00")

    page = client.get(reverse("pages:legal")).content.decode()

    assert "Hébergeur du Val, 1 rue du Port" in page
    assert "{hosting}" not in page


def test_what_is_missing_is_told_to_the_team_and_not_invented_for_the_public(client, staff_user):
    InitiativeFactory()
    public = client.get(reverse("pages:legal")).content.decode()
    client.force_login(staff_user)
    staff = client.get(reverse("pages:legal")).content.decode()

    assert "non renseigné" in public
    assert "à compléter" not in public
    assert "adresse du siège" in staff
    assert "à compléter" in staff
    assert reverse("pages:public_page_edit", args=["legal"]) in staff


def test_an_edited_page_is_public_and_has_a_history(client, staff_client):
    edit(staff_client, "legal", text_fr="## Nous\nVille d’essai", text_en="## Us")

    page = client.get(reverse("pages:legal")).content.decode()

    kept = PublicPage.objects.get(code="legal")
    assert "Ville d’essai" in page
    assert "Directeur" not in page
    assert kept.history.count() == 1


def test_a_preview_keeps_nothing(staff_client):
    page = edit(staff_client, "legal", text_fr="Ville d’essai", text_en="", preview="1")

    assert "<p>" in page.content.decode()
    assert page.context["previews"][0].blocks[0].lines[0][0].text == "Ville d’essai"
    assert PublicPage.objects.count() == 0


def test_an_unchanged_text_goes_on_following_the_program(staff_client):
    own = text_of_the_program("legal", "fr").replace("\n", "\r\n")

    edit(staff_client, "legal", text_fr=own, text_en="Ours")

    kept = PublicPage.objects.get()
    assert (kept.text_fr, kept.text_en) == ("", "Ours")


def test_an_emptied_text_is_the_program_s_again(client, staff_client):
    PublicPageFactory(code="legal", text_fr="Ours")

    edit(staff_client, "legal", text_fr="", text_en="")

    assert "Éditeur" in client.get(reverse("pages:legal")).content.decode()


def test_what_somebody_types_is_never_markup(client):
    PublicPageFactory(code="legal", text_fr="<script>alert(1)</script> [x](javascript:alert(1))")

    page = client.get(reverse("pages:legal")).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_editing_is_for_those_who_may(client):
    client.force_login(UserFactory(staff=True))

    assert edit(client, "legal", text_fr="x").status_code == 403
    assert PublicPage.objects.count() == 0


def test_an_unknown_page_is_not_found(staff_client):
    assert staff_client.get("/showcase/pages/unknown/").status_code == 404


def test_a_page_takes_constant_queries(client, django_assert_num_queries):
    InitiativeFactory()

    with django_assert_num_queries(3):  # page, initiative, chrome
        client.get(reverse("pages:legal"))
