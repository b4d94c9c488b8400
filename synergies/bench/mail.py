"""How fast mails leave, as a ratio to smtplib with ready bytes over one connection."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from django.test import override_settings

from companies.models import Company, Contact, Initiative
from companies.services.links import issue_links
from pompey_ite.outbox.calendar import PARIS
from pompey_ite.outbox.message import as_message
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.services import send_due
from synergies.emails import INVITATION
from synergies.models import Ballot, Round
from synergies.services.round_mails import plan_of, samples_of, send_mails
from synergies.services.rounds import link_purpose

MAILS = 1_000
REPEATS = 3
NOW = datetime(2026, 11, 24, 10, tzinfo=PARIS)  # a working hour
END = NOW + timedelta(days=10)
MS_PER_S = 1000

Say = Callable[[str], None]


def bench_mail(*, size: int, say: Say) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of the invitations to 1,000 companies, from the preview to “sent”.

    The server is a process of its own that takes everything. A region has no more companies with
    more declarations: `size` changes nothing here.
    """
    say(f"writing {MAILS} companies")
    round_ = _round_of(MAILS)
    plan = plan_of(round_=round_, kind=INVITATION, now=NOW)
    samples_of(plan, now=NOW)  # templates and addresses are read once for all
    with _server() as (host, port):
        backend = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST=host, EMAIL_PORT=port):
            runs = []
            for repeat in range(REPEATS):
                say(f"sending {MAILS} mails, {repeat + 1} of {REPEATS}")
                runs.append(_seconds(round_, host, port))
            floor_s, queue_s, send_s = (median(column) for column in zip(*runs, strict=True))
            kilobytes = len(_ready_bytes()) / 1000
    yield f"{MAILS} mails of {kilobytes:.1f} kB, smtplib alone", _ms(floor_s)
    yield f"{MAILS} mails, rendered and queued", _ratio(queue_s, floor_s)
    yield f"{MAILS} mails, checked, claimed, sent and marked", _ratio(send_s, floor_s)
    yield f"{MAILS} mails, whole path", _ratio(queue_s + send_s, floor_s)


def _ms(seconds: float) -> str:
    return f"{seconds * MS_PER_S:.0f} ms"


def _ratio(seconds: float, floor_s: float) -> str:
    return f"{_ms(seconds)} = {seconds / floor_s:.1f} × smtplib"


def _round_of(count: int) -> Round:
    """Return an open round with `count` companies, each with a contact and a link."""
    initiative = Initiative.objects.create(
        name="Bassin d’essai", started_on=date(2017, 2, 1), contact_email="contact@pompey.example"
    )
    round_ = Round.objects.create(
        initiative=initiative, title="Consultation", opens_at=NOW, closes_at=END
    )
    companies = Company.objects.bulk_create(
        Company(initiative=initiative, name=f"Atelier {number:04}") for number in range(count)
    )
    Ballot.objects.bulk_create(
        Ballot(round=round_, company=company, seed=number, concerned_count=12)
        for number, company in enumerate(companies)
    )
    contacts = Contact.objects.bulk_create(
        Contact(company=company, last_name="Épée", email=f"contact{number}@company.example")
        for number, company in enumerate(companies)
    )
    issue_links(contacts=contacts, purpose=link_purpose(round_), now=NOW, expires_at=END)
    return round_


def _seconds(round_: Round, host: str, port: int) -> tuple[float, float, float]:
    """Return how long smtplib takes alone, the queueing, and the sending of all mails."""
    Mail.objects.all().delete()
    started = perf_counter()
    plan = plan_of(round_=round_, kind=INVITATION, now=NOW)
    send_mails(
        round_=round_, kind=INVITATION, contact_pks=plan.contact_pks, step=plan.step, now=NOW
    )
    queued = perf_counter()
    sent = 0
    while outcome := send_due(now=NOW):
        sent += outcome["sent"]
    ended = perf_counter()
    if sent != MAILS:
        raise RuntimeError(f"{sent} of {MAILS} mails were sent")
    return _floor_s(host, port), queued - started, ended - queued


def _ready_bytes() -> bytes:
    mail = Mail.objects.prefetch_related("attachments").order_by("pk")[0]
    return as_message(mail).message().as_bytes()


def _floor_s(host: str, port: int) -> float:
    """Return the seconds that smtplib takes for as many messages, made before."""
    content = _ready_bytes()
    with smtplib.SMTP(host, port) as connection:
        started = perf_counter()
        for number in range(MAILS):
            to = f"contact{number}@company.example"
            connection.sendmail("bounce@pompey.example", [to], content)
        return perf_counter() - started


@contextmanager
def _server() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = get_context("fork").Process(target=_take_all, args=(listener,), daemon=True)
        process.start()
        try:
            host, port = listener.getsockname()
            yield host, port
        finally:
            process.terminate()
            process.join()


def _take_all(listener: socket.socket) -> None:
    """Speak just enough SMTP to take every message, one connection after another."""
    while True:
        client, _address = listener.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 bench\r\n")
            for line in lines:
                word = line[:4].upper()
                if word == b"DATA":
                    client.sendall(b"354 go on\r\n")
                    while lines.readline() != b".\r\n":
                        continue
                client.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    break
