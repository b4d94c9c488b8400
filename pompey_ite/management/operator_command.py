"""What the commands of an operator have in common."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


class OperatorCommand(BaseCommand):
    """A command that works on the data; a database without its tables gets one clear line."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        """Raise CommandError when tables are missing or older than the code."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(_("The database is not ready. Run: python3 manage.py migrate"))
