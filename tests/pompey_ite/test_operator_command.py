"""Commands on the data refuse a database that is not ready, in one line."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("command", ["tick", "backup", "check_invariants", "purge"])
def test_missing_tables_are_said_in_one_line(command):
    MigrationRecorder.Migration.objects.filter(app="actions").delete()

    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command(command, skip_checks=False)
