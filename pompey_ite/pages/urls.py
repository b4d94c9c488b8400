from django.urls import path

from pompey_ite.pages import health, mailbox, metrics, public_pages, style, theme
from pompey_ite.pages.acts import views as acts
from pompey_ite.pages.entrance import views as entrance
from pompey_ite.pages.handover import views as handover
from pompey_ite.pages.history import views as history
from pompey_ite.pages.joining import views as joining
from pompey_ite.pages.opendata import views as opendata
from pompey_ite.pages.search import views as search
from pompey_ite.pages.showcase import views as showcase

app_name = "pages"
urlpatterns = [
    # For everybody
    path("", showcase.home, name="home"),
    path("showcase/programme/", showcase.programme, name="showcase_programme"),
    path("showcase/stories/", showcase.story_list, name="showcase_stories"),
    path("showcase/stories/<int:pk>/", showcase.story, name="showcase_story"),
    path("showcase/stories/<int:pk>/photo/", showcase.story_photo, name="showcase_photo"),
    path("showcase/partners/", showcase.partner_list, name="showcase_partners"),
    path("showcase/partners/<int:pk>/logo/", showcase.partner_logo, name="showcase_logo"),
    path("join/", joining.join, name="join"),
    path("join/thanks/", joining.thanks, name="join_thanks"),
    path("opendata/", opendata.index, name="opendata"),
    path("opendata/catalog.json", opendata.catalog, name="opendata_catalog"),
    path("opendata/<slug:name>.schema.json", opendata.schema, name="opendata_schema"),
    path("opendata/<slug:name>/", opendata.dataset, name="opendata_dataset"),
    path("opendata/<slug:name>.<slug:form>", opendata.download, name="opendata_file"),
    path("robots.txt", showcase.robots, name="robots"),
    path("sitemap.xml", showcase.sitemap, name="sitemap"),
    path("legal/", public_pages.public_page, {"slug": "legal"}, name="legal"),
    path("privacy/", public_pages.public_page, {"slug": "privacy"}, name="privacy"),
    path(
        "accessibility/",
        public_pages.public_page,
        {"slug": "accessibility"},
        name="accessibility",
    ),
    # The public face, for the team
    path("showcase/", showcase.desk, name="showcase_desk"),
    path("showcase/pages/<slug:slug>/", public_pages.edit, name="public_page_edit"),
    path("join/requests/", joining.request_list, name="join_requests"),
    path("join/requests/<int:pk>/", joining.request_detail, name="join_request"),
    path("join/requests/<int:pk>/accept/", joining.request_accept, name="join_accept"),
    path("join/requests/<int:pk>/decline/", joining.request_decline, name="join_decline"),
    path("theme/", theme.theme, name="theme"),
    path("style/", style.style, name="style"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path(".well-known/security.txt", showcase.security, name="security"),
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
    # The team's entrance, after the password
    path("entrance/", entrance.account, name="entrance_account"),
    path("entrance/code/", entrance.code, name="entrance_code"),
    path("entrance/set-up/", entrance.set_up, name="entrance_set_up"),
    path("entrance/recovery-codes/", entrance.renew, name="entrance_renew"),
    path("entrance/remove/", entrance.remove, name="entrance_remove"),
    path("mailbox/", mailbox.index, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mail, name="mailbox_mail"),
    path("mailbox/<str:name>/html", mailbox.html, name="mailbox_html"),
]
