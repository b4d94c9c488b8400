import sys

import pytest
from django.core.management import CommandError, call_command

from pompey_ite import checks_run, services_check
from pompey_ite.checks_run import Plan, Step, full_plan, run
from pompey_ite.management.commands import test as test_command

GOOD = Step("good", [sys.executable, "-c", ""])
BAD = Step("bad", [sys.executable, "-c", "raise SystemExit(3)"])
UNREACHABLE = "127.0.0.1:9"


def run_and_hear(plan: Plan, *, require_services: bool = False) -> tuple[bool, str]:
    said: list[str] = []
    is_good = run(plan, said.append, require_services=require_services)
    return is_good, "\n".join(said)


def test_a_failure_does_not_stop_the_steps_after_it():
    is_good, said = run_and_hear(Plan([BAD, GOOD]))

    assert not is_good
    assert "-- bad: FAILED (3)" in said
    assert [line.split()[0] for line in said.partition("Summary ==\n")[2].splitlines()] == [
        "FAILED",
        "ok",
    ]


def test_a_skip_is_said_at_the_end_and_forgiven():
    is_good, said = run_and_hear(Plan([GOOD], ["browser tests: no Chromium"]))

    assert is_good
    assert said.endswith("\nSKIPPED:\n  - browser tests: no Chromium")


def test_required_services_turn_a_skip_into_a_failure():
    is_good, said = run_and_hear(Plan([GOOD], ["no Redis"]), require_services=True)

    assert not is_good
    assert said.endswith("\nSKIPPED, which REQUIRE_SERVICES forbids:\n  - no Redis")


def test_steps_see_neither_the_data_nor_the_database_of_the_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("POMPEY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgres://real@db.example/pompey")
    code = (
        "import os; assert os.environ['DATABASE_URL'].startswith('sqlite:////');"
        f"assert os.environ['POMPEY_DATA_DIR'] != {str(tmp_path)!r}"
    )

    assert run_and_hear(Plan([Step("environment", [sys.executable, "-c", code])]))[0]


def test_the_full_plan_says_what_this_machine_lacks(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setenv("TEST_DATABASE_URL", f"postgres://me:secret@{UNREACHABLE}/pompey")
    monkeypatch.setenv("TEST_REDIS_URL", f"redis://{UNREACHABLE}/15")

    plan = full_plan()

    titles = [step.title for step in plan.steps]
    assert titles[-2:] == ["tests, on SQLite", "what is broken on purpose, on SQLite"]
    assert plan.skipped[0].startswith("browser tests: no Chromium")
    assert "PostgreSQL does not answer at 127.0.0.1:9/pompey" in plan.skipped[1]
    assert "Redis does not answer at 127.0.0.1:9/15" in plan.skipped[1]
    assert "secret" not in plan.skipped[1]


def test_the_full_plan_runs_everything_where_everything_is_there(monkeypatch):
    monkeypatch.setattr(checks_run, "chromium_path", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(checks_run, "why_no_postgresql", str)
    monkeypatch.setattr(checks_run, "why_no_redis", str)

    plan = full_plan()

    assert [step.title for step in plan.steps] == [
        "format of the code",
        "lint",
        "types",
        "templates",
        "migrations",
        "settings of a production site",
        "audit",
        "tests, on SQLite",
        "what is broken on purpose, on SQLite",
        "browser tests, on SQLite",
        "tests that touch the database, on PostgreSQL and Redis",
        "what is broken on purpose, on PostgreSQL and Redis",
    ]
    assert plan.skipped == []


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["--unit"], checks_run.fast_tests().command),
        (["--", "-k", "ballot", "-x"], checks_run.pytest("-k", "ballot", "-x")),
    ],
)
def test_the_command_runs_a_part_when_asked(monkeypatch, arguments, command):
    plans: list[Plan] = []

    def remember(plan: Plan, _say: object, *, require_services: bool) -> bool:
        plans.append(plan)
        return not require_services

    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    monkeypatch.setattr(test_command, "run", remember)

    call_command("test", *arguments)

    assert [step.command for step in plans[0].steps] == [command]


def test_the_long_form_breaks_everything_on_each_engine_that_is_there(monkeypatch):
    monkeypatch.setattr(checks_run, "why_no_postgresql", str)
    monkeypatch.setattr(checks_run, "why_no_redis", str)

    on_sqlite, on_services = checks_run.faults_plan().steps

    assert on_sqlite.command == on_services.command
    assert "-m" not in on_sqlite.command[3:]
    assert {*checks_run.BROKEN_ELSEWHERE, "tests/faults"} <= set(on_sqlite.command)
    assert on_services.environment == {"TEST_ON_SERVICES": "1"}


def test_the_long_form_says_what_this_machine_lacks(monkeypatch):
    monkeypatch.setattr(checks_run, "why_no_postgresql", lambda: "PostgreSQL does not answer")
    monkeypatch.setattr(checks_run, "why_no_redis", str)

    plan = checks_run.faults_plan()

    assert len(plan.steps) == 1
    assert plan.skipped == ["faults on PostgreSQL and Redis: PostgreSQL does not answer"]


def test_the_command_fails_when_something_is_not_good(monkeypatch):
    monkeypatch.setattr(test_command, "run", lambda *_args, **_kwargs: False)

    with pytest.raises(CommandError, match="Not everything is good"):
        call_command("test", "--unit")


def test_chromium_is_looked_for_where_it_is_said_to_be(monkeypatch, tmp_path):
    program = tmp_path / "chromium"
    monkeypatch.setenv("CHROMIUM", str(program))
    assert services_check.chromium_path() is None

    program.touch()
    assert services_check.chromium_path() == str(program)


def test_the_browser_that_draws_no_window_is_taken_before_the_others(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert services_check.chromium_path() is None

    for name in ("google-chrome", "chromium", "chromium-headless-shell"):
        program = tmp_path / name
        program.touch(mode=0o755)
        assert services_check.chromium_path() == str(program)
