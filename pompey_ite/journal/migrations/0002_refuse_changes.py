from typing import Any

from django.db import migrations

from pompey_ite.journal import protection


def refuse(_apps: Any, schema_editor: Any) -> None:
    protection.install(schema_editor.connection)


def allow(_apps: Any, schema_editor: Any) -> None:
    protection.remove(schema_editor.connection)


class Migration(migrations.Migration):
    """The database itself refuses to change or delete what the journal holds."""

    dependencies = [("journal", "0001_tables")]
    operations = [migrations.RunPython(refuse, allow)]
