"""A small territory: what one company must keep to itself, another company, and who comes in."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from actions.models import SavedFilter
from actions.services.reports import build_report
from companies.models import Company, Contact, PersonalLink
from companies.services.links import issue_link, revoke_link, token_of
from synergies.models import Synergy, Tally
from synergies.services.counting import work_at_round
from synergies.services.rounds import link_purpose
from synergies.services.space import PURPOSE
from tests import factories
from tests.factories import UserFactory

QUIET = "Voisine discrète"  # a company that takes part, and is named to the team alone
SECRET = "CANARY"  # begins every word that the first company keeps to itself
# Ends whatever it may stand in (a value, a script, a title), then runs.
SCRIPT = "\"'></title></script><img src=x onerror=alert(1)>"
REGISTER = Path(__file__).resolve().parents[2] / "docs" / "personal-data.csv"
NUMBERS = count(1)


@dataclass
class World:
    rows: dict[str, Any]
    tokens: dict[str, str]
    people: dict[str, Client]
    admin_pks: dict[str, Any] = field(default_factory=dict)  # asked for once

    def admin_pk(self, name: str) -> Any:
        """Return the key of a row for an address of the administration."""
        if name not in self.admin_pks:
            self.admin_pks[name] = self._first_pk(name)
        return self.admin_pks[name]

    def _first_pk(self, name: str) -> Any:
        for model in admin.site._registry:
            if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
                first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
                return first or 1
        return "companies"  # admin:app_list


def build_world() -> World:
    """Write the territory; every row that has an owner is the first company's."""
    now = timezone.now()
    rows = _rows()
    contact, other = rows["contact"], rows["other_contact"]
    purposes = (PURPOSE, link_purpose(rows["round"]))
    until = now + timedelta(days=9)
    links = {
        (who.pk, purpose): issue_link(contact=who, purpose=purpose, now=now, expires_at=until)
        for who in (contact, other, rows["leaver"])
        for purpose in purposes
    }
    _let_every_text_hold_a_script()
    people = {
        "anonymous": new_browser(),
        "own": _comes_in(links, contact, purposes),
        "other": _comes_in(links, other, purposes),
        "revoked": _comes_in(links, rows["leaver"], purposes),
        "stranger": _signed_in(),
        "staff": _signed_in(is_staff=True),
        "manager": _signed_in(is_staff=True, is_superuser=True),
    }
    for purpose in purposes:
        revoke_link(link=links[rows["leaver"].pk, purpose], now=now)
    dead = token_of(links[rows["leaver"].pk, PURPOSE])
    return World(rows, {"synergies:space": dead, "synergies:vote": dead}, people)


def _rows() -> dict[str, Any]:
    f = factories
    company = f.CompanyFactory(name="Fonderie d’essai", address=f"{SECRET} address")
    initiative = company.initiative
    other = f.CompanyFactory(name="Autre société", initiative=initiative)
    contact = f.ContactFactory(
        company=company,
        first_name=f"{SECRET}first",
        last_name=f"{SECRET}last",
        email=f"{SECRET.lower()}@fonderie.example",
        phone="03 99 99 99 91",
    )
    resource = f.ResourceFactory(
        company=company,
        title=f"{SECRET} resource",
        description=f"{SECRET} description",
        outlet=f"{SECRET} outlet",
        visibility="private",
    )
    synergy = f.SynergyFactory(initiative=initiative, title="Presse commune")
    party = f.PartyFactory(synergy=synergy, company=company, resources=[resource])
    round_ = f.RoundFactory(initiative=initiative)
    option = f.RoundOptionFactory(round=round_, synergy=synergy, number=1)
    ballot = f.BallotFactory(round=round_, company=company)
    f.BallotFactory(round=round_, company=other)
    f.VoteFactory(ballot=ballot, option=option, note=f"{SECRET} note")
    programme = f.ProgrammeFactory(initiative=initiative)
    action = f.ActionFactory(area__programme=programme, pilot_company=company)
    milestone = f.MilestoneFactory(action=action)
    quiet = f.CompanyFactory(name=QUIET, initiative=initiative, is_public=False)
    counted = _counted(synergy, [company, other, quiet])
    public = _counted(synergy, [company, quiet], results_are_public=True)
    workshop = f.WorkshopFactory(initiative=initiative)
    table = f.TableAccessFactory(workshop=workshop)
    action_user = UserFactory(superuser=True)
    return {
        "company": company,
        "other_company": other,
        "contact": contact,
        "other_contact": f.ContactFactory(company=other),
        "leaver": f.ContactFactory(company=company, last_name=f"{SECRET}leaver"),
        "resource": resource,
        "synergy": synergy,
        "party": party,
        "round": round_,
        "programme": programme,
        "action": action,
        "milestone": milestone,
        "story": f.SuccessStoryFactory(initiative=initiative, company=company),
        "partner": f.PartnerFactory(initiative=initiative),
        "join_request": f.JoinRequestFactory(initiative=initiative),
        "mail": f.MailFactory(subject=f"{SECRET} subject", recipient=contact.email),
        "address_error": f.AddressErrorFactory(),
        "erasure": f.ErasureRequestFactory(contact=contact),
        "workshop": workshop,
        "table": table,
        "slip": f.SlipFactory(access=table, offers=company, wants=other),
        "document": f.DocumentFactory(action=action),
        "split": f.SplitFactory(source=synergy),
        "merge": f.MergeFactory(),
        "refusal": f.MergeRefusalFactory(),
        "contact_entry": f.ContactEntryFactory(company=company, text=f"{SECRET} said"),
        "match": f.MatchFactory(resource_a=resource, resource_b__company=other),
        "vocabulary": f.VocabularyChangeFactory(),
        "decision": f.DecisionFactory(programme=programme, action=action),
        "meeting": f.MeetingFactory(programme=programme),
        "measurement": f.MeasurementFactory(action=action),
        "factor": f.FactorFactory(),
        "report": build_report(programme=programme, month=date(2026, 10, 1), now=timezone.now()),
        "pause": f.ReminderExceptionFactory(synergy=None, company=company),
        "reminder": f.ReminderFactory(),
        "bulk_act": f.BulkActFactory(),
        "co_pilot": f.CoPilotFactory(action=action, company=company),
        "counted_round": counted.round,
        "public_round": public.round,
        "committee_decision": f.CommitteeDecisionFactory(
            tally=counted, option=counted.round.options.get()
        ),
        "saved_filter": SavedFilter.objects.create(
            user=action_user, page="programme", name=f"{SECRET} filter", query="area=A"
        ),
    }


def _counted(synergy: Synergy, companies: list[Company], **facts: Any) -> Tally:
    """Return the result of a closed round in which each company said yes, with a private note."""
    round_ = factories.RoundFactory(initiative=synergy.initiative, closed=True, **facts)
    option = factories.RoundOptionFactory(round=round_, synergy=synergy, number=1)
    for company in companies:
        ballot = factories.BallotFactory(round=round_, company=company)
        factories.VoteFactory(ballot=ballot, option=option, note=f"{SECRET} note")
    tally = work_at_round(round_=round_, now=timezone.now())
    assert tally is not None
    return tally


def _let_every_text_hold_a_script() -> None:
    """Append a script to all that people type, in today's rows and in their earlier versions.

    The register of personal data says which fields hold words of people, see test_personal_data.
    """
    with REGISTER.open(encoding="utf-8", newline="") as stream:
        typed = [row["field"].rsplit(".", 1) for row in csv.DictReader(stream) if row["kept"]]
    for label, name in typed:
        model = apps.get_model(label)
        field = model._meta.get_field(name)
        has_room = (field.max_length or len(SCRIPT) * 3) >= len(SCRIPT) * 3
        if has_room and type(field) in {models.CharField, models.TextField}:
            history = getattr(model, "history", None)
            for rows in [model._default_manager.all(), *([history.all()] if history else [])]:
                # What a constraint keeps empty has no words.
                with suppress(IntegrityError), transaction.atomic():
                    rows.update(**{name: Concat(F(name), Value(SCRIPT))})


def new_browser() -> Client:
    """Return a browser that nobody came in by."""
    # Each from an address of its own: who guesses too often is slowed down, by address.
    return Client(REMOTE_ADDR=str(ip_address("127.1.0.0") + next(NUMBERS)))


def _signed_in(**rights: bool) -> Client:
    browser = new_browser()
    browser.force_login(UserFactory(**rights))
    return browser


def _comes_in(
    links: dict[tuple[int, str], PersonalLink], contact: Contact, purposes: tuple[str, ...]
) -> Client:
    browser = new_browser()
    for purpose in purposes:
        start = "/space/" if purpose == PURPOSE else "/vote/"
        browser.post(f"{start}{token_of(links[contact.pk, purpose])}/")
    return browser
