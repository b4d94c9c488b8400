from django.apps import AppConfig


class PompeyConfig(AppConfig):
    name = "pompey_ite"
    verbose_name = "Pompey ITE"
