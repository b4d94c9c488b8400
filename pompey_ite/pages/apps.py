from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pompey_ite.pages"
    label = "pages"
