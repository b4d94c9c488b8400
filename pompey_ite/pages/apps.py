from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "pompey_ite.pages"
    label = "pages"

    def ready(self) -> None:
        """Find what each app has to say of what waits for the project manager."""
        autodiscover_modules("matters")
