"""Find the words of a person in everything of the workbench, without accents, in constant queries.

Of each kind the best hits are shown: the title is the words, begins with them, holds them, or they
stand elsewhere in the row. A number is a synergy and a code is an action: those come before all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.models import Action
from companies.models import Company, Contact, Resource
from pompey_ite.outbox.models import Mail
from pompey_ite.plain import Plain, plain
from synergies.models import Round, Synergy
from synergies.services.teaching import label_of
from synergies.services.vocabulary import find_concepts, relations

SHOWN = 5  # hits of each kind; the rest is one press away
MOST_WORDS = 6
CODE = re.compile(r"[a-z]{1,3}\d{1,4}")
LARGEST_NUMBER = 2_000_000_000  # what the column holds


@dataclass(frozen=True)
class Hit:
    """One thing found; rank: 0 when its title is the words, 3 when they stand elsewhere."""

    title: str
    url: str
    about: str
    rank: int


@dataclass(frozen=True)
class Group:
    """The hits of one kind; more_url lists all of them, when there are more."""

    key: str
    title: str
    icon: str
    hits: list[Hit]
    more_url: str = ""

    @property
    def rank(self) -> int:
        return min(hit.rank for hit in self.hits)


def search(text: str) -> list[Group]:
    """Return the groups that have hits, the one with the best hit first; no words, no groups."""
    words = plain(text).split()[:MOST_WORDS]
    if not words:
        return []
    direct = _direct(words)
    groups = [make(words, text) for make in KINDS]
    found = sorted((group for group in groups if group.hits), key=lambda group: group.rank)
    return [direct, *found] if direct.hits else found


def _direct(words: list[str]) -> Group:
    """Return the synergy of this number or the action of this code."""
    hits: list[Hit] = []
    if len(words) == 1 and words[0].isdecimal() and int(words[0]) < LARGEST_NUMBER:
        rows: Any = Synergy.objects.filter(number=int(words[0]))
        hits = [Hit(str(one), one.get_absolute_url(), _("Synergy"), 0) for one in rows[:SHOWN]]
    elif len(words) == 1 and CODE.fullmatch(words[0]):
        rows = Action.objects.filter(code__iexact=words[0]).select_related("area__programme")
        rows = rows.order_by("-area__programme__starts_on", "pk")
        hits = [
            Hit(str(one), one.get_absolute_url(), str(one.area.programme), 0)
            for one in rows[:SHOWN]
        ]
    return Group("direct", _("This very one"), "arrow", hits)


def matching(rows: QuerySet[Any], words: list[str], title: str, *others: str) -> QuerySet[Any]:
    """Return the rows that hold every word in one of the columns, the best titles first."""
    columns = {f"plain_{number}": Plain(name) for number, name in enumerate((title, *others))}
    rows = rows.alias(**columns)
    for word in words:
        rows = rows.filter(_any(columns, word))
    whole = " ".join(words)
    rank = Case(
        When(plain_0=whole, then=Value(0)),
        When(plain_0__startswith=whole, then=Value(1)),
        When(plain_0__contains=whole, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    ranked: QuerySet[Any] = rows.annotate(rank=rank).order_by("rank", title, "pk")
    return ranked


def _any(columns: Iterable[str], word: str) -> Any:
    wanted = Q()
    for name in columns:
        wanted |= Q(**{f"{name}__contains": word})
    return wanted


def _group(
    kind: tuple[str, str, str],
    rows: QuerySet[Any],
    hit: Callable[[Any], tuple[str, str, str]],
    more_url: str,
) -> Group:
    found = list(rows[: SHOWN + 1])
    hits = [Hit(*hit(row), rank=row.rank) for row in found[:SHOWN]]
    return Group(*kind, hits, more_url if len(found) > SHOWN else "")


def _list_url(name: str, text: str, parameter: str = "words") -> str:
    return f"{reverse(name)}?{urlencode({parameter: text})}"


def _companies(words: list[str], text: str) -> Group:
    rows = matching(Company.objects.all(), words, "name", "sector", "municipality", "siret")

    def hit(row: Company) -> tuple[str, str, str]:
        about = " · ".join(filter(None, (row.sector, row.municipality)))
        return row.name, row.get_absolute_url(), about

    more = _list_url("companies:list", text)
    return _group(("companies", _("Companies"), "company"), rows, hit, more)


def _contacts(words: list[str], text: str) -> Group:
    people = Contact.objects.select_related("company")
    rows = matching(
        people, words, "last_name", "first_name", "email", "phone", "role", "company__name"
    )

    def hit(row: Contact) -> tuple[str, str, str]:
        about = " · ".join(filter(None, (row.company.name, row.role, row.phone, row.email)))
        return str(row), row.company.get_absolute_url(), about

    more = _list_url("admin:companies_contact_changelist", text, "q")
    return _group(("contacts", _("Contacts"), "person"), rows, hit, more)


def _synergies(words: list[str], text: str) -> Group:
    rows = matching(Synergy.objects.filter(merged_into=None), words, "title", "comment")

    def hit(row: Synergy) -> tuple[str, str, str]:
        about = f"{row.get_area_display()} · {row.get_status_display()}"
        return str(row), row.get_absolute_url(), str(capfirst(about))

    more = _list_url("synergies:list", text)
    return _group(("synergies", _("Synergies"), "synergy"), rows, hit, more)


def _actions(words: list[str], text: str) -> Group:
    sheets = Action.objects.select_related("area__programme", "pilot_company")
    rows = matching(sheets, words, "title", "description", "pilot_name", "pilot_company__name")

    def hit(row: Action) -> tuple[str, str, str]:
        about = " · ".join(filter(None, (str(row.get_status_display()), row.pilot)))
        return str(row), row.get_absolute_url(), str(capfirst(about))

    more = _list_url("actions:programme", text)
    return _group(("actions", _("Actions"), "action"), rows, hit, more)


def _resources(words: list[str], text: str) -> Group:
    declared = Resource.objects.select_related("company")
    rows = matching(declared, words, "title", "description", "reference", "company__name")

    def hit(row: Resource) -> tuple[str, str, str]:
        url = reverse("synergies:company_resource", args=[row.company_id, row.pk])
        return row.title, url, str(capfirst(f"{row.get_direction_display()} · {row.company.name}"))

    more = _list_url("admin:companies_resource_changelist", text, "q")
    return _group(("resources", _("Resources"), "suggestion"), rows, hit, more)


def _concepts(words: list[str], text: str) -> Group:
    known = relations().vocabulary
    found = find_concepts(" ".join(words), known)
    whole = " ".join(words)
    hits = []
    for one in found[:SHOWN]:
        label = label_of(one.code, known)
        url = reverse("synergies:vocabulary_concept", args=[one.code])
        is_named = whole in {plain(one.label_fr), plain(one.label_en)}
        parents = [label_of(up, known) for up in known.lineage(one.code)[:0:-1]]
        hits.append(Hit(label, url, " › ".join(parents), 1 if is_named else 3))
    more = _list_url("synergies:vocabulary", text) if len(found) > SHOWN else ""
    return Group("concepts", _("Concepts"), "vocabulary", hits, more)


def _rounds(words: list[str], text: str) -> Group:
    rows = matching(Round.objects.all(), words, "title")

    def hit(row: Round) -> tuple[str, str, str]:
        return row.title, row.get_absolute_url(), str(row.state.label)

    return _group(("rounds", _("Rounds"), "vote"), rows, hit, reverse("synergies:rounds"))


def _mails(words: list[str], text: str) -> Group:
    light = Mail.objects.defer("text", "html")
    found = matching(light, words, "subject", "recipient", "recipient_name")
    rows = found.order_by("rank", "-due_at", "-pk")

    def hit(row: Mail) -> tuple[str, str, str]:
        about = f"{row.recipient_name or row.recipient} · {row.get_status_display()}"
        return row.subject, row.get_absolute_url(), about

    more = _list_url("outbox:list", text) + "&tab=sent"
    return _group(("mails", _("Mails"), "mail"), rows, hit, more)


KINDS = (
    _companies,
    _contacts,
    _synergies,
    _actions,
    _resources,
    _concepts,
    _rounds,
    _mails,
)
