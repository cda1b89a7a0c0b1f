from django.urls import path

from prisons.views import holidays, prisons, rules

app_name = "prisons"
urlpatterns = [
    path("prisons/<uuid:prison_id>/", prisons.prison, name="prison"),
    path("administration/prisons/", prisons.prison_list, name="prison_list"),
    path("administration/prisons/add/", prisons.prison_add, name="prison_add"),
    path("administration/prisons/<uuid:prison_id>/edit/", prisons.prison_edit, name="prison_edit"),
    path("administration/prisons/<uuid:prison_id>/close/", prisons.prison_close, name="prison_close"),
    path("administration/prisons/<uuid:prison_id>/reopen/", prisons.prison_reopen, name="prison_reopen"),
    path("administration/areas/", holidays.area_list, name="area_list"),
    path("administration/areas/<uuid:area_id>/", holidays.area, name="area"),
    path("administration/holidays/<slug:jurisdiction>/", holidays.national, name="national"),
    path("administration/rules/", rules.rule_list, name="rule_list"),
]
