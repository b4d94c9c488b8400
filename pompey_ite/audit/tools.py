"""Programs of others that audit: run where they are installed, said loudly where they are not."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from pompey_ite.audit.line import Line, Verdict, line_of

OUR_CODE = ("pompey_ite", "companies", "synergies", "actions")
PATIENCE_S = 120


def advisories(requirements: Path) -> Line:
    """Ask pip-audit for the known vulnerabilities of the pinned packages."""
    title = "known vulnerabilities of the packages (pip-audit)"
    if find_spec("pip_audit") is None:
        return Line(title, Verdict.NOT_CHECKED, ("pip-audit is not installed",))
    command = ("pip_audit", "--disable-pip", "--no-deps", "--requirement", str(requirements))
    try:
        answer = _run(*command, "--format", "json", "--progress-spinner", "off")
        found = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        return Line(title, Verdict.NOT_CHECKED, ("no source of advisories can be reached",))
    return line_of(
        title,
        [f"{one['name']}: {hole['id']}" for one in found for hole in one.get("vulns", [])],
    )


def static_analysis(root: Path) -> Line:
    """Let bandit read our code: a finding of high severity is a miss, a medium one is shown."""
    title = "static analysis of our code (bandit)"
    if find_spec("bandit") is None:
        return Line(title, Verdict.NOT_CHECKED, ("bandit is not installed",))
    folders = [str(root / name) for name in OUR_CODE]
    try:
        answer = _run("bandit", "--quiet", "--recursive", *folders, "--format", "json")
        found = json.loads(answer)["results"]
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return Line(title, Verdict.MISS, ("bandit gave no answer that can be read",))
    shown = tuple(
        f"{one['issue_severity']} {one['test_id']} {one['filename']}:{one['line_number']}"
        for one in found
        if one["issue_severity"] in {"HIGH", "MEDIUM"}
    )
    is_wrong = any(text.startswith("HIGH") for text in shown)
    return Line(title, Verdict.MISS if is_wrong else Verdict.PASS, shown)


def _run(*arguments: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return answer.stdout
