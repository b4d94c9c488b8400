"""One table, to be filled by a migration."""

from django.db import models


class Line(models.Model):
    number = models.IntegerField(unique=True)
    note = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.number)
