from django.urls import path

from people.views import alerts, people

app_name = "people"
urlpatterns = [
    path("people/search/", people.search, name="search"),
    path("people/<uuid:person_id>/edit/", people.edit, name="edit"),
    path("people/<uuid:person_id>/numbers/add/", people.identifier_add, name="identifier_add"),
    path("people/<uuid:person_id>/alerts/add/", alerts.alert_add, name="alert_add"),
    path("alerts/<uuid:alert_id>/end/", alerts.alert_end, name="alert_end"),
]
