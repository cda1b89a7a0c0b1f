from django.urls import path

from prisons.views import holidays, prisons, rules, visits

app_name = "prisons"
urlpatterns = [
    path("prisons/<uuid:prison_id>/", prisons.prison, name="prison"),
    path("administration/prisons/", prisons.prison_list, name="prison_list"),
    path("administration/prisons/add/", prisons.prison_add, name="prison_add"),
    path("administration/prisons/<uuid:prison_id>/edit/", prisons.prison_edit, name="prison_edit"),
    path("administration/prisons/<uuid:prison_id>/close/", prisons.prison_close, name="prison_close"),
    path("administration/prisons/<uuid:prison_id>/reopen/", prisons.prison_reopen, name="prison_reopen"),
    path("administration/prisons/<uuid:prison_id>/visits/", visits.visits, name="visits"),
    path("administration/prisons/<uuid:prison_id>/visits/times/add/", visits.slot_add, name="slot_add"),
    path("administration/visits/times/<uuid:slot_id>/", visits.slot_edit, name="slot_edit"),
    path("administration/visits/times/<uuid:slot_id>/close/", visits.slot_close, name="slot_close"),
    path("administration/visits/times/<uuid:slot_id>/reopen/", visits.slot_reopen, name="slot_reopen"),
    path("administration/prisons/<uuid:prison_id>/visits/rooms/add/", visits.room_add, name="room_add"),
    path("administration/visits/rooms/<uuid:room_id>/", visits.room_edit, name="room_edit"),
    path("administration/visits/rooms/<uuid:room_id>/close/", visits.room_close, name="room_close"),
    path("administration/visits/rooms/<uuid:room_id>/reopen/", visits.room_reopen, name="room_reopen"),
    path("administration/areas/", holidays.area_list, name="area_list"),
    path("administration/areas/<uuid:area_id>/", holidays.area, name="area"),
    path("administration/holidays/<slug:jurisdiction>/", holidays.national, name="national"),
    path("administration/rules/", rules.rule_list, name="rule_list"),
]
