"""A database for the tests in a second: tables as the models say, then what migrations put in.

Running the migrations takes ten seconds of processor, in each process, for the same tables.
`makemigrations --check` says that there is none missing; the demo and the sites of tests/faults
and tests/e2e are made by running them, on both engines.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

OURS = {"journal", "outbox", "companies", "synergies", "actions"}
_rows: dict[type[Model], list[Model]] = {}


def fill_as_migrations_do() -> None:
    """Do what migrations do beside making tables, and note each of them as done."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    operation.code(apps, editor)  # type: ignore[arg-type]  # the models of today
        # The stubs know an older way of naming it.
        executor.record_migration(migration)  # type: ignore[call-arg,arg-type]
    executor.check_replacements()
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    _rows.update({model: rows for model in ours if (rows := list(model._default_manager.all()))})


def fill_again() -> None:
    """Put back what a test that empties all tables took away, for the tests after it."""
    for model, rows in _rows.items():
        model._default_manager.bulk_create(rows)
