"""The audit finds what it is there for, and never takes “not checked” for a pass."""

import json
import re
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from pompey_ite.audit import components, tools
from pompey_ite.audit.components import (
    Component,
    below_their_floor,
    bill_of_materials,
    components_of,
    not_what_is_installed,
)
from pompey_ite.audit.line import Verdict
from pompey_ite.audit.secrets import committed_secrets

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

    lines = [tools.advisories(BASE), tools.static_analysis(Path())]

    assert [line.verdict for line in lines] == [Verdict.NOT_CHECKED] * 2
    assert [line.details for line in lines] == [
        ("pip-audit is not installed",),
        ("bandit is not installed",),
    ]


def test_no_source_of_advisories_is_no_pass(monkeypatch):
    monkeypatch.setattr(tools, "find_spec", lambda _name: object())
    monkeypatch.setattr(tools, "_run", lambda *_arguments: "")

    assert tools.advisories(BASE).verdict == Verdict.NOT_CHECKED


def test_the_command_ends_badly_on_a_miss(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "find_spec", lambda _name: None)
    out = StringIO()
    call_command("audit", "--sbom", tmp_path / "sbom.json", stdout=out)
    assert "NOT CHECKED  known vulnerabilities" in out.getvalue()
    assert (tmp_path / "sbom.json").is_file()

    monkeypatch.setitem(components.FLOORS, "django", "99.0")
    with pytest.raises(CommandError, match="1 of 5 lines miss"):
        call_command("audit", stdout=StringIO())
