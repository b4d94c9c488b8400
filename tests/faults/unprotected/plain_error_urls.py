"""Our addresses; when something breaks, the framework's own handler answers."""

from pompey_ite.urls import urlpatterns

__all__ = ["handler500", "urlpatterns"]

handler500 = "django.views.defaults.server_error"
