from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "pompey_ite.pages"
    label = "pages"

    def ready(self) -> None:
        """Find what each app has to say of what waits for the project manager, and our mails."""
        from pompey_ite.pages.entrance.signing_in import note_entrance  # noqa: PLC0415
        from pompey_ite.pages.joining.emails import register_kinds  # noqa: PLC0415 – needs models

        autodiscover_modules("matters")
        user_logged_in.connect(note_entrance, dispatch_uid="pages.entrance")
        register_kinds()
