"""Secrets that were committed: in the files of today, and in every line the history ever added."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Each is a shape that only a secret has; words such as “password =” find nothing but tests.
SHAPES = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "key of age": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    "key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "token of a forge": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b"),
    "token of a chat": re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{20,}"),
    "key of a service": re.compile(r"\b(?:sk|rk)_live_[0-9A-Za-z]{20,}\b"),
    "token of a package index": re.compile(r"\bpypi-AgEI[\w-]{50,}"),
}
# What each of them holds: looking for this first reads a long history in a third of the time.
MARKS = re.compile(
    r"PRIVATE KEY-|AGE-SECRET-KEY-|AKIA|ASIA|gh[pousr]_|glpat-|xox[abprs]-|[rs]k_live_|pypi-AgEI"
)
NAMES = re.compile(r"(^|/)(\.env|secret_key|id_(rsa|ed25519|ecdsa)|[^/]+\.(pem|p12|pfx|sqlite3))$")


def secrets_in(text: str) -> list[str]:
    """Return which kinds of secrets a text holds; never the secret itself."""
    if not MARKS.search(text):
        return []
    return [name for name, shape in SHAPES.items() if shape.search(text)]


def committed_secrets(root: Path) -> list[str]:
    """Return what the repository holds or ever held that must not be there, one line each.

    Raises OSError without git, CalledProcessError outside of a repository.
    """
    return [*_tracked(root), *dict.fromkeys(_in_history(root))]


def _tracked(root: Path) -> Iterator[str]:
    for name in _git(root, "ls-files", "-z").split("\0"):
        path = root / name
        if not name or not path.is_file():
            continue
        if NAMES.search(name):
            yield f"{name}: a file of this name is never committed"
        for kind in secrets_in(path.read_text(encoding="utf-8", errors="ignore")):
            yield f"{name}: {kind}"


def _in_history(root: Path) -> Iterator[str]:
    command = ("log", "--all", "--no-color", "--unified=0", "--format=commit %h", "--patch")
    commit = ""
    for line in _git(root, *command).splitlines():
        if line.startswith("commit "):
            commit = line.removeprefix("commit ")
        elif line.startswith("+"):
            yield from (f"commit {commit}: {kind}" for kind in secrets_in(line))


def _git(root: Path, *arguments: str) -> str:
    answer = subprocess.run(
        ["git", *arguments],  # noqa: S607 – the git of the person who runs it
        cwd=root,
        capture_output=True,
        check=True,
    )
    return answer.stdout.decode("utf-8", "replace")
