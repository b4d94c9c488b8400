"""Load the European List of Waste: codes, asterisks and dates of validity."""

import csv
from datetime import date
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODES = Path(__file__).resolve().parent.parent / "data" / "waste_codes.csv"


def load_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create every code of the file."""
    waste_code = apps.get_model("companies", "WasteCode")
    with CODES.open(encoding="utf-8", newline="") as file:
        waste_code.objects.bulk_create(
            waste_code(
                code=row["code"],
                is_hazardous=row["hazardous"] == "1",
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in csv.DictReader(file)
        )


def forget_codes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Delete every code: they are facts of a file, entered nowhere else."""
    apps.get_model("companies", "WasteCode").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_first_tables")]
    operations = [migrations.RunPython(load_codes, forget_codes, elidable=True)]
