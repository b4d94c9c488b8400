"""What happens before Django: the environment of `demo`, `test`, `install` and others.

Standard library only, and loaded by its path (see manage.py), because on a new machine nothing
else is there. Everything lives in `.venv` of the project's folder; `STAMP` files in it say which
list is installed, `MARK` that an installation began and was not finished.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
LISTS = {  # command → list of packages
    "demo": "base",
    "install": "base",
    "pictures": "test",
    "test": "test",
    "tour": "test",
    "wheels": "base",
}
LOCK, MARK, STAMP, LOG = ".lock", ".unfinished", ".installed-{}", "install.log"
PROBE = "import sys; print(sys.prefix != sys.base_prefix, *sys.version_info[:2])"
PIP = (
    *("--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check", "--no-input"),
    *("--retries", "2"),
)
CONDITION = re.compile(r"^(\S+==\S+) ;[^\\\n]*", re.MULTILINE)  # “… ; sys_platform == 'win32' \”
MISSING = re.compile(r"No matching distribution found for (\S+)")
QUIET_S = 2.0  # what is faster needs no progress line
DEFAULT_PORT = 8000


class CannotPrepareError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def prepare(argv: list[str], root: Path = ROOT) -> None:
    """Make sure that the command of `argv` runs in `.venv`; may replace this process.

    `demo`, `test` and `install` build or repair `.venv` first. Other commands use it when it is
    there, and stay in this Python when it has Django; else they end with one line of advice.
    """
    command = argv[1] if len(argv) > 1 else "help"
    environment = Environment(root)
    try:
        if command == "demo":
            set_demo_variables(os.environ)
        if command in LISTS:
            wheels = wheels_folder(argv[2:]) if command == "install" else None
            changed = environment.ensure(LISTS[command], wheels=wheels)
        elif environment.python_version() is None:
            refuse_without_django()
            return
        else:
            changed = False
    except CannotPrepareError as problem:
        sys.exit(f"{problem}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command starts over.")
    if changed or Path(sys.prefix).resolve() != environment.folder.resolve():
        os.execv(environment.python, [str(environment.python), *argv])  # noqa: S606 – our own Python


def wheels_folder(arguments: list[str]) -> Path | None:
    """Return the folder that `install --wheels` names; None without one.

    Raises CannotPrepareError when there is no wheel in it.
    """
    parser = argparse.ArgumentParser("manage.py install", add_help=False, allow_abbrev=False)
    parser.add_argument("--wheels", type=Path)
    folder: Path | None = parser.parse_known_args(arguments)[0].wheels
    if folder is not None and not any(folder.glob("*.whl")):
        raise CannotPrepareError(
            f"There is no wheel (*.whl) in {folder}. Fill it where there is a network:\n"
            "python3 manage.py wheels FOLDER"
        )
    return folder


def refuse_without_django() -> None:
    """Raise CannotPrepareError when this Python has no Django either."""
    if importlib.util.find_spec("django") is None:
        raise CannotPrepareError("Nothing is installed yet. Run first: python3 manage.py install")


def set_demo_variables(variables: os._Environ[str] | dict[str, str]) -> None:
    """Say that this is the demo, before settings are read: its address, and no mail leaves.

    Raises CannotPrepareError when PORT is not a port.
    """
    port = variables.get("PORT", str(DEFAULT_PORT))
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:  # noqa: PLR2004
        raise CannotPrepareError(f"PORT must be a number from 1 to 65535, not “{port}”.")
    variables["POMPEY_DEMO"] = "1"
    variables["SITE_URL"] = f"http://127.0.0.1:{int(port)}"
    variables["EMAIL_URL"] = ""
    variables.setdefault("TICK_INTERVAL_S", "10")  # a visitor does not wait a minute for a mail


class Environment:
    """The virtual environment of one folder: is it there, is it whole, is it up to date?"""

    def __init__(self, root: Path) -> None:
        self.lists = root / "pompey_ite" / "requirements"
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"

    def ensure(self, name: str, *, wheels: Path | None = None) -> bool:
        """Install the list `name` unless it is installed; return whether anything was done.

        wheels: a folder that holds every package, so that no network is asked. Two calls at the
        same time wait for each other. CannotPrepareError says what is missing.
        """
        if self.is_current(name):
            return False
        try:
            self.folder.mkdir(exist_ok=True)
            with self._alone():
                if not self.is_current(name):  # another process may just have done it
                    self._install(name, wheels)
        except OSError as error:
            raise CannotPrepareError(f"Cannot write in {self.folder}: {error.strerror}.") from error
        return True

    def is_current(self, name: str) -> bool:
        """Return whether `.venv` works and holds exactly the list `name`."""
        stamp = self.folder / STAMP.format(name)
        return (
            stamp.exists()
            and not (self.folder / MARK).exists()
            and (version := self.python_version()) is not None
            and stamp.read_text(encoding="ascii") == self._wanted_stamp(name, version)
        )

    def python_version(self) -> tuple[int, int] | None:
        """Return the version of `.venv`'s Python; None when it is missing, broken or too old."""
        try:
            answer = subprocess.run(
                [self.python, "-I", "-c", PROBE], capture_output=True, text=True, check=True
            ).stdout.split()
        except (OSError, subprocess.CalledProcessError):
            return None
        version = (int(answer[1]), int(answer[2]))
        return version if answer[0] == "True" and version >= (3, 11) else None

    def _wanted_stamp(self, name: str, version: tuple[int, int]) -> str:
        digest = hashlib.sha256((self.lists / f"{name}.txt").read_bytes()).hexdigest()
        return f"{digest} {version[0]}.{version[1]}\n"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of the folder; say so when another process has it."""
        with (self.folder / LOCK).open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                with progress("Waiting for another command that prepares .venv"):
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def fetch(self, folder: Path, *, python: str) -> int:
        """Fill a folder with the wheels of the site for a Python, “3.11”; return how many it holds.

        CannotPrepareError says why not. The system is the one this runs on.
        """
        listed = (self.lists / "base.txt").read_text(encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as everything:
            # Its conditions would be judged by this Python, and the wheels are for another one.
            everything.write(CONDITION.sub(r"\1 ", listed))
            everything.flush()
            options = ["--no-deps", "--python-version", python, "--dest", str(folder.resolve())]
            self._run(
                [self.python, "-I", "-m", "pip", "download", *PIP, *options, "-r", everything.name],
                self._fetching("base"),
            )
        return len(list(folder.glob("*.whl")))

    def _install(self, name: str, wheels: Path | None) -> None:
        interrupted = (self.folder / MARK).exists()
        if interrupted or self.python_version() is None:
            if interrupted:
                sys.stderr.write("The last installation was interrupted: starting it over.\n")
            self._create()
        (self.folder / MARK).touch()
        self._run_pip(self.lists / f"{name}.txt", wheels)
        version = self.python_version()
        if version is None:
            raise CannotPrepareError(f"{self.python} does not work. Delete .venv and try again.")
        pins = self._pins(name)
        for other in {*LISTS.values()}:
            if self._pins(other) <= pins:  # `test` holds all of `base`
                stamp = self.folder / STAMP.format(other)
                stamp.write_text(self._wanted_stamp(other, version), encoding="ascii")
        (self.folder / MARK).unlink()

    def _pins(self, name: str) -> set[str]:
        lines = (self.lists / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    def _create(self) -> None:
        """Make a new `.venv`, empty but for pip; what an interrupted run left is removed."""
        missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
        if missing:
            raise CannotPrepareError(
                f"This Python has no {' and no '.join(missing)}, which makes environments.\n"
                "On Debian and Ubuntu: sudo apt install python3-venv"
            )
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()
        (self.folder / MARK).touch()
        base = Path(getattr(sys, "_base_executable", sys.executable))
        self._run([base, "-I", "-m", "venv", self.folder], lambda _log: "Creating .venv")

    def _run_pip(self, requirements: Path, wheels: Path | None) -> None:
        source = ["--no-index", "--find-links", str(wheels.resolve())] if wheels else []
        options = [*PIP, *source, "-r", str(requirements)]
        label = self._fetching(requirements.stem)
        try:
            self._run([self.python, "-I", "-m", "pip", "install", *options], label)
        except CannotPrepareError as problem:
            log = (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
            missing = MISSING.search(log) if wheels else None
            if missing is None:
                raise
            version = ".".join(map(str, self.python_version() or ()))
            raise CannotPrepareError(
                f"{missing[1]} for Python {version} is not in {wheels}. Fill the folder again where"
                " there is a network,\non the same kind of machine:"
                f" python3 manage.py wheels FOLDER --python {version}"
            ) from problem

    def _fetching(self, name: str) -> Callable[[str], str]:
        total = len(self._pins(name))

        def label(log: str) -> str:
            if "\nInstalling collected packages" in log:
                return f"Installing {total} packages"
            return f"Fetching {log.count('Collecting ')} of {total} packages"

        return label

    def _run(self, command: list[str | Path], label: Callable[[str], str]) -> None:
        """Run `command` with its output in LOG; CannotPrepareError tells why it failed."""
        path = self.folder / LOG
        with path.open("w", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

        def now() -> str:
            return label(path.read_text(encoding="utf-8", errors="replace"))

        try:
            with progress(now):
                code = process.wait()
        finally:
            if process.poll() is None:  # Ctrl-C
                process.terminate()
                process.wait()
        if code != 0:
            text = path.read_text(encoding="utf-8", errors="replace")
            raise CannotPrepareError(f"{explain(text)}\nWhat was tried: {path}")


def explain(log: str) -> str:
    """Return in plain words why pip or venv failed, from what it wrote."""
    for signs, reason in REASONS:
        if any(sign in log for sign in signs):
            return reason
    last = [line for line in log.splitlines() if line.strip()][-3:]
    return "\n".join(["The installation failed:", *last])


REASONS = (
    (("No space left on device",), "The disk is full: about 500 MB are needed."),
    (
        ("DO NOT MATCH THE HASHES", "Expected sha256"),
        "A package that was fetched is not the one we pinned; it was not installed.\n"
        "Try again; if it persists, your package registry serves altered files.",
    ),
    (
        (
            "NewConnectionError", "NameResolutionError", "Temporary failure in name resolution",
            "ConnectTimeoutError", "ReadTimeoutError", "ProxyError", "Connection refused",
            "Network is unreachable", "Read timed out", "SSLError", "Connection reset",
        ),
        "No package registry answered. Packages are fetched once, by pip: is there a network?\n"
        "Behind a proxy or with a mirror of your own, set HTTPS_PROXY or PIP_INDEX_URL.\n"
        "Without any: python3 manage.py install --wheels FOLDER (docs/runbook.md says whence).",
    ),
    (
        ("No matching distribution found", "is not a supported wheel"),
        "A package has no ready-made file for this system or this Python.\n"
        "Known to work: Python 3.11 to 3.14 on Linux (glibc) and macOS.",
    ),
    (("ensurepip",), "pip cannot be set up.\nOn Debian and Ubuntu: sudo apt install python3-venv"),
)  # fmt: skip


@contextlib.contextmanager
def progress(label: str | Callable[[], str], out: TextIO | None = None) -> Iterator[None]:
    """Show “label… 12 s” while the block runs, once it has taken longer than QUIET_S.

    On a terminal one line that counts; elsewhere one line when it begins and one when it ends.
    """
    stream = out or sys.stderr
    done = threading.Event()
    text = label if callable(label) else lambda: label
    ticker = threading.Thread(target=_tick, args=(stream, text, done), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()


def _tick(stream: TextIO, text: Callable[[], str], done: threading.Event) -> None:
    started = time.monotonic()
    if done.wait(QUIET_S):
        return
    live = stream.isatty()
    if not live:
        stream.write(f"{text()}…\n")
        stream.flush()
    while not done.wait(1.0):
        if live:
            stream.write(f"\r\033[K{text()}… {time.monotonic() - started:.0f} s")
            stream.flush()
    stream.write(f"{chr(13) if live else ''}{text()}: {time.monotonic() - started:.0f} s\n")
    stream.flush()
