"""A program of others that audits: run where it is installed, said loudly where it is not."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from pompey_ite.audit.line import Line, Verdict, line_of

OUR_CODE = ("pompey_ite", "companies", "synergies", "actions")
PATIENCE_S = 120


def static_analysis(root: Path) -> Line:
    """Let bandit read our code: a finding of high or medium severity is a miss.

    What is no weakness says so beside it, and why: `# noqa: S608 – our table  # nosec B608`.
    """
    title = "static analysis of our code (bandit)"
    if find_spec("bandit") is None:
        return Line(title, Verdict.NOT_CHECKED, ("bandit is not installed",))
    folders = [str(root / name) for name in OUR_CODE]
    try:
        answer = _run("bandit", "--quiet", "--recursive", *folders, "--format", "json")
        found = json.loads(answer)["results"]
    except (ValueError, KeyError, subprocess.TimeoutExpired):
        return Line(title, Verdict.MISS, ("bandit gave no answer that can be read",))
    return line_of(
        title,
        [
            f"{one['issue_severity']} {one['test_id']} {one['filename']}:{one['line_number']}"
            for one in found
            if one["issue_severity"] in {"HIGH", "MEDIUM"}
        ],
    )


def _run(*arguments: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return answer.stdout
