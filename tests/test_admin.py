"""Every page of the admin opens, in a constant number of queries, and guards what is history."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from actions.models import CalendarLink, Note, SavedFilter
from companies.models import PersonalLink, PublicPage, User
from pompey_ite.admin_parts import ReadOnly
from synergies.models import Area, Round
from synergies.services.rounds import READ_ONLY_PERIOD, link_purpose
from tests import factories
from tests.factories import (
    ActionFactory,
    BallotFactory,
    CompanyFactory,
    ContactFactory,
    IndicatorFactory,
    InitiativeFactory,
    MailAttachmentFactory,
    MailFactory,
    MeasurementFactory,
    MilestoneFactory,
    NoteFactory,
    PartyFactory,
    PersonalLinkFactory,
    ResourceFactory,
    RoundFactory,
    RoundOptionFactory,
    SynergyFactory,
    TallyFactory,
    TallyLineFactory,
    UserFactory,
    VoteChangeFactory,
    VoteFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db
APPS = ("outbox", "companies", "synergies", "actions")
# Answers are shown once their round is closed.
SITUATIONS = {factory: {"ballot__round__closed": True} for factory in ("Vote", "VoteChange")}
# The factory gives the same row again unless it is told apart.
TOLD_APART = {
    "Heartbeat": ("name", ["one", "two", "three"]),
    "Initiative": ("name", ["one", "two", "three"]),
    "PublicPage": ("code", PublicPage.Code.values),
    "Programme": ("title", ["one", "two", "three"]),
    "ProgrammeArea": ("kind", Area.values),
}


def test_a_property_in_a_list_has_a_name_of_its_own():
    """Django makes a head of its name in the code otherwise, which stays English in French."""
    nameless = [
        f"{model.__name__}.{name}"
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.list_display
        if isinstance(value := getattr(model, str(name), None), property)
        and not hasattr(value.fget, "short_description")
    ]

    assert nameless == []


def our_models() -> Iterator[type[Model]]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            if not model.__name__.startswith("Historical"):
                yield model


REGISTERED = [model for model in our_models() if model in admin.site._registry]
each_model = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)


def make(model, number=0):
    name = model.__name__
    fields = dict(SITUATIONS.get(name, {}))
    if name in TOLD_APART:
        field, values = TOLD_APART[name]
        fields[field] = values[number]
    return getattr(factories, f"{name}Factory")(**fields)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def is_read_only(model):
    return isinstance(admin.site._registry[model], ReadOnly)


def resource_of_a_synergy():
    resource = ResourceFactory()
    PartyFactory(company=resource.company, resources=[resource])
    return resource


def can_delete(client, row):
    return client.get(address(row, "delete", row.pk)).status_code == 200


def test_every_model_is_in_the_admin_alone_or_inside_another():
    inside = {inline.model for site in admin.site._registry.values() for inline in site.inlines}
    ones_own = {CalendarLink, SavedFilter}  # of one person, on that person's own pages

    left_out = {*our_models()} - {*REGISTERED, *inside}
    assert left_out == ones_own


@each_model
def test_list_opens_in_a_number_of_queries_that_does_not_grow(staff_client, model):
    make(model)
    staff_client.get(address(model, "changelist"))  # whatever Django caches once is cached
    with CaptureQueriesContext(connection) as with_one:
        before = staff_client.get(address(model, "changelist"))

    make(model, 1)
    make(model, 2)

    with CaptureQueriesContext(connection) as with_three:
        after = staff_client.get(address(model, "changelist"))
    assert after.context["cl"].result_count == before.context["cl"].result_count + 2
    assert len(with_three) == len(with_one)


@pytest.mark.parametrize("language", ["fr", "en"])
@each_model
def test_add_change_and_history_open_in_both_languages(staff_client, model, language):
    staff_client.cookies["django_language"] = language
    row = make(model)

    added = staff_client.get(address(model, "add")).status_code
    changed = staff_client.get(address(model, "change", row.pk))
    history = staff_client.get(address(model, "history", row.pk))

    assert added == (403 if is_read_only(model) or model is Round else 200)
    assert (changed.status_code, history.status_code) == (200, 200)
    assert f'<html lang="{language}"' in changed.content.decode()


@pytest.mark.parametrize(
    "model",
    [model for model in REGISTERED if admin.site._registry[model].search_fields],
    ids=lambda m: m.__name__,
)
def test_search_finds_without_error(staff_client, model):
    response = staff_client.get(address(model, "changelist"), {"q": "no such row at all"})

    assert list(response.context["cl"].result_list) == []


@each_model
def test_visitors_are_sent_to_the_login(client, model):
    response = client.get(address(model, "changelist"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    "model", [model for model in REGISTERED if is_read_only(model)], ids=lambda m: m.__name__
)
def test_what_the_program_writes_is_only_read(staff_client, model):
    row = make(model)

    response = staff_client.post(address(model, "change", row.pk), {})

    assert response.status_code == 403
    assert not can_delete(staff_client, row)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(lambda: BallotFactory().company, id="company asked to vote"),
        pytest.param(lambda: RoundOptionFactory().synergy, id="synergy of a ballot"),
        pytest.param(lambda: PersonalLinkFactory().contact, id="contact with a link"),
        pytest.param(resource_of_a_synergy, id="resource of a synergy"),
        pytest.param(RoundFactory, id="open round"),
        pytest.param(lambda: MeasurementFactory().action, id="measured action"),
        pytest.param(lambda: NoteFactory().action, id="action with a note"),
        pytest.param(lambda: MeasurementFactory().indicator, id="measured indicator"),
        pytest.param(MeasurementFactory, id="measurement"),
        pytest.param(NoteFactory, id="note"),
        pytest.param(InitiativeFactory, id="initiative"),
    ],
)
def test_history_is_not_deleted(staff_client, row):
    assert not can_delete(staff_client, row())


@pytest.mark.parametrize(
    "row",
    [
        CompanyFactory,
        SynergyFactory,
        ContactFactory,
        ResourceFactory,
        ActionFactory,
        IndicatorFactory,
        MilestoneFactory,
        lambda: RoundFactory(planned=True),
    ],
)
def test_what_nothing_rests_on_may_be_deleted(staff_client, row):
    assert can_delete(staff_client, row())


def test_a_round_that_has_opened_is_read_only(staff_client):
    planned, opened = RoundFactory(planned=True), RoundFactory()

    assert staff_client.get(address(planned, "change", planned.pk)).context["has_change_permission"]
    assert not staff_client.get(address(opened, "change", opened.pk)).context[
        "has_change_permission"
    ]


@pytest.mark.parametrize("factory", [VoteFactory, VoteChangeFactory])
def test_answers_of_an_open_round_are_shown_to_nobody(staff_client, factory):
    secret = factory()
    known = factory(ballot__round__closed=True)
    called_off = factory(ballot__round__cancelled=True)

    response = staff_client.get(address(secret, "changelist"))

    assert set(response.context["cl"].result_list) == {known, called_off}
    assert staff_client.get(address(secret, "change", secret.pk)).status_code == 302


def test_a_personal_link_shows_neither_its_hash_nor_what_makes_it(staff_client):
    link = PersonalLinkFactory()

    page = staff_client.get(address(link, "change", link.pk)).content.decode()

    assert link.contact.last_name in page
    assert link.token_hash not in page
    assert link.nonce not in page


def test_a_mail_does_not_show_its_text_which_carries_a_personal_link(staff_client):
    mail = MailFactory(text="https://pompey.example/v/secret", html="<b>secret</b>")
    MailAttachmentFactory(mail=mail, name="report.pdf")

    page = staff_client.get(address(mail, "change", mail.pk)).content.decode()

    assert mail.subject in page
    assert "report.pdf" in page
    assert "secret" not in page


def test_chosen_links_are_revoked(staff_client):
    alive, revoked = PersonalLinkFactory(), PersonalLinkFactory(revoked=True)
    before = revoked.revoked_at
    data = {"action": "revoke", "_selected_action": [alive.pk, revoked.pk]}

    staff_client.post(address(PersonalLink, "changelist"), data)

    alive.refresh_from_db()
    revoked.refresh_from_db()
    assert alive.revoked_at is not None
    assert revoked.revoked_at == before


def test_links_are_revoked_only_by_those_who_may(client):
    reader = UserFactory(staff=True)
    reader.user_permissions.add(_permission("view_personallink"))
    client.force_login(reader)
    link = PersonalLinkFactory()

    client.post(
        address(PersonalLink, "changelist"), {"action": "revoke", "_selected_action": [link.pk]}
    )

    link.refresh_from_db()
    assert link.revoked_at is None


def _permission(codename):
    return apps.get_model("auth", "Permission").objects.get(codename=codename)


def test_a_new_account_needs_an_address_and_receives_a_language(staff_client):
    data = {
        "username": "successor",
        "email": "successor@pompey.example",
        "language": "en",
        "usable_password": "true",
        "password1": "long-enough-and-rare",
        "password2": "long-enough-and-rare",
    }

    refused = staff_client.post(address(User, "add"), data | {"email": ""})
    staff_client.post(address(User, "add"), data)

    assert refused.status_code == 200
    assert User.objects.get(username="successor").language == "en"


def test_a_note_is_signed_by_the_account_that_writes_it(staff_client, staff_user):
    action = ActionFactory()

    staff_client.post(
        address(Note, "add"), {"action": action.pk, "written_on": "12/03/2018", "text": "Visit."}
    )

    assert Note.objects.get().author == staff_user


def test_a_note_written_inside_an_action_is_signed_too(staff_client, staff_user):
    action = ActionFactory()
    page = staff_client.get(address(action, "change", action.pk))
    form = page.context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, [])}
    for inline in page.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    data |= {
        "notes-TOTAL_FORMS": "1",
        "notes-0-written_on": "12/03/2018",
        "notes-0-text": "Visit.",
    }

    response = staff_client.post(address(action, "change", action.pk), data)

    assert response.status_code == 302
    assert Note.objects.get().author == staff_user


def test_inputs_inside_a_table_say_what_they_are(staff_client):
    synergy = PartyFactory().synergy
    staff_client.cookies["django_language"] = "en"

    page = staff_client.get(address(synergy, "change", synergy.pk))

    rows = page.context["inline_admin_formsets"][0].formset.forms
    fields = ("company", "role", "position", "DELETE")
    labels = [str(rows[0][name]).count("aria-label=") for name in fields]
    assert labels == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("language", "shown", "sent"), [("fr", "1\u202f250,5", "1300,25"), ("en", "1,250.5", "1300.25")]
)
def test_amounts_inside_a_table_are_written_as_one_reads_them(staff_client, language, shown, sent):
    company = ResourceFactory(quantity=Decimal("1250.500"), unit="t").company
    staff_client.cookies["django_language"] = language

    page = staff_client.get(address(company, "change", company.pk))

    (form,) = page.context["inline_admin_formsets"][1].formset.initial_forms
    assert f'name="resources-0-quantity" value="{shown}"' in page.text
    with translation.override(language):
        assert form.fields["quantity"].clean(shown) == Decimal("1250.5")
        assert form.fields["quantity"].clean(sent) == Decimal("1300.25")


def test_a_tally_shows_its_lines_in_constant_queries(staff_client, django_assert_num_queries):
    tally = TallyFactory()
    TallyLineFactory(tally=tally)
    url = address(tally, "change", tally.pk)
    staff_client.get(url)  # whatever Django caches once is cached
    with CaptureQueriesContext(connection) as with_one:
        staff_client.get(url)

    TallyLineFactory.create_batch(2, tally=tally)

    with django_assert_num_queries(len(with_one)):
        staff_client.get(url)


def revert(client, row, **changes):
    """Post the page of the row's first state, as its button does; return the status."""
    page = address(row, "simple_history", row.pk, row.history.earliest().pk)
    form = client.get(page).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    return client.post(page, data | changes).status_code


def test_an_earlier_state_comes_back_for_those_who_may_change_the_row(staff_client):
    workshop = WorkshopFactory(title="Before", place="Pompey")
    workshop.title = "After"
    workshop.save()

    assert revert(staff_client, workshop, held_on="12/10/2017") == 302
    workshop.refresh_from_db()
    assert workshop.title == "Before"


def test_a_reader_changes_nothing_through_the_history(client):
    reader = UserFactory(staff=True)
    reader.user_permissions.add(_permission("view_workshop"))
    client.force_login(reader)
    workshop = WorkshopFactory(title="As it is")

    assert revert(client, workshop, title="As I want", held_on="12/10/2017") == 403
    workshop.refresh_from_db()
    assert workshop.title == "As it is"


def test_a_round_that_has_opened_does_not_go_back_to_its_plan(staff_client):
    round_ = RoundFactory(planned=True, places=27)
    round_.opens_at = timezone.now() - timedelta(hours=1)
    round_.save()

    assert revert(staff_client, round_, places="1") == 403
    round_.refresh_from_db()
    assert (round_.places, round_.state) == (27, "open")


def test_the_history_of_a_row_that_cannot_exist_is_not_found(staff_client):
    assert staff_client.get("/admin/companies/company/x/history/").status_code == 404


def test_links_follow_the_close_of_a_planned_round(staff_client):
    round_ = RoundFactory(planned=True)
    link = PersonalLinkFactory(purpose=link_purpose(round_))
    page = address(round_, "change", round_.pk)
    form = staff_client.get(page).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    later = timezone.localtime(round_.closes_at + timedelta(days=60))
    dates = {"opens": timezone.localtime(round_.opens_at), "closes": later}
    for name, instant in dates.items():
        data |= {f"{name}_at_0": f"{instant:%d/%m/%Y}", f"{name}_at_1": f"{instant:%H:%M:%S}"}

    assert staff_client.post(page, data).status_code == 302

    link.refresh_from_db()
    assert link.expires_at == later.replace(microsecond=0) + READ_ONLY_PERIOD


@pytest.mark.parametrize(("language", "words"), [("fr", "non précisé"), ("en", "not said")])
def test_an_empty_value_of_a_filter_has_a_name(staff_client, language, words):
    """A link without a name is read aloud as its address."""
    CompanyFactory(municipality="")
    CompanyFactory(municipality="Pompey")
    staff_client.cookies["django_language"] = language

    page = staff_client.get(reverse("admin:companies_company_changelist")).content.decode()

    assert words in page
    assert '<a href="?municipality="></a>' not in page
