"""How fast the monthly report reaches every company, as a ratio to smtplib with ready bytes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection
from django.test import override_settings

from actions.bench.mail_server import floor_s, mail_server
from actions.models import Action, Audience, DistributionList, Milestone, Programme, Report
from actions.models.programme import AREA_CODES
from actions.services.report_readers import readers_of
from actions.services.report_sending import approve_report
from actions.services.reports import build_report
from companies.models import Company, Contact, Initiative
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.links import return_address
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import send_due

MAILS = 1_000
FEW = 100  # queries are counted for so many companies, too
REPEATS = 5
MONTH = date(2026, 10, 1)
NOW = datetime(2026, 11, 24, 10, tzinfo=PARIS)  # a working hour
ACTIONS_PER_AREA = 9  # 27 in all, as in the programme of Pompey
MS_PER_S = 1000

Say = Callable[[str], None]


@dataclass
class Run:
    """What one report to everybody took: seconds, and queries by their first word."""

    build_s: float = 0.0
    queue_s: float = 0.0
    send_s: float = 0.0
    queue_queries: Counter[str] = field(default_factory=Counter)
    send_queries: Counter[str] = field(default_factory=Counter)

    @property
    def whole_s(self) -> float:
        return self.build_s + self.queue_s + self.send_s


def bench_mail(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of the monthly report to 1,000 companies, from its figures to “sent”.

    The server is a process of its own that takes everything. Floor and path take turns, and the
    best of each counts: other programs on the machine slow both. `size` changes nothing here.
    """
    programme = _programme()
    with mail_server() as (host, port):
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST=host, EMAIL_PORT=port):
            _add_companies(programme.initiative, 0, FEW)
            few = _run(programme)
            say(f"writing {MAILS} companies")
            _add_companies(programme.initiative, FEW, MAILS)
            runs, floors = [], []
            for repeat in range(REPEATS):
                say(f"sending {MAILS} mails, {repeat + 1} of {REPEATS}")
                runs.append(_run(programme))
                ready = _ready_messages()
                floors.append(floor_s(host, port, ready))
    best, floor = min(runs, key=lambda run: run.whole_s), min(floors)
    kilobytes = len(ready[0][2]) / 1000
    yield f"{MAILS} reports of {kilobytes:.1f} kB, smtplib alone", _ms(floor)
    yield f"{MAILS} reports, figures and charts", _ratio(best.build_s, floor)
    yield f"{MAILS} reports, rendered and queued", _ratio(best.queue_s, floor)
    yield f"{MAILS} reports, checked, claimed, sent and marked", _ratio(best.send_s, floor)
    yield f"{MAILS} reports, whole path", _ratio(best.whole_s, floor)
    for count, run in ((FEW, few), (MAILS, best)):
        yield f"queries to queue {count}: inserts + others", _inserts(run.queue_queries)
        yield f"queries to send {count}: updates + others", _updates(run.send_queries)


def _ms(seconds: float) -> str:
    return f"{seconds * MS_PER_S:.0f} ms"


def _ratio(seconds: float, floor: float) -> str:
    return f"{_ms(seconds)} = {seconds / floor:.1f} × smtplib"


def _inserts(queries: Counter[str]) -> str:
    return f"{queries['INSERT']} + {queries.total() - queries['INSERT']}"


def _updates(queries: Counter[str]) -> str:
    return f"{queries['UPDATE']} + {queries.total() - queries['UPDATE']}"


def _programme() -> Programme:
    """Return a programme of 27 actions with a milestone reached in the month."""
    initiative = Initiative.objects.create(
        name="Bassin d’essai", started_on=date(2017, 2, 1), contact_email="contact@pompey.example"
    )
    programme = Programme.objects.create(
        initiative=initiative,
        title="Programme d’essai",
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 12, 31),
    )
    for kind, code in AREA_CODES.items():
        area = programme.areas.create(kind=kind, code=code, title=f"Axe {code}")
        for number in range(ACTIONS_PER_AREA):
            action = Action.objects.create(
                area=area, code=f"{code}{number + 1}", position=number, title=f"Action {number}"
            )
            _milestones(action, number)
    DistributionList.objects.create(
        initiative=initiative, name="Entreprises", audience=Audience.COMPANIES
    )
    return programme


def _milestones(action: Action, number: int) -> None:
    done_on = MONTH + timedelta(days=number) if number % 2 else None
    Milestone.objects.create(action=action, title="Visite", due_on=MONTH, done_on=done_on)
    Milestone.objects.create(action=action, title="Essai", due_on=MONTH + timedelta(days=40))


def _add_companies(initiative: Initiative, first: int, end: int) -> None:
    """Add companies number `first` to `end`, each with a contact."""
    companies = Company.objects.bulk_create(
        Company(initiative=initiative, name=f"Atelier {number:04}") for number in range(first, end)
    )
    Contact.objects.bulk_create(
        Contact(company=company, last_name="Épée", email=f"contact{number}@company.example")
        for number, company in enumerate(companies, first)
    )


def _run(programme: Programme) -> Run:
    """Build, approve and send the report of the month to everybody, as the clock does."""
    Mail.objects.all().delete()
    Report.objects.all().delete()
    run, sent = Run(), 0
    started = perf_counter()
    with _counted(run.queue_queries):
        report = build_report(programme=programme, month=MONTH, now=NOW)
        built = perf_counter()
        if report is None:
            raise RuntimeError("the report was not built")
        keys = readers_of(programme.initiative_id).keys
        queued_count = approve_report(report=report, keys=keys, user=None, now=NOW)
        queued = perf_counter()
    with _counted(run.send_queries):
        while outcome := send_due(now=NOW):
            sent += outcome["sent"]
    ended = perf_counter()
    if not sent == queued_count == Contact.objects.count():
        raise RuntimeError(f"{queued_count} queued, {sent} sent")
    run.build_s, run.queue_s, run.send_s = built - started, queued - built, ended - queued
    return run


@contextmanager
def _counted(queries: Counter[str]) -> Iterator[None]:
    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries[sql.split(maxsplit=1)[0].upper()] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def _ready_messages() -> list[tuple[str, str, bytes]]:
    """Return the same mails with their bytes made before."""
    mails = Mail.objects.prefetch_related("attachments").order_by("pk")
    return [
        (return_address(mail), mail.recipient, as_message(mail).message().as_bytes())
        for mail in mails
    ]
