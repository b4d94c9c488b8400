"""Migrations hold for the version before as well: it goes on answering while they run.

Not read: what they do by hand (RunPython, RunSQL), and whether a changed column or a new constraint
refuses what the version before writes.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

OURS = {"journal", "outbox", "companies", "synergies", "actions"}
# What the version before still asks for by its name.
TAKES_AWAY = (
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.RemoveField,
    migrations.RenameField,
)
# No version was before these: they came with the first release. A column that no version reads any
# more may go: add the migration that takes it away, and say which release stopped reading it.
MAY_BREAK = {
    "actions.0002_relations",
    "actions.0003_report_approval",
    "actions.0005_tet_columns",
    "actions.0006_sheet_and_committee",
    "actions.0007_views",
    "actions.0008_impact",
    "actions.0009_several_at_once",
    "companies.0003_resource_concept",
    "companies.0011_resource_photo",
    "synergies.0005_round_lifecycle",
    "synergies.0006_ballot",
    "synergies.0007_tally_comparison",
    "synergies.0008_committee",
    "synergies.0009_follow_up",
    "synergies.0013_slips_corrected",
}


def breaks(operations: Sequence[Operation]) -> Iterator[str]:
    """What these operations do that the version before would stumble over."""
    made = {
        operation.name_lower
        for operation in operations
        if isinstance(operation, migrations.CreateModel)
    }
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from breaks(operation.database_operations)
        elif isinstance(operation, TAKES_AWAY):
            yield operation.describe()
        elif isinstance(operation, migrations.AddField) and wants_a_value(operation, made):
            yield f"{operation.describe()}: NOT NULL without db_default"


def wants_a_value(added: migrations.AddField, made: set[str]) -> bool:
    """Whether the database refuses a row that does not name this column: `default` is Python's.

    made: the tables that are as new as the column, into which the version before writes nothing.
    """
    field = added.field
    if added.model_name_lower in made or field.many_to_many or field.generated:
        return False
    return not field.null and field.db_default is models.NOT_PROVIDED


def broken_by() -> dict[str, list[str]]:
    """What each of our migrations breaks, by its name; those that break nothing are left out."""
    loader = MigrationLoader(None)
    found = {
        f"{app}.{name}": list(breaks(migration.operations))
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS
    }
    assert {name.partition(".")[0] for name in found} == OURS
    return {name: words for name, words in found.items() if words}


def test_migrations_hold_for_the_version_before():
    new = {name: words for name, words in broken_by().items() if name not in MAY_BREAK}

    assert new == {}, "see “Upgrade” in docs/runbook.md: add first, take away a release later"


def test_what_may_break_is_still_there_and_breaks():
    assert MAY_BREAK - set(broken_by()) == set()


TEXT = models.CharField(max_length=9, default="")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.DeleteModel("Company"),
        migrations.RenameModel("Company", "Firm"),
        migrations.AlterModelTable("company", "firms"),
        migrations.RemoveField("company", "name"),
        migrations.RenameField("company", "name", "title"),
        migrations.AddField("company", "colour", TEXT),
        migrations.AddField("company", "colour", TEXT, preserve_default=False),
        migrations.AddField("company", "owner", models.ForeignKey("User", models.PROTECT)),
        migrations.SeparateDatabaseAndState([migrations.RemoveField("company", "name")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_a_migration_that_would_break_is_found(operation):
    assert len(list(breaks([operation]))) == 1


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("company", "colour", models.CharField(max_length=9, db_default=""))],
        [migrations.AddField("company", "built", models.DateField(null=True))],
        [migrations.AddField("company", "users", models.ManyToManyField("User"))],
        [migrations.CreateModel("Firm", []), migrations.AddField("firm", "colour", TEXT)],
        [migrations.AlterField("company", "name", TEXT)],
        # Only the code forgets it: the column stays for the version before.
        [migrations.SeparateDatabaseAndState([], [migrations.RemoveField("company", "name")])],
    ],
)
def test_a_migration_that_holds_is_let_through(operations):
    assert list(breaks(operations)) == []
