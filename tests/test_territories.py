"""Rows of a territory know whose they are, so that many territories in one database stay possible.

A new table either leads to an initiative by its foreign keys, or stands here with its reason.
"""

from django.apps import apps

from companies.models import Initiative

FRAMEWORK = {"admin", "auth", "contenttypes", "sessions", "otp_totp", "otp_static"}
OF_THE_SITE = {
    "companies.User": "an account works for the site",
    "companies.PublicPage": "legal pages of who runs the site",
    "companies.WasteCode": "law, the same everywhere",
    "synergies.VocabularyChange": "words, the same everywhere",
    "actions.Factor": "factors of impact, the same everywhere",
    "actions.SavedFilter": "of an account",
    "actions.BulkAct": "of an account",
    "actions.CalendarLink": "of an account",
    "synergies.Counting": "shares the key of its round",
    "outbox.Mail": "names its object by a key",
    "outbox.MailNote": "of a mail",
    "outbox.MailAttachment": "of a mail",
    "outbox.Bounce": "of an address",
    "outbox.AddressError": "of an address",
    "outbox.Stop": "of an address",
    "outbox.Heartbeat": "of the clock",
    "journal.Entry": "one chain for the site",
    "journal.Seal": "one chain for the site",
    "journal.SealedEntry": "one chain for the site",
    "journal.Purge": "one chain for the site",
}


def parents(model):
    return {
        field.related_model
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.many_to_one
    }


def leads_to_initiative(model, seen=frozenset()):
    if model is Initiative:
        return True
    above = parents(model) - seen - {model}
    return any(leads_to_initiative(one, seen | {model}) for one in above)


def tables():
    for model in apps.get_models():
        is_ours = model._meta.app_label not in FRAMEWORK
        if is_ours and not model.__name__.startswith("Historical"):
            yield model


def test_every_table_leads_to_an_initiative_or_says_why_not():
    lost = {model._meta.label for model in tables() if not leads_to_initiative(model)}

    assert lost == set(OF_THE_SITE)


def test_a_table_that_hangs_on_nothing_would_be_found():
    assert not leads_to_initiative(apps.get_model("auth", "Permission"))
