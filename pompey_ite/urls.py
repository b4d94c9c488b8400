"""Every address of the site; each app owns its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler500 = "pompey_ite.errors.server_error"
urlpatterns = [
    path("", include("pompey_ite.pages.urls")),
    path("mails/", include("pompey_ite.outbox.urls")),
    path("", include("companies.urls")),
    path("", include("synergies.urls")),
    path("", include("actions.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]
