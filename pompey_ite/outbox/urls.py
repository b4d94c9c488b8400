from django.urls import path

from pompey_ite.outbox.views import addresses, mails, preferences

app_name = "outbox"
urlpatterns = [
    path("", mails.mail_list, name="list"),
    path("<int:pk>/", mails.mail_detail, name="detail"),
    path("<int:pk>/resend/", mails.resend, name="resend"),
    path("<int:pk>/drop/", mails.drop, name="drop"),
    path("addresses/", addresses.address_list, name="addresses"),
    path("addresses/<int:pk>/clear/", addresses.clear, name="clear"),
    path("preferences/<str:token>/", preferences.preferences, name="preferences"),
    path("preferences/<str:token>/stop/<str:group>/", preferences.stop, name="stop"),
]
