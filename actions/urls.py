from django.urls import path

from actions.views import (
    answers,
    digest,
    imports,
    programme,
    reminder_rules,
    reminders,
    report_sending,
    reports,
)

app_name = "actions"
urlpatterns = [
    path("programme/", programme.programme, name="programme"),
    path("programme/<int:pk>/", programme.programme, name="programme_of"),
    path("programme/from-round/<int:pk>/", programme.create_from_round, name="create_from_round"),
    path("actions/<int:pk>/", programme.action_detail, name="detail"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:pk>/", reports.report_detail, name="report"),
    path("reports/<int:pk>/slides/", reports.slides, name="report_slides"),
    path("reports/<int:pk>/pdf/", reports.report_file, name="report_pdf"),
    path("reports/<int:pk>/send/", report_sending.preview, name="report_send"),
    path("reports/<int:pk>/send/summary/", report_sending.summary, name="report_summary"),
    path("reports/<int:pk>/send/test/", report_sending.test, name="report_test"),
    path("reports/<int:pk>/send/now/", report_sending.send, name="report_send_now"),
    path("reports/<int:pk>/withdraw/", report_sending.withdraw, name="report_withdraw"),
    path("reports/<int:pk>/mail/<str:audience>/", report_sending.mail, name="report_mail"),
    path("reports/read/<str:token>/", reports.read, name="report_read"),
    path("reports/read/<str:token>/pdf/", reports.read_file, name="report_read_pdf"),
    path("reminders/", reminders.index, name="reminders"),
    path("reminders/<int:pk>/skip/", reminders.skip, name="reminders_skip"),
    path("reminders/of/<str:kind>/", reminders.preview, name="reminders_preview"),
    path("reminders/of/<str:kind>/test/", reminders.test, name="reminders_test"),
    path("reminders/of/<str:kind>/send/", reminders.send, name="reminders_send"),
    path("reminders/of/<str:kind>/setting/", reminder_rules.setting, name="reminders_setting"),
    path("reminders/pause/<str:about>/", reminder_rules.exception_new, name="reminders_pause_all"),
    path(
        "reminders/pause/<str:about>/<int:pk>/",
        reminder_rules.exception_new,
        name="reminders_pause",
    ),
    path("reminders/pause/<int:pk>/end/", reminder_rules.exception_end, name="reminders_resume"),
    path("answers/<str:token>/", answers.answers, name="answers"),
    path("digest/", digest.digest, name="digest"),
    path("import/", imports.upload, name="import"),
    path("import/<str:token>/", imports.preview, name="import_preview"),
]
