from django.urls import path

from pompey_ite.pages import health, mailbox, views
from pompey_ite.pages.acts import views as acts
from pompey_ite.pages.handover import views as handover
from pompey_ite.pages.history import views as history
from pompey_ite.pages.search import views as search

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("legal/", views.legal, name="legal"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("handover/", handover.page, name="handover"),
    path("handover/pdf/", handover.pdf, name="handover_pdf"),
    path("handover/xlsx/", handover.workbook, name="handover_workbook"),
    path("history/", history.lately, name="history"),
    path("history/<slug:slug>/<int:pk>/", history.of_one, name="history_of"),
    path(
        "history/<slug:slug>/<int:pk>/<int:record>/undo/",
        history.undo_change,
        name="history_undo",
    ),
    path("search/", search.page, name="search"),
    # The frequent acts of the project manager
    path("do/call/", acts.call, name="do_call"),
    path("do/postpone/", acts.postpone, name="do_postpone"),
    path("do/status/", acts.status, name="do_status"),
    path("do/synergy/", acts.synergy, name="do_synergy"),
    path("do/company/", acts.company, name="do_company"),
    path("mailbox/", mailbox.index, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mail, name="mailbox_mail"),
    path("mailbox/<str:name>/html", mailbox.html, name="mailbox_html"),
]
