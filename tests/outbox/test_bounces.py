"""Mails that come back: what Postfix, Exchange and Gmail write, and what nobody should believe."""

import io
import mailbox
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from pompey_ite.outbox.addresses import clear_address_error
from pompey_ite.outbox.bounces import MAX_BYTES, ReportRefused, parse_report, record_report
from pompey_ite.outbox.links import return_address, returned_mail_pk
from pompey_ite.outbox.models import AddressError, Bounce, Mail
from tests.factories import ContactFactory, MailFactory, UserFactory

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "bounces"
NOW = datetime(2019, 7, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def mail():
    return MailFactory(sent=True, recipient="alix@forge.example")


def report(name, mail, **changes):
    text = (FOLDER / f"{name}.eml").read_text(encoding="utf-8")
    for old, new in {"RETURN": return_address(mail), **changes}.items():
        assert old in text
        text = text.replace(old, new)
    return text.encode()


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("postfix", "5.1.1", "User unknown in virtual mailbox table"),
        ("exchange", "5.1.10", "RESOLVER.ADR.RecipientNotFound"),
        ("gmail", "5.1.1", "The email account that you tried to reach does not exist"),
    ],
)
def test_an_address_that_does_not_exist_is_put_in_error(mail, name, code, words):
    contact = ContactFactory(email="Alix@Forge.example")

    bounce = record_report(report(name, mail), now=NOW)

    assert bounce is not None
    assert (bounce.mail, bounce.status_code, bounce.is_permanent) == (mail, code, True)
    assert words in bounce.text
    error = AddressError.objects.get()
    assert (error.address, error.since) == ("alix@forge.example", NOW)
    contact.refresh_from_db()
    assert words in contact.email_error
    assert list(Mail.objects.in_error()) == [mail]


def test_a_delay_is_only_noted(mail):
    bounce = record_report(report("postfix_delayed", mail), now=NOW)

    assert bounce is not None
    assert (bounce.status_code, bounce.is_permanent) == ("4.4.1", False)
    assert not AddressError.objects.exists()
    assert not Mail.objects.in_error().exists()


@pytest.mark.parametrize(
    ("status", "said", "is_wrong"),
    [
        ("Status: 5.7.1", "550 5.7.1 message rejected as spam", False),
        ("Status: 5.2.2", "552 5.2.2 mailbox full", False),
        ("Status: 5.4.4", "5.4.4 host not found", False),
        ("Status: 4.4.7", "4.4.7 delivery time expired", False),
        ("Status: 5.0.0", "550 5.7.26 unauthenticated", False),
        ("Status: 5.0.0", "550 no such user here", True),
        ("Status: 5.4.1", "550 5.4.1 Recipient address rejected: Access denied.", True),
        ("Status: 5.2.1", "550 5.2.1 mailbox disabled", True),
    ],
)
def test_only_what_blames_the_address_puts_it_in_error(mail, status, said, is_wrong):
    raw = report("exchange", mail, **{"Status: 5.1.10": status})
    start, end = raw.index(b"smtp;550"), raw.index(b"X-Display-Name")
    raw = raw[:start] + f"smtp;{said}\n".encode() + raw[end:]

    record_report(raw, now=NOW)

    assert AddressError.objects.exists() is is_wrong
    assert Bounce.objects.get().is_permanent  # the server gave up in each case


def test_the_same_report_counts_once_even_after_the_address_was_declared_right(mail):
    raw = report("postfix", mail)
    record_report(raw, now=NOW)
    error = AddressError.objects.get()
    clear_address_error(error=error, reason="called them", user_pk=UserFactory().pk, now=NOW)

    assert record_report(raw, now=NOW) is None

    assert Bounce.objects.count() == 1
    assert not AddressError.objects.standing().exists()


def test_a_forged_return_address_is_refused(mail):
    other = MailFactory(sent=True)
    forged = return_address(mail).replace(f"+{mail.pk}-", f"+{other.pk}-")
    raw = report("postfix", mail).replace(return_address(mail).encode(), forged.encode())

    with pytest.raises(ReportRefused, match="adresses de retour"):
        record_report(raw, now=NOW)

    assert not AddressError.objects.exists()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "adresses de retour"),
        (b"\xff\x00\xfe" * 1000, "adresses de retour"),
        (b"x" * (MAX_BYTES + 1), "plus gros"),
        (b"Content-Type: multipart/report; boundary=\n\n--\n--", "adresses de retour"),
        (
            b"".join(
                b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n)
                for n in range(2000)
            ),
            "illisible",
        ),
        (b"To: bounce+99999999999999999999-00000000000000000000@x\n\n", "adresses de retour"),
    ],
)
def test_hostile_input_is_refused_in_words(raw, why):
    with pytest.raises(ReportRefused, match=why):
        parse_report(raw)


def test_an_absence_is_no_failure(mail):
    with pytest.raises(ReportRefused, match="remise"):
        record_report(report("vacation", mail), now=NOW)


def test_a_report_of_success_is_no_failure(mail):
    raw = report("postfix", mail, **{"Action: failed": "Action: relayed"})

    with pytest.raises(ReportRefused, match="aucun échec"):
        record_report(raw, now=NOW)


def test_return_addresses_survive_a_server_that_writes_capitals(mail):
    assert returned_mail_pk(return_address(mail).upper()) == mail.pk
    assert return_address(mail).startswith(f"bounce+{mail.pk}-")
    assert len(return_address(mail).partition("@")[0]) <= 64


def test_without_a_return_address_mail_returns_to_the_sender(mail, settings):
    settings.MAIL_RETURN_ADDRESS = ""

    assert return_address(mail) == ""


# -- The command ----------------------------------------------------------------------------------
def run(source):
    out, err = io.StringIO(), io.StringIO()
    call_command("read_bounces", str(source), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_maildir_is_read_and_left_as_it_is(mail, tmp_path):
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1").write_bytes(report("postfix", mail))
    (tmp_path / "cur" / "2:2,S").write_bytes(report("vacation", mail))

    out, err = run(tmp_path)
    again, _err = run(tmp_path)

    assert "alix@forge.example: 5.1.1" in out
    assert "1 rapport lu, 0 déjà connu, 1 refusé" in out
    assert err.startswith("2:2,S: ")
    assert "0 rapport lu, 1 déjà connu, 1 refusé" in again
    assert (tmp_path / "new" / "1").exists()


def test_an_mbox_is_read(mail, tmp_path):
    box = mailbox.mbox(tmp_path / "bounces")
    for name in ("postfix", "gmail"):
        box.add(report(name, mail))
    box.close()

    out, err = run(tmp_path / "bounces")

    assert ("2 rapports lus" in out, err) == (True, "")


def test_one_message_is_read_from_a_file_and_from_the_pipe(mail, tmp_path, monkeypatch):
    (tmp_path / "one.eml").write_bytes(report("postfix", mail))
    raw = report("gmail", mail)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))

    assert "1 rapport lu" in run(tmp_path / "one.eml")[0]
    assert "1 rapport lu" in run("-")[0]


def test_a_folder_that_is_no_maildir_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Maildir"):
        run(tmp_path)
    with pytest.raises(CommandError, match="absent"):
        run(tmp_path / "absent")
