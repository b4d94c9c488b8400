"""Every address of the site; each app owns its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("pompey_ite.pages.urls")),
    path("", include("companies.urls")),
    path("", include("synergies.urls")),
    path("", include("actions.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
