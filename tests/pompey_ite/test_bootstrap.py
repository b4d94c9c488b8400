import ast
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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


@pytest.mark.fault
def test_an_environment_whose_python_is_gone_is_made_again(project):
    (project / ".venv" / "bin" / "python").unlink()

    assert Environment(project).ensure("base")
    assert Environment(project).python_version() == sys.version_info[:2]


@pytest.mark.fault
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


# -- Without a network ----------------------------------------------------------------------------
def wheel(folder: Path, name: str, version: str = "1.0", tag: str = "py3-none-any") -> str:
    """Write a wheel that holds one module; return its line in a list."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", "HERE = True\n")
        file.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        file.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        file.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"


@pytest.fixture
def nowhere(monkeypatch):
    """A registry that answers nobody: whoever asks it fails."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")


def test_a_folder_of_wheels_is_installed_without_a_network(project, tmp_path, nowhere):
    folder = tmp_path / "wheels"
    line = wheel(folder, "ours")
    (project / "pompey_ite" / "requirements" / "base.txt").write_text(line)

    with pytest.raises(CannotPrepareError, match="No package registry answered"):
        Environment(project).ensure("base")  # the control: without the folder it asks
    assert Environment(project).ensure("base", wheels=folder)

    python = Environment(project).python
    assert subprocess.run([python, "-I", "-c", "import ours"], check=False).returncode == 0


def test_a_wheel_that_is_missing_is_named_with_what_to_do(project, tmp_path, nowhere):
    folder = tmp_path / "wheels"
    line = wheel(folder, "ours")
    wheel(folder, "newer", tag="cp999-cp999-any")
    list_ = project / "pompey_ite" / "requirements" / "base.txt"
    list_.write_text(line + f"newer==1.0 --hash=sha256:{64 * '0'}\n")

    with pytest.raises(CannotPrepareError) as problem:
        Environment(project).ensure("base", wheels=folder)

    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"newer==1.0 for Python {version} is not in {folder}" in str(problem.value)
    assert f"python3 manage.py wheels FOLDER --python {version}" in str(problem.value)
    assert not Environment(project).is_current("base")


def test_a_wheel_that_is_not_the_pinned_one_is_refused(project, tmp_path, nowhere):
    wheel(tmp_path / "wheels", "ours")
    line = f"ours==1.0 --hash=sha256:{64 * '0'}\n"
    (project / "pompey_ite" / "requirements" / "base.txt").write_text(line)

    with pytest.raises(CannotPrepareError, match="is not the one we pinned"):
        Environment(project).ensure("base", wheels=tmp_path / "wheels")


def test_wheels_are_fetched_whatever_their_conditions_say_of_this_python(
    project, tmp_path, nowhere, monkeypatch
):
    shop = tmp_path / "shop"
    lines = wheel(shop, "ours") + wheel(shop, "older").replace(
        " \\", " ; python_full_version < '3.11.3' and sys_platform == 'win32' \\"
    )
    (project / "pompey_ite" / "requirements" / "base.txt").write_text(lines)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shop))
    (tmp_path / "wheels").mkdir()

    assert Environment(project).fetch(tmp_path / "wheels", python="3.11") == 2

    names = sorted(path.name for path in (tmp_path / "wheels").iterdir())
    assert names == ["older-1.0-py3-none-any.whl", "ours-1.0-py3-none-any.whl"]


def test_the_lists_of_the_site_carry_conditions_that_are_taken_off():
    listed = (ROOT / "pompey_ite" / "requirements" / "base.txt").read_text()

    everything = bootstrap.CONDITION.sub(r"\1 ", listed)

    assert " ;" in listed
    assert ";" not in everything
    assert everything.count("==") == listed.count("==") - listed.count("== '")


@pytest.mark.parametrize("content", [None, "notes.txt"])
def test_a_folder_without_wheels_is_refused_before_anything_is_made(tmp_path, content):
    folder = tmp_path / "wheels"
    if content:
        folder.mkdir()
        (folder / content).touch()
    root = tmp_path / "root"

    with pytest.raises(
        SystemExit, match=r"(?s)There is no wheel .*manage\.py wheels FOLDER"
    ) as ended:
        bootstrap.prepare(["manage.py", "install", "--wheels", str(folder)], root)

    assert "\n" in str(ended.value)
    assert not root.exists()


def test_other_arguments_of_install_are_left_to_it(tmp_path):
    wheel(tmp_path, "ours")

    assert bootstrap.wheels_folder(["-v", "0", "--wheels", str(tmp_path)]) == tmp_path
    assert bootstrap.wheels_folder(["-v", "0"]) is None


@pytest.mark.parametrize("version", ["2.7", "3", "3.11.2", "x"])
def test_a_version_that_is_none_is_refused(tmp_path, version):
    with pytest.raises(CommandError, match=r"3\.11"):
        call_command("wheels", str(tmp_path / "new"), python=version)

    assert not (tmp_path / "new").exists()


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
