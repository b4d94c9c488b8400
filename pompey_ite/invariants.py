"""What must be true of the data at any time, whatever was killed, doubled or cut in between."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import F, FileField

from actions.services.reports import due_reports
from pompey_ite.journal.verifying import faults
from pompey_ite.outbox.models import Mail
from synergies.models import Channel, Round, Tally, Vote, VoteChange
from synergies.services.tallies import closed_box
from synergies.voting.rules import VERSIONS, count_by

Check = Callable[[datetime], Iterator[str]]
# A tick comes every minute; what is still not done after this is not late, it is broken.
PATIENCE = timedelta(hours=1)


def violations(*, now: datetime) -> list[str]:
    """Return what is wrong, one line each, in the words of the people who repair it."""
    return [line for check in CHECKS for line in check(now)]


def votes_are_what_their_history_says(now: datetime) -> Iterator[str]:
    """Each current answer is the last one of the append-only history, and no other is there."""
    last: dict[tuple[int, int], str] = {}
    changes = VoteChange.objects.order_by("changed_at", "pk")
    for ballot, option, after in changes.values_list("ballot", "option", "after").iterator():
        last[ballot, option] = after
    for ballot, option, answer in Vote.objects.values_list("ballot", "option", "answer").iterator():
        if last.pop((ballot, option), None) != answer:
            yield f"ballot {ballot}, option {option}: the answer is not the last of its history"
    for (ballot, option), after in last.items():
        if after:
            yield f"ballot {ballot}, option {option}: the history says {after}, no answer is there"


def nothing_was_answered_after_the_close(now: datetime) -> Iterator[str]:
    # The votes of a workbook were given in the room; they are written down whenever it is read.
    given_here = VoteChange.objects.exclude(channel=Channel.WORKBOOK)
    late = given_here.filter(changed_at__gte=F("ballot__round__closes_at"))
    counted = Counter(late.values_list("ballot__round__title", flat=True))
    for round_, count in sorted(counted.items()):
        yield f"round “{round_}”: {count} answers at or after its close"


def results_are_what_the_ballots_give(now: datetime) -> Iterator[str]:
    """The stored result of each closed round is that of its ballots, counted again."""
    for round_ in Round.objects.closed_at(now - PATIENCE):
        box = closed_box(round_, now)
        tally = Tally.objects.filter(round=round_, **box.identity).first()
        if tally is None:
            yield f"round “{round_}”: no result of the ballots it has now"
        elif tally.version == VERSIONS[box.rule]:
            count = count_by(box.rule, box.ballots, box.parameters)
            lines = tally.lines.exclude(retained_rank=None).order_by("retained_rank")
            if list(lines.values_list("option__number", flat=True)) != [
                kept.number for kept in count.retained
            ]:
                yield f"round “{round_}”: its stored result is not what its ballots give"


def no_mail_is_held_by_nobody(now: datetime) -> Iterator[str]:
    held = Mail.objects.filter(status=Mail.Status.SENDING, leased_until__lt=now - PATIENCE)
    for mail in held:
        yield f"mail {mail.pk}: its sending ended long ago and nobody took it up again"


def every_report_that_is_due_is_there(now: datetime) -> Iterator[str]:
    for due in due_reports(now - PATIENCE):
        yield f"programme “{due.programme}”: no report of {due.month:%Y-%m}"


def every_reference_leads_somewhere(now: datetime) -> Iterator[str]:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield f"database: {error}"


def every_file_is_there(now: datetime) -> Iterator[str]:
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, FileField)]
        for field in fields:
            rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
            for row in rows.only(field.name).iterator():
                file = getattr(row, field.name)
                if not file.storage.exists(file.name):
                    yield f"{model._meta.label} {row.pk}: its file {file.name} is missing"


def the_journal_is_as_it_was_sealed(now: datetime) -> Iterator[str]:
    yield from faults()


CHECKS: list[Check] = [
    votes_are_what_their_history_says,
    nothing_was_answered_after_the_close,
    results_are_what_the_ballots_give,
    no_mail_is_held_by_nobody,
    every_report_that_is_due_is_there,
    every_reference_leads_somewhere,
    every_file_is_there,
    the_journal_is_as_it_was_sealed,
]
