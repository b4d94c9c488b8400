from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "pompey_ite.pages"
    label = "pages"

    def ready(self) -> None:
        """Find what each app has to say of what waits for the project manager, and our mails."""
        from pompey_ite.pages.joining.emails import register_kinds  # noqa: PLC0415 – needs models

        autodiscover_modules("matters")
        register_kinds()
