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


def fill_as_migrations_do() -> None:
    """Do what migrations do beside making tables, and note each of them as done."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    operation.code(apps, editor)
        executor.record_migration(migration)
    executor.check_replacements()
