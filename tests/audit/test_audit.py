"""The audit finds what it is there for, and never takes “not checked” for a pass."""

import json
import re
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from pompey_ite.audit import advisories as osv_client
from pompey_ite.audit import components, tools
from pompey_ite.audit.advisories import advisories
from pompey_ite.audit.components import (
    Component,
    below_their_floor,
    bill_of_materials,
    components_of,
    not_what_is_installed,
)
from pompey_ite.audit.line import Verdict
from pompey_ite.audit.secrets import committed_secrets
from tests.audit.serving import serving

BASE = Path(settings.BASE_DIR) / "pompey_ite" / "requirements" / "base.txt"
# Put together here, so that this file holds none.
KEY = "AKIA" + "ABCDEFGHIJKLMNOP"


def test_the_product_runs_on_its_pins_and_above_the_floor():
    pinned = components_of(BASE)

    wanted = re.findall(r"^\S+==", BASE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(pinned) == len(wanted) > 25
    assert below_their_floor(pinned) == []
    assert not_what_is_installed(pinned) == []


def test_an_old_or_another_version_is_a_miss():
    old = Component("django", "5.2.9", ())

    assert below_their_floor([old]) == ["django 5.2.9 is older than 5.2.19"]
    assert "pinned 5.2.9, installed" in not_what_is_installed([old])[0]


def test_the_bill_of_materials_has_the_shape_of_cyclonedx_and_every_package(tmp_path):
    pinned = components_of(BASE)
    path = Path(settings.DATA_DIR) / "sbom.json"
    path.write_text(json.dumps(bill_of_materials(pinned, version="0.1.0")), encoding="utf-8")

    bill = json.loads(path.read_text(encoding="utf-8"))

    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert [one["name"] for one in bill["components"]] == [one.name for one in pinned]
    assert len({one["bom-ref"] for one in bill["components"]}) == len(pinned)
    for one in bill["components"]:
        assert one["type"] == "library"
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["properties"] != []


@pytest.fixture
def repository(tmp_path):
    """A repository whose history once held a key."""

    def git(*arguments):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, capture_output=True)

    git("init")
    git("config", "user.name", "x")
    git("config", "user.email", "x@example.org")
    (tmp_path / "a.txt").write_text(f"key {KEY}\n")
    git("add", ".")
    git("commit", "-m", "with a key")
    return tmp_path, git


def test_a_secret_is_found_in_the_files_and_never_shown(repository):
    root, _git = repository

    found = committed_secrets(root)

    assert found[0] == "a.txt: key of a cloud"
    assert KEY not in "".join(found)


def test_a_secret_that_was_taken_away_is_found_in_the_history(repository):
    root, git = repository
    (root / "a.txt").write_text("no key\n")
    git("commit", "-am", "without")

    assert [re.sub(r"commit \w+", "commit", line) for line in committed_secrets(root)] == [
        "commit: key of a cloud"
    ]


def test_a_file_that_is_never_committed(repository):
    root, git = repository
    (root / ".env").write_text("X=1\n")
    git("add", "-f", ".env")

    assert ".env: a file of this name is never committed" in committed_secrets(root)


def test_what_is_not_installed_is_said_loudly(monkeypatch):
    monkeypatch.setattr(tools, "find_spec", lambda _name: None)

    line = tools.static_analysis(Path())

    assert (line.verdict, line.details) == (Verdict.NOT_CHECKED, ("bandit is not installed",))


# -- Weak places in the code ----------------------------------------------------------------------
WEAK_CODE = {
    "B602": "import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n",  # high
    "B608": "def f(c, x):\n    c.execute('SELECT * FROM a WHERE b = ' + x)\n",  # medium
}


@pytest.mark.parametrize("number", WEAK_CODE)
def test_a_weak_place_of_high_or_medium_severity_is_a_miss(tmp_path, monkeypatch, number):
    monkeypatch.setattr(tools, "OUR_CODE", ("ours",))
    (tmp_path / "ours").mkdir()
    weak = tmp_path / "ours" / "weak.py"
    weak.write_text(WEAK_CODE[number], encoding="utf-8")

    line = tools.static_analysis(tmp_path)

    assert line.verdict == Verdict.MISS
    assert [number in detail and "weak.py" in detail for detail in line.details] == [True]
    weak.write_text("print(1 + 1)\n", encoding="utf-8")
    assert tools.static_analysis(tmp_path).verdict == Verdict.PASS


def test_our_own_code_has_none():
    line = tools.static_analysis(Path(settings.BASE_DIR))

    assert (line.verdict, line.details) == (Verdict.PASS, ())


# -- Known weaknesses of packages -----------------------------------------------------------------
@pytest.fixture
def osv():
    """A list of weaknesses on this machine; a test says what it answers, and sees what it heard."""
    server = OsvServer(("127.0.0.1", 0), Osv)
    with serving(server):
        yield server


class OsvServer(ThreadingHTTPServer):
    status, answer = 200, b""
    asked: dict[str, Any] = {}

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}/"


class Osv(BaseHTTPRequestHandler):
    """Answers the question as osv.dev does, or with what the test has put there."""

    server: OsvServer

    def do_POST(self):
        self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_words):
        """Say nothing in the output of the tests."""


PACKAGES = [Component("django", "5.2.9", ()), Component("kombu", "5.7.0", ())]


def test_a_known_weakness_is_a_miss_at_its_own_package(osv):
    osv.answer = b'{"results": [{}, {"vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-2"}]}]}'

    line = advisories(PACKAGES, osv.address)

    assert line.verdict == Verdict.MISS
    assert line.details == ("kombu 5.7.0: PYSEC-1", "kombu 5.7.0: GHSA-2")
    assert osv.asked["queries"][0] == {
        "package": {"name": "django", "ecosystem": "PyPI"},
        "version": "5.2.9",
    }


def test_no_known_weakness_is_a_pass(osv):
    osv.answer = b'{"results": [{}, {}]}'

    assert advisories(PACKAGES, osv.address).verdict == Verdict.PASS


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b""),
        (200, b"<html>a page of a proxy</html>"),
        (200, b'{"results": [{}]}'),
        (200, b'{"results": null}'),
        (200, b"[]"),
        (200, b'{"results": [{"vulns": [1]}, {}]}'),
        (403, b"{}"),
        (500, b""),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_pass(osv, status, answer):
    osv.status, osv.answer = status, answer

    assert advisories(PACKAGES, osv.address).verdict == Verdict.NOT_CHECKED


def test_nobody_who_answers_is_no_pass(osv):
    osv.shutdown()
    osv.server_close()  # its port is free again, and refuses

    line = advisories(PACKAGES, osv.address)

    assert line.verdict == Verdict.NOT_CHECKED
    assert osv.address in line.details[0]


def test_the_command_ends_badly_on_a_miss(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "find_spec", lambda _name: None)
    monkeypatch.setattr(osv_client, "SOURCE", "http://127.0.0.1:9/")
    out = StringIO()
    call_command("audit", "--without-site", "--sbom", tmp_path / "sbom.json", stdout=out)
    assert "NOT CHECKED  known weaknesses" in out.getvalue()
    assert "NOT CHECKED  static analysis" in out.getvalue()
    assert "NOT CHECKED  the running demo" in out.getvalue()
    assert (tmp_path / "sbom.json").is_file()

    monkeypatch.setitem(components.FLOORS, "django", "99.0")
    with pytest.raises(CommandError, match="1 of 6 lines miss"):
        call_command("audit", "--without-site", stdout=StringIO())
