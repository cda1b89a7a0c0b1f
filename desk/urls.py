from django.urls import path

from desk.views import administration

app_name = "desk"
urlpatterns = [
    path("administration/", administration.administration, name="administration"),
]
