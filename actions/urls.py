from django.urls import path

from actions.views import imports, programme, reports

app_name = "actions"
urlpatterns = [
    path("programme/", programme.programme, name="programme"),
    path("programme/<int:pk>/", programme.programme, name="programme_of"),
    path("programme/from-round/<int:pk>/", programme.create_from_round, name="create_from_round"),
    path("actions/<int:pk>/", programme.action_detail, name="detail"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<int:pk>/", reports.report_detail, name="report"),
    path("import/", imports.upload, name="import"),
    path("import/<str:token>/", imports.preview, name="import_preview"),
]
