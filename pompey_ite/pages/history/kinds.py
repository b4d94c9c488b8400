"""Of which rows the history is shown, under which title, and what of them may be undone.

Ballots and votes are not here: who answered what is nobody's reading (law 5). Nor are links, codes
and accounts: they hold secrets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from actions.models import (
    Action,
    Attendance,
    CoPilot,
    Decision,
    Document,
    Funding,
    Indicator,
    Measurement,
    Meeting,
    Milestone,
    Note,
    Programme,
    YearTarget,
)
from companies.models import (
    Company,
    Contact,
    Initiative,
    Partner,
    PublicPage,
    Resource,
    SuccessStory,
)
from synergies.models import (
    BlockingPoint,
    CommitteeDecision,
    ContactEntry,
    LegalTick,
    Merge,
    MergeRefusal,
    Party,
    Round,
    Split,
    Synergy,
    VocabularyChange,
    Workshop,
)

NEVER_SHOWN = frozenset(
    {"id", "key", "plan_cells", "file", "photo", "logo"}
)  # numbers and places nobody reads
SECRET_WORDS = ("token", "hash", "password", "secret")


@dataclass(frozen=True)
class Kind:
    """A model with a history.

    title: the fields that name a row. parts: (slug, field) of rows whose history is told with it.
    undoable: simple fields nothing else hangs on; a change of any other is not undone here.
    """

    slug: str
    model: type[models.Model]
    title: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] = ()
    undoable: frozenset[str] = frozenset()

    @property
    def records(self) -> Any:
        """The model of the rows of the history; the library gives it no type."""
        return self.model.history.model  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def shown(self) -> list[models.Field[Any, Any]]:
        """The fields whose changes are shown."""
        return [
            field
            for field in self.model._meta.concrete_fields
            if field.name not in NEVER_SHOWN
            and not any(word in field.name for word in SECRET_WORDS)
        ]

    @property
    def change_permission(self) -> str:
        meta = self.model._meta
        return f"{meta.app_label}.change_{meta.model_name}"


def _all_but(model: type[models.Model], *names: str) -> frozenset[str]:
    """Return the plain fields of a model, without those named."""
    plain = {field.name for field in model._meta.concrete_fields if not field.is_relation}
    return frozenset(plain - {*names, "id"})


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "action",
            Action,
            ("code", "title"),
            (
                ("milestone", "action"),
                ("measurement", "action"),
                ("funding", "action"),
                ("note", "action"),
                ("decision", "action"),
                ("document", "action"),
                ("co-pilot", "action"),
            ),
            _all_but(Action, "code", "position"),
        ),
        Kind("milestone", Milestone, ("title",), (), _all_but(Milestone, "plan_cells")),
        # What was worked out from a measurement hangs on its value, its period and its proof.
        Kind("measurement", Measurement, ("indicator", "period_end"), (), frozenset({"source"})),
        Kind("funding", Funding, ("funder", "nature"), (), _all_but(Funding, "nature")),
        Kind("note", Note, ("written_on",), (), _all_but(Note)),
        # A milestone or a next step may follow from what was decided.
        Kind("decision", Decision, ("question",), (), frozenset({"question", "body", "asked_on"})),
        Kind("document", Document, ("title",)),
        Kind("co-pilot", CoPilot, ("name", "company")),
        Kind(
            "indicator",
            Indicator,
            ("name",),
            (("measurement", "indicator"), ("year-target", "indicator")),
        ),
        Kind("year-target", YearTarget, ("indicator", "year"), (), frozenset({"value"})),
        Kind("meeting", Meeting, ("title",), (("attendance", "meeting"), ("decision", "meeting"))),
        Kind("attendance", Attendance, ("name", "organisation")),
        Kind(
            "programme",
            Programme,
            ("title",),
            (("indicator", "programme"), ("decision", "programme"), ("meeting", "programme")),
        ),
        Kind(
            "synergy",
            Synergy,
            ("number", "title"),
            (
                ("party", "synergy"),
                ("blocking", "synergy"),
                ("legal", "synergy"),
                ("split", "source"),
                ("merge", "synergy"),
            ),
            frozenset(
                {"title", "comment", "table_number", "next_step", "next_due_on", "is_public"}
            ),
        ),
        Kind("party", Party, ("company", "synergy")),
        Kind("blocking", BlockingPoint, ("topic",)),
        Kind("legal", LegalTick, ("line",)),
        Kind("split", Split, ("source",)),
        Kind("merge", Merge, ("number", "title")),
        Kind("merge-refusal", MergeRefusal, ("reason",)),
        Kind("contact-entry", ContactEntry, ("held_on", "company")),
        Kind("round", Round, ("title",)),
        Kind("committee-decision", CommitteeDecision, ("option", "kind")),
        Kind("workshop", Workshop, ("title",), (), _all_but(Workshop)),
        Kind("vocabulary-change", VocabularyChange, ("concept", "words")),
        Kind(
            "company",
            Company,
            ("name",),
            (
                ("contact", "company"),
                ("resource", "company"),
                ("party", "company"),
                ("contact-entry", "company"),
            ),
            _all_but(Company, "left_on", "left_reason"),
        ),
        # The address of a contact carries links and errors: it is changed, not undone.
        Kind(
            "contact",
            Contact,
            ("first_name", "last_name"),
            (),
            frozenset({"first_name", "last_name", "role", "phone", "language"}),
        ),
        # The notion teaches the vocabulary, a former photo is gone, what is closed has its reason.
        Kind(
            "resource",
            Resource,
            ("title",),
            (),
            _all_but(
                Resource,
                *("reference", "concept", "photo", "visibility", "closed_at", "closed_reason"),
            ),
        ),
        # Who agreed, and that it was withdrawn, is not taken back by a click.
        Kind(
            "story",
            SuccessStory,
            ("title",),
            (),
            frozenset({"title", "text", "title_en", "text_en", "photo_alt"}),
        ),
        Kind("partner", Partner, ("name",), (), _all_but(Partner, "logo")),
        Kind("public-page", PublicPage, ("code",), (), _all_but(PublicPage, "code")),
        Kind("initiative", Initiative, ("name",), (), _all_but(Initiative)),
    )
}
