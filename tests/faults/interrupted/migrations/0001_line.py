from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "Line",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True)),
                ("number", models.IntegerField(unique=True)),
            ],
        )
    ]
