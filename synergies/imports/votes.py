"""The sheet of votes: the ballots of a round that was held on paper."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from companies.imports.references import read_company
from companies.imports.row_reader import RowReader
from companies.imports.run import ImportRun
from companies.imports.sync import BATCH_ROWS, Wanted, write
from companies.models import Company
from companies.workbook.choices import read_answer, read_number_of_synergy
from synergies.models import (
    Ballot,
    Channel,
    Party,
    Round,
    RoundOption,
    Synergy,
    Vote,
    VoteChange,
)
from synergies.services.rounds import SEEDS, frozen_option

KIND = "votes"
HELD_FOR = timedelta(days=1)  # the workbook does not say when the votes were taken


@dataclass(frozen=True)
class PaperVote:
    reader: RowReader
    company: Company
    synergy: Synergy
    answer: str


def import_votes(run: ImportRun, synergies: dict[int, Synergy]) -> None:
    """Write the votes of the workbook on the ballots of a closed round made for them.

    The round is the one that already holds votes of a workbook, else a new one, closed now, with
    every open synergy as an option and a ballot for every active company.
    """
    papers = list(_read_votes(run, synergies).values())
    if not papers:
        return
    round_ = _round_of(run)
    options = _options(round_, papers)
    ballots = _ballots(round_, papers)
    stored = {
        (vote.ballot_id, vote.option_id): vote for vote in Vote.objects.filter(ballot__round=round_)
    }
    wanted = []
    for paper in papers:
        ballot, option = ballots[paper.company.pk], options[paper.synergy.pk]
        vote = stored.get((ballot.pk, option.pk)) or Vote(
            ballot=ballot, option=option, version=0, channel=Channel.WORKBOOK
        )
        wanted.append(_wanted(run, paper, vote))
    before = {id(row): row.instance.answer for row in wanted}
    changed = [row for row in wanted if row.is_new or row.values]
    write(run.report, KIND, wanted)
    VoteChange.objects.bulk_create(
        (_change(run, row.instance, before[id(row)]) for row in changed), batch_size=BATCH_ROWS
    )


def _read_votes(run: ImportRun, synergies: dict[int, Synergy]) -> dict[tuple[int, int], PaperVote]:
    papers: dict[tuple[int, int], PaperVote] = {}
    for reader in run.rows(KIND):
        company = read_company(run, reader)
        number = reader.read("number", read_number_of_synergy, required=True)
        answer = reader.read("answer", read_answer, required=True)
        if number is not None and number not in synergies:
            reader.error("number", _("No synergy has the number %d.") % number)
        if company is None or number is None or answer is None or reader.is_refused:
            continue
        key = (company.pk, number)
        if key in papers:
            first = {"number": number, "company": company, "place": papers[key].reader.place}
            text = _("%(company)s voted on synergy %(number)d already, on %(place)s.")
            reader.error("number", text % first)
            continue
        papers[key] = PaperVote(reader, company, synergies[number], answer)
    return papers


def _wanted(run: ImportRun, paper: PaperVote, vote: Vote) -> Wanted[Vote]:
    """Leave a vote that says the same as it is; else a new version, given now on paper."""
    if vote.answer == paper.answer:
        return Wanted(paper.reader, vote, {})
    values = {
        "answer": paper.answer,
        "version": vote.version + 1,
        "answered_at": run.now,
        "answered_by_id": None,
        "channel": Channel.WORKBOOK,
    }
    return Wanted(paper.reader, vote, values)


def _change(run: ImportRun, vote: Vote, before: str) -> VoteChange:
    return VoteChange(
        ballot_id=vote.ballot_id,
        option_id=vote.option_id,
        before=before,
        after=vote.answer,
        changed_at=run.now,
        channel=Channel.WORKBOOK,
    )


def _round_of(run: ImportRun) -> Round:
    rounds = run.initiative.rounds.filter(options__votes__channel=Channel.WORKBOOK)
    found = rounds.order_by("-pk").first()
    if found is not None:
        return found
    round_, is_new = Round.objects.get_or_create(
        initiative=run.initiative,
        title=_("Votes of the workbook"),
        defaults={"opens_at": run.now - HELD_FOR, "closes_at": run.now},
    )
    if is_new:
        _freeze_options(round_, list(run.initiative.synergies.open().values_list("pk", flat=True)))
        _issue_ballots(round_, list(run.initiative.companies.active()))
    return round_


def _options(round_: Round, papers: list[PaperVote]) -> dict[int, RoundOption]:
    """Return the options by synergy, adding those of synergies that are new to the round."""
    options = {option.synergy_id: option for option in round_.options.all()}
    missing = {paper.synergy.pk for paper in papers} - options.keys()
    if missing:
        _freeze_options(round_, list(missing))
        options = {option.synergy_id: option for option in round_.options.all()}
    return options


def _freeze_options(round_: Round, synergy_ids: list[int]) -> None:
    rows = Synergy.objects.filter(pk__in=synergy_ids).with_parties().order_by("number")
    RoundOption.objects.bulk_create(
        (frozen_option(round_=round_, synergy=synergy) for synergy in rows),
        batch_size=BATCH_ROWS,
    )


def _ballots(round_: Round, papers: list[PaperVote]) -> dict[int, Ballot]:
    """Return the ballots by company, adding those of companies the round did not ask."""
    ballots = {ballot.company_id: ballot for ballot in round_.ballots.all()}
    voting = {paper.company.pk: paper.company for paper in papers}
    missing = [company for pk, company in voting.items() if pk not in ballots]
    if missing:
        _issue_ballots(round_, missing)
        ballots = {ballot.company_id: ballot for ballot in round_.ballots.all()}
    return ballots


def _issue_ballots(round_: Round, companies: list[Company]) -> None:
    parties = Party.objects.present().filter(synergy__options__round=round_)
    named = Counter(parties.values_list("company_id", flat=True))
    Ballot.objects.bulk_create(
        Ballot(
            round=round_,
            company=company,
            seed=secrets.randbelow(SEEDS),
            concerned_count=named[company.pk],
        )
        for company in companies
    )
