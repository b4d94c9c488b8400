from django.apps import AppConfig
from django.db.backends.signals import connection_created

from pompey_ite.plain import give_to


class PompeyConfig(AppConfig):
    name = "pompey_ite"
    verbose_name = "Pompey ITE"

    def ready(self) -> None:
        """Search without accents works on SQLite too."""
        connection_created.connect(give_to, dispatch_uid="pompey_plain")
