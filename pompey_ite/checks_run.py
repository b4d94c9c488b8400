"""Everything that must hold before a change is good: the steps of `manage.py test`, in order."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pompey_ite.services_check import chromium_path, why_no_postgresql, why_no_redis

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
# What a file starts is started once, and what takes long comes first: tests/scheduling.py.
TWO_AT_ONCE = ("--numprocesses", "2", "--dist", "loadfile")
SHORT, SHORT_ONCE = "fault and not long", "fault and not long and not once"
# Faults of docs/faults.md that are quick, and so tried with the other tests as well.
BROKEN_ELSEWHERE = (
    "tests/actions/plan/test_reading.py",
    "tests/actions/test_approval_race.py",
    "tests/actions/test_clock_jumps.py",
    "tests/imports",
    "tests/outbox",
    "tests/pompey_ite/backup",
    "tests/pompey_ite/test_bootstrap.py",
    "tests/pompey_ite/test_embedded_broker.py",
    "tests/pompey_ite/test_errors.py",
    "tests/pompey_ite/test_spreadsheets.py",
    "tests/pompey_ite/test_supervisor.py",
    "tests/synergies/services/test_ballot_races.py",
    "tests/synergies/services/test_counting_races.py",
)
PRODUCTION = {
    "SECRET_KEY": "a-key-as-long-and-as-mixed-as-production-has-it-0123456789-ABCDEF",
    "SITE_URL": "https://pompey.example",
    "ALLOWED_HOSTS": "pompey.example",
}
ON_SQLITE = "what is broken on purpose, on SQLite"
ON_SERVICES = "what is broken on purpose, on PostgreSQL and Redis"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One program to run: it is good when it ends with code 0."""

    title: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a step ended."""

    title: str
    is_good: bool
    seconds: float


@dataclass(frozen=True)
class Plan:
    """What will be run, and what this machine lacks."""

    steps: Sequence[Step]
    skipped: Sequence[str] = ()


def full_plan() -> Plan:
    """Return every step that this machine can run; Plan.skipped says what it cannot, and why."""
    absent = [reason for reason in (why_no_postgresql(), why_no_redis()) if reason]
    # What starts servers and workers does so once, on both services where they answer: it takes
    # minutes each time.
    chosen = SHORT if absent else SHORT_ONCE
    tests = [fast_tests(), Step(ON_SQLITE, pytest("-m", chosen, "-rP", *TWO_AT_ONCE))]
    skipped = []
    if chromium_path():
        # Each process has a demo of its own, and tells its stories from the first page on.
        browsers = pytest("-m", "e2e", *TWO_AT_ONCE)
        tests.append(Step("browser tests, on SQLite", browsers))
    else:
        skipped.append("browser tests: no Chromium (Debian's package chromium, or CHROMIUM=…)")
    if absent:
        skipped.append(f"tests on PostgreSQL and Redis: {'; '.join(absent)}")
    else:
        environment = {"TEST_ON_SERVICES": "1"}
        title = "tests that touch the database, on PostgreSQL and Redis"
        # Who may open what does not hang on the engine.
        others = ("-m", "not e2e and not fault", "--ignore=tests/access")
        tests.append(Step(title, pytest(*others, *TWO_AT_ONCE), environment))
        tests.append(Step(ON_SERVICES, pytest("-m", SHORT, "-rP", *TWO_AT_ONCE), environment))
    return Plan([*static_steps(), *tests], skipped)


def faults_plan() -> Plan:
    """Return the long form of what is broken on purpose: every fault, on each engine."""
    everything = pytest("tests/faults", *BROKEN_ELSEWHERE, "-rP", *TWO_AT_ONCE)
    steps = [Step(ON_SQLITE, everything)]
    absent = [reason for reason in (why_no_postgresql(), why_no_redis()) if reason]
    if absent:
        return Plan(steps, [f"faults on PostgreSQL and Redis: {'; '.join(absent)}"])
    return Plan([*steps, Step(ON_SERVICES, everything, {"TEST_ON_SERVICES": "1"})])


def static_steps() -> list[Step]:
    """Return what is checked without running a test."""
    deploy = (*MANAGE, "check", "--deploy", "--fail-level", "WARNING")
    return [
        Step("format of the code", (*PYTHON, "ruff", "format", "--check", ".")),
        Step("lint", (*PYTHON, "ruff", "check", ".")),
        Step("types", (*PYTHON, "mypy", ".")),
        Step("templates", (*PYTHON, "djlint", "--check", "--lint", "templates")),
        Step("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Step("settings of a production site", deploy, PRODUCTION),
        # The scanner takes minutes; the list of components stays beside the code of this run.
        Step("audit", (*MANAGE, "audit", "--without-site", "--sbom", "sbom.cdx.json")),
    ]


def fast_tests() -> Step:
    """Return the tests that take milliseconds: no browser, nothing broken on purpose; on SQLite."""
    return Step("tests, on SQLite", pytest("-m", "not e2e and not fault", *TWO_AT_ONCE))


def pytest(*arguments: str) -> tuple[str, ...]:
    """Return the command line of pytest with these arguments."""
    return (*PYTHON, "pytest", "-q", *arguments)


def run(plan: Plan, say: Say, *, require_services: bool) -> bool:
    """Run all steps, also after a failure; say each one and a summary; return whether all is good.

    With `require_services` nothing may be skipped.
    """
    with tempfile.TemporaryDirectory(prefix="pompey-checks-") as folder:
        outcomes = [run_step(step, Path(folder), say) for step in plan.steps]
    say("\n== Summary ==")
    for outcome in outcomes:
        verdict = "ok    " if outcome.is_good else "FAILED"
        say(f"{verdict} {outcome.seconds:6.1f} s  {outcome.title}")
    if plan.skipped:
        say("\nSKIPPED:" if not require_services else "\nSKIPPED, which REQUIRE_SERVICES forbids:")
        for reason in plan.skipped:
            say(f"  - {reason}")
    is_good = all(outcome.is_good for outcome in outcomes)
    return is_good and not (require_services and plan.skipped)


def run_step(step: Step, data_dir: Path, say: Say) -> Outcome:
    """Run one step in an environment of its own: neither data nor settings of this machine."""
    say(f"\n== {step.title} ==")
    neutral = {
        "POMPEY_DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir}/pompey.sqlite3",
        "REDIS_URL": "",
        "EMAIL_URL": "",
        "DEBUG": "0",
        "POMPEY_DEMO": "0",
    }
    started = time.monotonic()
    environment = {**os.environ, **neutral, **step.environment}
    code = subprocess.run(step.command, cwd=ROOT, env=environment, check=False).returncode
    seconds = time.monotonic() - started
    say(f"-- {step.title}: {'ok' if code == 0 else f'FAILED ({code})'}, {seconds:.1f} s")
    return Outcome(step.title, code == 0, seconds)
