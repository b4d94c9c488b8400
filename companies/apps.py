from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "companies"
    verbose_name = _("Companies")

    def ready(self) -> None:
        """Tell the outbox whose an address is and when it is closed, once the models are there."""
        from companies.services import mail_directory  # noqa: PLC0415 – needs the models

        mail_directory.register()
