"""What a company may take away of its synergies and of its votes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from companies.models import Company
from companies.own_data import own_sheet
from pompey_ite.spreadsheets import Column, Sheet, Value
from synergies.models import Party, VoteChange


@own_sheet
def synergies(company: Company) -> Sheet:
    """Return one row for each synergy in which the company takes or took part."""
    columns = (
        Column(_("Number"), _("Number of the synergy in the initiative.")),
        Column(_("Title"), _("What could be done together."), width=44),
        Column(_("Role"), _("Part of your company in it.")),
        Column(_("Status"), _("From idea to operational (ADEME’s definition).")),
        Column(_("Companies"), _("Who takes part today, between semicolons."), width=52),
        Column(_("Next step"), _("What is to be done next."), width=32),
        Column(_("Next step due on"), _("By when.")),
        Column(_("Last contact"), _("Last day on which its companies were spoken to.")),
        Column(_("Left on"), _("Day since which your company is no longer in it.")),
    )
    return Sheet(_("Synergies"), columns, _synergy_rows(company))


def _synergy_rows(company: Company) -> Iterator[tuple[Value, ...]]:
    rows = Party.objects.filter(company=company).select_related("synergy")
    others = rows.prefetch_related("synergy__parties__company")
    for own in others.order_by("synergy__number"):
        one = own.synergy
        names = [party.company.name for party in one.parties.all() if not party.left_on]
        yield (
            *(one.number, one.title, own.get_role_display(), one.get_status_display()),
            *("; ".join(names), one.next_step, one.next_due_on, one.last_contact_on, own.left_on),
        )


@own_sheet
def votes(company: Company) -> Sheet:
    """Return one row for each answer that the company gave, changed ones included."""
    columns = (
        Column(_("Round"), _("What was asked."), width=32),
        Column(_("Proposal"), _("Number of the proposal.")),
        Column(_("Title"), _("What could be done together."), width=44),
        Column(_("Answer before"), _("Answer before this one; empty: the first.")),
        Column(_("Answer"), _("Answer given; empty: taken back.")),
        Column(_("Note"), _("What was written with it."), width=28),
        Column(_("By"), _("Who answered."), width=24),
        Column(_("Channel"), _("By which way it came.")),
        Column(_("When"), _("Instant of the answer."), width=20),
    )
    return Sheet(_("Votes"), columns, _vote_rows(company))


def _vote_rows(company: Company) -> Iterator[tuple[Value, ...]]:
    rows = VoteChange.objects.filter(ballot__company=company)
    for one in rows.select_related("ballot__round", "option", "contact").order_by("changed_at"):
        yield (
            *(one.ballot.round.title, one.option.number, one.option.title),
            *(one.get_before_display(), one.get_after_display(), one.note),
            *(str(one.contact or ""), one.get_channel_display(), one.changed_at),
        )
