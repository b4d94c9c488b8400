"""The row of an action: which of its cells differ from what is stored, and what they mean."""

from __future__ import annotations

import re
from functools import partial

from django.utils.translation import gettext as _

from actions.imports.action_links import LONGEST_FUNDER, LONGEST_PARTNERS
from actions.models import Action, Funding, ProgrammeArea
from actions.plan.cells import (
    DAYS,
    area_cell,
    funders_of,
    indicators_cell,
    notes_cell,
    other_funders_line,
    partners_cell,
    pilots_cell,
    target_lines,
    text_or_none,
)
from actions.plan.columns import FUNDER_PAIRS, PRIORITY_WORDS, STATUS_WORDS
from actions.plan.matching import cut_title
from actions.plan.names import cut_companies, split_names
from actions.plan.proposal import PlanContext, Proposal, longest
from companies.models import Company
from companies.workbook.choices import AREAS, PRIORITIES, STATUSES, read_choice
from companies.workbook.words import plain

LONG_TEXTS = ("description", "objectives", "means", "participation")
SHORT_TEXTS = (
    *("sub_area", "sub_sub_area", "governance"),
    *("pilot_service", "pilot_name", "elected_referent"),
)


def read_action(proposal: Proposal, context: PlanContext) -> None:
    """Put on the proposal what the row changes of the action; errors refuse the row."""
    action = proposal.action
    _read_title(proposal, action)
    _read_area(proposal, action, context)
    for key in LONG_TEXTS:
        if proposal.is_changed(key):
            words = proposal.read_words(key)
            proposal.set(key, text_or_none(words), **{key: words})
    for key in SHORT_TEXTS:
        if proposal.is_changed(key):
            words = proposal.read_words(key, max_length=longest(Action, key), lines=False)
            proposal.set(key, text_or_none(words), **{key: words})
    _read_companies(proposal, action, context)
    _read_indicators(proposal, action)
    _read_money(proposal, action)
    _read_choices(proposal, action)
    _read_days(proposal, action)


def _read_title(proposal: Proposal, action: Action) -> None:
    if not proposal.is_changed("title"):
        return
    code, title = cut_title(proposal.read_words("title", lines=False))
    if len(title) > longest(Action, "title"):
        text = _("A title has at most %d characters: shorten it.")
        proposal.reader.error("title", text % longest(Action, "title"))
    elif proposal.is_new:
        proposal.values["title"] = title
        proposal.after["title"] = f"{action.code} · {title}" if action.code else title
    else:
        if code and code != action.code:
            text = _("The code of this action stays “%s”.") % action.code
            proposal.reader.info("title", text)
        proposal.set("title", text_or_none(f"{action.code} · {title}"), title=title)


def _read_area(proposal: Proposal, action: Action, context: PlanContext) -> None:
    if not proposal.is_changed("area"):
        if proposal.is_new:
            proposal.reader.error("area", needed_area(context))
        return
    words = proposal.read_words("area", lines=False)
    area = find_area(words, context.areas)
    if area is None:
        text = _("“%s” is no area of this programme.") % words
        proposal.reader.error("area", f"{text} {needed_area(context)}")
        return
    if context.codes.get((area.pk, action.code), action) != action:
        text = _(
            "“%(area)s” has an action of the code %(code)s already: give another on the sheet."
        )
        proposal.reader.error("area", text % {"area": area, "code": action.code})
        return
    proposal.set("area", area_cell(area), area_id=area.pk)


def needed_area(context: PlanContext) -> str:
    """Return the sentence that says which areas may be written."""
    return _("Write one of: %s.") % " ; ".join(map(str, context.areas))


def find_area(words: str, areas: list[ProgrammeArea]) -> ProgrammeArea | None:
    """Return the area that words name: by its letter and title, one of them, or its kind."""
    key = plain(words)
    letter = re.sub(r"^(axe|volet|area) ", "", key).partition(" ")[0]
    kind = read_choice(words, AREAS).value
    for is_meant in (
        lambda area: key in {plain(str(area)), plain(area.title)},
        lambda area: letter == plain(area.code),
        lambda area: kind == area.kind,
    ):
        if found := [area for area in areas if is_meant(area)]:
            return found[0]
    return None


def _read_companies(proposal: Proposal, action: Action, context: PlanContext) -> None:
    """Read who leads and who takes part: companies of the initiative, and other bodies."""
    if proposal.is_changed("pilot_company"):
        companies, others = _named(proposal, "pilot_company", context)
        lead = companies[0] if companies else None
        bodies = _cut(proposal, "pilot_company", [*(c.name for c in companies[1:]), *others])
        cell = text_or_none(pilots_cell(lead.name if lead else "", bodies))
        pk = lead.pk if lead else None
        proposal.set("pilot_company", cell, pilot_company_id=pk, pilot_bodies=bodies)
    if proposal.is_changed("partners"):
        companies, others = _named(proposal, "partners", context)
        bodies = _cut(proposal, "partners", others)
        cell = partners_cell([company.name for company in companies], bodies)
        proposal.set("partners", cell, other_partners=bodies)
        if "partners" in proposal.after:
            proposal.partner_ids = {company.pk for company in companies}


def _named(proposal: Proposal, key: str, context: PlanContext) -> tuple[list[Company], list[str]]:
    names = split_names(proposal.read_words(key), context.directory)
    companies, others = cut_companies(names, context.directory)
    for name in others:
        if close := context.directory.closest(name):
            text = _("“%(name)s” is close to “%(close)s”: is it the same company?")
            proposal.reader.warn(key, text % {"name": name, "close": close})
    return companies, others


def _cut(proposal: Proposal, key: str, names: list[str]) -> str:
    text = ", ".join(names)
    if len(text) <= LONGEST_PARTNERS:
        return text
    proposal.reader.warn(key, _("The text was cut to %d characters.") % LONGEST_PARTNERS)
    return text[: LONGEST_PARTNERS - 1].rstrip(" ,") + "…"


def _read_indicators(proposal: Proposal, action: Action) -> None:
    """Read the indicators in words; the targets among them are those of the sheet."""
    key = "linked_indicators"
    if not proposal.is_changed(key):
        return
    words = proposal.read_words(key)
    targets = [] if proposal.is_new else target_lines(action)
    words, missing = _without_lines(words, targets)
    if missing:
        text = _("A target is changed on the sheet of the action: there it stays “%s”.")
        proposal.reader.warn(key, text % missing[0])
    cell = text_or_none(words) if proposal.is_new else indicators_cell(action, words)
    proposal.set(key, cell, linked_indicators=words)


def _without_lines(text: str, ours: list[str]) -> tuple[str, list[str]]:
    """Return the text without the lines we wrote ourselves, and those of them it lacks."""
    known = {" ".join(line.split()): line for line in ours}
    kept = [line for line in text.split("\n") if known.pop(line.strip(), None) is None]
    return "\n".join(kept).strip("\n"), list(known.values())


def _read_money(proposal: Proposal, action: Action) -> None:
    if proposal.is_changed("budget_eur"):
        amount = proposal.read_money("budget_eur")
        proposal.set("budget_eur", amount, budget_eur=amount)
    if proposal.is_changed("funding_notes"):
        ours = "" if proposal.is_new else other_funders_line(action)
        words, missing = _without_lines(
            proposal.read_words("funding_notes"), list(filter(None, [ours]))
        )
        if missing:
            text = _("Funders after the third are changed on the sheet of the action: they stay.")
            proposal.reader.warn("funding_notes", text)
        cell = text_or_none(words) if proposal.is_new else notes_cell(action, words)
        proposal.set("funding_notes", cell, funding_notes=words)
    stored = {} if proposal.is_new else funders_of(action)
    for pair in FUNDER_PAIRS:
        _read_funder(proposal, action, pair, {plain(name): name for name in stored})


def _read_funder(proposal: Proposal, action: Action, pair: int, known: dict[str, str]) -> None:
    """Read one funder and its amount; a funder that is no longer named stays, and that is said."""
    name_key, amount_key = f"funder_{pair}", f"amount_{pair}"
    changes = [proposal.is_changed(name_key), proposal.is_changed(amount_key)]
    if not any(changes):
        return
    cells = proposal.reader.row.cells
    if name_key not in cells:
        text = _("An amount needs its funder: name it to the left.")
        proposal.reader.error(amount_key, text)
        return
    written = proposal.read_words(name_key, max_length=LONGEST_FUNDER, lines=False)
    amount = proposal.read_money(amount_key) if amount_key in cells else None
    name = known.get(plain(written), written)
    stored = {} if proposal.is_new else funders_of(action)
    replaced = proposal.before.get(name_key)
    if isinstance(replaced, str) and plain(replaced) != plain(name):
        text = _("“%s” stays among the funders: take it out on the sheet of the action.")
        proposal.reader.info(name_key, text % replaced)
    if not name or (name in stored and (amount is None or amount == stored[name])):
        return
    if sum(row.funder.name == name for row in _fundings(proposal, action)) > 1:
        text = _("This funder pays investment and operation: change its amounts on the sheet.")
        proposal.reader.warn(amount_key, text)
        return
    proposal.fundings[name] = amount
    if name not in stored:
        proposal.after[name_key] = name
    if amount is not None:
        proposal.after[amount_key] = amount


def _fundings(proposal: Proposal, action: Action) -> list[Funding]:
    return [] if proposal.is_new else list(action.fundings.all())


def _read_choices(proposal: Proposal, action: Action) -> None:
    if proposal.is_changed("priority"):
        priority = proposal.read("priority", partial(read_choice, meanings=PRIORITIES))
        if priority:
            proposal.set("priority", PRIORITY_WORDS[Action.Priority(priority)], priority=priority)
    if not proposal.is_changed("status"):
        return
    status = proposal.read("status", partial(read_choice, meanings=STATUSES))
    if status is None:
        return
    proposal.set("status", STATUS_WORDS[Action.Status(status)], status=status)
    if status == Action.Status.ABANDONED and not action.status_reason:
        reason = _("Abandoned in the workbook, which gives no reason.")
        proposal.values["status_reason"] = reason
        proposal.reader.warn("status", _("Say why the action is abandoned."))


def _read_days(proposal: Proposal, action: Action) -> None:
    for key in DAYS:
        if proposal.is_changed(key):
            day = proposal.read_day(key)
            proposal.set(key, day, **{key: day})
    starts_on = proposal.days.get("starts_on", action.starts_on)
    due_on = proposal.days.get("due_on", action.due_on)
    if starts_on and due_on and due_on < starts_on:
        proposal.reader.error("due_on", _("It ends before it begins: correct one of the dates."))
