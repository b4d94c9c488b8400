"""Give each code of the List of Waste its everyday name, in labels of our own."""

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LABELS = Path(__file__).resolve().parent.parent / "data" / "waste_labels.csv"
AT_ONCE = 200


def load_labels(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the labels of every code that has none yet."""
    waste_code = apps.get_model("companies", "WasteCode")
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["code"]: row for row in csv.DictReader(file)}
    rows = [row for row in waste_code.objects.filter(label_fr="") if row.code in labels]
    for row in rows:
        row.label_fr = labels[row.code]["label_fr"]
        row.label_en = labels[row.code]["label_en"]
    waste_code.objects.bulk_update(rows, ["label_fr", "label_en"], batch_size=AT_ONCE)


def forget_labels(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Empty the labels again."""
    apps.get_model("companies", "WasteCode").objects.update(label_fr="", label_en="")


class Migration(migrations.Migration):
    dependencies = [("companies", "0003_resource_concept")]
    operations = [migrations.RunPython(load_labels, forget_labels, elidable=True)]
