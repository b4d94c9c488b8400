"""Where TLS was asked for, no mail goes to a server without it, or with the name of another."""

import shutil
import ssl
import subprocess

import pytest
from django.utils import timezone

from pompey_ite.outbox import services
from pompey_ite.outbox.models import Mail
from pompey_ite.outbox.rendering import Draft
from tests.outbox.smtp import Recorder, smtp_server

pytestmark = pytest.mark.django_db
NEW_CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem"
)


@pytest.fixture
def certificate(tmp_path):
    """A certificate that nobody vouches for, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    subprocess.run(NEW_CERTIFICATE.split(), cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "certificate.pem", tmp_path / "key.pem"


def sent_by(settings, *, certificate=None):
    """Send a mail with STARTTLS to a server with that certificate, or none; return what it took."""
    recorder, tls = Recorder(), None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*certificate)
    with smtp_server(recorder, tls) as (host, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
        services.queue_mail(
            kind="ballot_receipt",  # leaves at any hour, so that the test does too
            recipient="noa@example.org",
            object_key="tls",
            draft=Draft("Reçu", "Bonjour", "<p>Bonjour</p>"),
            language="fr",
            now=timezone.now(),
        )
        services.send_due(now=timezone.now())
    return recorder.received


def test_a_server_without_tls_gets_nothing_and_the_mail_waits(settings):
    settings.EMAIL_USE_TLS = True

    assert sent_by(settings) == []
    assert Mail.objects.get().status == Mail.Status.RETRY


def test_without_asking_for_tls_the_same_server_gets_it(settings):
    """The control."""
    assert len(sent_by(settings)) == 1


def test_a_certificate_that_nobody_vouches_for_gets_nothing(settings, certificate):
    settings.EMAIL_USE_TLS = True

    assert sent_by(settings, certificate=certificate) == []
    assert Mail.objects.get().status == Mail.Status.RETRY
    assert "CERTIFICATE_VERIFY_FAILED" in Mail.objects.get().reason


def test_one_that_this_machine_trusts_gets_it(settings, certificate, monkeypatch):
    """The control: it was the certificate, and not TLS, that was refused."""
    settings.EMAIL_USE_TLS = True
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    assert len(sent_by(settings, certificate=certificate)) == 1
