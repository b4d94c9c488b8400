import os
import time
from pathlib import Path

from django.db import migrations, models

LINES = 2000


def fill(apps, _schema_editor):
    """Write half of the lines, say so in a file, wait, write the others."""
    line = apps.get_model("interrupted", "Line")
    line.objects.bulk_create([line(number=number) for number in range(LINES // 2)])
    Path(os.environ["POMPEY_DATA_DIR"], "half").touch()
    time.sleep(float(os.environ.get("MIGRATION_WAITS_S", "0")))
    line.objects.bulk_create([line(number=number) for number in range(LINES // 2, LINES)])


class Migration(migrations.Migration):
    dependencies = [("interrupted", "0001_line")]
    operations = [
        migrations.AddField("Line", "note", models.TextField(default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
