import ast
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pompey_ite import bootstrap
from pompey_ite.bootstrap import CannotPrepareError, Environment, explain, progress

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN_PACKAGE = "no-such-package-of-ours==1.0 --hash=sha256:" + 64 * "0"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose lists are empty, with its `.venv` made: nothing is fetched."""
    root = tmp_path_factory.mktemp("project")
    lists = root / "pompey_ite" / "requirements"
    lists.mkdir(parents=True)
    for name in ("base", "test"):
        (lists / f"{name}.txt").write_text("# nothing\n")
    assert Environment(root).ensure("base")
    return root


@pytest.fixture
def project(installed, tmp_path) -> Path:
    """A copy of that project, to be broken."""
    return Path(shutil.copytree(installed, tmp_path / "project", symlinks=True))


def test_an_installed_list_is_not_installed_again(installed):
    assert not Environment(installed).ensure("base")


def test_a_list_that_holds_another_one_installs_both(installed):
    assert Environment(installed).is_current("test")


def test_a_changed_list_is_installed(project):
    (project / "pompey_ite" / "requirements" / "base.txt").write_text("# still nothing\n")

    assert Environment(project).ensure("base")
    assert Environment(project).is_current("base")


def test_an_environment_whose_python_is_gone_is_made_again(project):
    (project / ".venv" / "bin" / "python").unlink()

    assert Environment(project).ensure("base")
    assert Environment(project).python_version() == sys.version_info[:2]


def test_of_two_at_once_one_starts_an_interrupted_installation_over_and_the_other_waits(project):
    (project / ".venv" / ".unfinished").touch()
    leftover = project / ".venv" / "lib" / "half-a-package"
    leftover.touch()
    code = (
        "import sys; from pathlib import Path; from pompey_ite.bootstrap import Environment;"
        "Environment(Path(sys.argv[1])).ensure('base')"
    )
    command = [sys.executable, "-c", code, str(project)]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    errors = [process.communicate(timeout=120)[1].decode() for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert "".join(errors).count("interrupted: starting it over") == 1
    assert not leftover.exists()
    assert Environment(project).is_current("base")


def test_a_registry_that_does_not_answer_is_said_in_words(project, monkeypatch):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    (project / "pompey_ite" / "requirements" / "base.txt").write_text(f"{UNKNOWN_PACKAGE}\n")

    with pytest.raises(CannotPrepareError, match="No package registry answered"):
        Environment(project).ensure("base")

    assert not Environment(project).is_current("base")


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(CannotPrepareError, match=r"Cannot write in .*\.venv: Permission denied\."):
        Environment(tmp_path).ensure("base")


def test_a_python_without_venv_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(CannotPrepareError, match="sudo apt install python3-venv"):
        Environment(tmp_path).ensure("base")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "is not the one we pinned"),
        ("NewConnectionError(...)\nERROR: No matching distribution found", "No package registry"),
        ("ERROR: No matching distribution found for x==1", "no ready-made file for this system"),
        ("first\nsecond\nthird\n\nlast", "The installation failed:\nsecond\nthird\nlast"),
    ],
)
def test_failures_of_pip_are_explained(log, words):
    assert words in explain(log)


def test_other_commands_without_an_environment_say_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(SystemExit, match=r"Run first: python3 manage\.py install"):
        bootstrap.prepare(["manage.py", "tick"], tmp_path)


def test_other_commands_stay_in_a_python_that_has_django(tmp_path):
    bootstrap.prepare(["manage.py", "tick"], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_other_commands_move_into_the_environment(installed, monkeypatch):
    moved: list[object] = []
    monkeypatch.setattr(os, "execv", lambda *command: moved.append(command))

    bootstrap.prepare(["manage.py", "tick", "--dry-run"], installed)

    python = installed / ".venv" / "bin" / "python"
    assert moved == [(python, [str(python), "manage.py", "tick", "--dry-run"])]


def test_the_demo_has_its_own_address_and_sends_no_mail():
    variables = {"PORT": "8123", "EMAIL_URL": "smtp://mail.example"}

    bootstrap.set_demo_variables(variables)

    assert variables == {
        "PORT": "8123",
        "POMPEY_DEMO": "1",
        "SITE_URL": "http://127.0.0.1:8123",
        "EMAIL_URL": "",
        "TICK_INTERVAL_S": "10",
    }


@pytest.mark.parametrize("port", ["", "http", "0", "65536", "80.5", "-1", "²"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(CannotPrepareError, match="PORT must be a number"):
        bootstrap.set_demo_variables({"PORT": port})


def test_manage_py_is_readable_by_the_pythons_it_refuses():
    source = (ROOT / "manage.py").read_bytes()

    assert source.isascii()
    ast.parse(source, feature_version=(3, 4))


def test_progress_is_shown_for_what_takes_long_only(monkeypatch):
    quick, slow = io.StringIO(), io.StringIO()
    with progress("Quick", quick):
        pass
    monkeypatch.setattr(bootstrap, "QUIET_S", 0.01)
    with progress("Slow", slow):
        time.sleep(0.1)

    assert quick.getvalue() == ""
    assert slow.getvalue() == "Slow…\nSlow: 0 s\n"


def test_progress_counts_seconds_on_a_terminal(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(bootstrap, "QUIET_S", 0.01)
    terminal = Terminal()
    with progress(lambda: "Fetching 3 of 41 packages", terminal):
        time.sleep(1.2)

    assert terminal.getvalue().startswith("\r\033[KFetching 3 of 41 packages… 1 s")
    assert terminal.getvalue().endswith("\rFetching 3 of 41 packages: 1 s\n")
