from django.apps import AppConfig
from django.db.backends.signals import connection_created

from pompey_ite.ordinal import write_the_first_in_french
from pompey_ite.plain import give_to


class PompeyConfig(AppConfig):
    name = "pompey_ite"
    verbose_name = "Pompey ITE"

    def ready(self) -> None:
        """Search without accents works on SQLite too; the first of a month is “1er” in French."""
        write_the_first_in_french()
        connection_created.connect(give_to, dispatch_uid="pompey_plain")
