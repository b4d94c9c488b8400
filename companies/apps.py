from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "companies"
    verbose_name = _("Companies")

    def ready(self) -> None:
        """Tell the outbox of addresses and of our mails; find what apps know of a company."""
        from companies.emails import register_kinds  # noqa: PLC0415 – needs the models
        from companies.services import mail_directory  # noqa: PLC0415

        mail_directory.register()
        register_kinds()
        autodiscover_modules("own_data", "personal_traces")
