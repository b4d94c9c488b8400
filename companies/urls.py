from django.urls import path

from companies.views import companies, erasures

app_name = "companies"
urlpatterns = [
    path("companies/", companies.company_list, name="list"),
    path("companies/<int:pk>/", companies.company_detail, name="detail"),
    path("erasures/<int:pk>/", erasures.detail, name="erasure"),
    path("erasures/<int:pk>/erase/", erasures.erase, name="erasure_erase"),
    path("erasures/<int:pk>/refuse/", erasures.refuse, name="erasure_refuse"),
]
