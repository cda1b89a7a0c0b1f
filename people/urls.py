from django.urls import path

from people.views import alerts, connections, equality, people, wordings

app_name = "people"
urlpatterns = [
    path("people/search/", people.search, name="search"),
    path("people/<uuid:person_id>/edit/", people.edit, name="edit"),
    path("people/<uuid:person_id>/numbers/add/", people.identifier_add, name="identifier_add"),
    path("people/<uuid:person_id>/alerts/add/", alerts.alert_add, name="alert_add"),
    path("people/<uuid:person_id>/known/", connections.connection_declare, name="connection_declare"),
    path("people/<uuid:person_id>/equality/", equality.equality_offer, name="equality_offer"),
    path("people/<uuid:person_id>/equality/delete/", equality.equality_take_out, name="equality_take_out"),
    path("known/", connections.connection_own, name="connection_own"),
    path("known/<uuid:connection_id>/end/", connections.connection_end, name="connection_end"),
    path("alerts/", alerts.alert_list, name="alert_list"),
    path("alerts/<uuid:alert_id>/seen/", alerts.alert_seen, name="alert_seen"),
    path("alerts/<uuid:alert_id>/review/", alerts.alert_review, name="alert_review"),
    path("alerts/<uuid:alert_id>/end/", alerts.alert_end, name="alert_end"),
    path("administration/wordings/", wordings.wording_list, name="wording_list"),
    path("administration/wordings/add/", wordings.wording_add, name="wording_add"),
]
