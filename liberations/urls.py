from django.urls import path

from liberations.views import (
    cohorts,
    episodes,
    gates,
    holidays,
    list_columns,
    list_rows,
    lists,
    release_dates,
    rules,
    schemes,
)

app_name = "liberations"
urlpatterns = [
    path("people/<uuid:person_id>/release-date/", release_dates.release_date, name="release_date"),
    path("people/<uuid:person_id>/transfer/", release_dates.transfer, name="transfer"),
    path("episodes/<uuid:episode_id>/edit/", episodes.episode_edit, name="episode_edit"),
    path("cases/<uuid:case_id>/released-from-court/", release_dates.released_from_court, name="released_from_court"),
    path("gates/", gates.gate_list, name="gate_list"),
    path("cases/<uuid:case_id>/gate/", gates.gate, name="gate"),
    path("cases/<uuid:case_id>/gate/plan/", gates.gate_plan, name="gate_plan"),
    path("cases/<uuid:case_id>/gate/met/", gates.gate_met, name="gate_met"),
    path("cases/<uuid:case_id>/gate/not-met/", gates.gate_not_met, name="gate_not_met"),
    path("cases/<uuid:case_id>/gate/undo/", gates.gate_undo, name="gate_undo"),
    path("cases/<uuid:case_id>/bed/", gates.bed, name="bed"),
    path("administration/areas/<uuid:area_id>/holidays/add/", holidays.area_holiday_add, name="area_holiday_add"),
    path(
        "administration/areas/<uuid:area_id>/holidays/<slug:day>/off/", holidays.area_switch_off, name="area_switch_off"
    ),
    path("administration/holidays/<uuid:holiday_id>/remove/", holidays.holiday_remove, name="holiday_remove"),
    path(
        "administration/holidays/<slug:jurisdiction>/add/", holidays.national_holiday_add, name="national_holiday_add"
    ),
    path(
        "administration/holidays/<slug:jurisdiction>/<slug:day>/off/",
        holidays.national_switch_off,
        name="national_switch_off",
    ),
    path("administration/rules/<uuid:period_id>/edit/", rules.rule_edit, name="rule_edit"),
    path("early-release/", schemes.scheme_list, name="scheme_list"),
    path("early-release/add/", schemes.scheme_add, name="scheme_add"),
    path("early-release/<uuid:scheme_id>/", schemes.scheme, name="scheme"),
    path("early-release/<uuid:scheme_id>/edit/", schemes.scheme_edit, name="scheme_edit"),
    path("early-release/<uuid:scheme_id>/apply/", schemes.scheme_apply, name="scheme_apply"),
    path("early-release/<uuid:scheme_id>/undo/", schemes.scheme_undo, name="scheme_undo"),
    path("early-release/<uuid:scheme_id>/discard/", schemes.scheme_discard, name="scheme_discard"),
    path("early-release/<uuid:scheme_id>/export/", schemes.scheme_export, name="scheme_export"),
    path("early-release/<uuid:scheme_id>/cohort/", cohorts.scheme_cohort, name="scheme_cohort"),
    path("early-release/<uuid:scheme_id>/people/<uuid:member_id>/", schemes.scheme_member, name="scheme_member"),
    path("liberation-lists/", lists.list_upload, name="list_upload"),
    path("liberation-lists/<uuid:list_id>/", list_rows.list_preview, name="list"),
    path("liberation-lists/columns/<uuid:mapping_id>/forget/", list_columns.columns_forget, name="columns_forget"),
    path("liberation-lists/<uuid:list_id>/columns/", list_columns.list_columns, name="list_columns"),
    path("liberation-lists/<uuid:list_id>/apply/", lists.list_apply, name="list_apply"),
    path("liberation-lists/<uuid:list_id>/discard/", lists.list_discard, name="list_discard"),
    path("liberation-lists/<uuid:list_id>/preview.csv", list_rows.list_export, name="list_export"),
    path("liberation-lists/<uuid:list_id>/rows/", list_rows.list_rows, name="list_rows"),
    path("liberation-lists/<uuid:list_id>/rows/<uuid:row_id>/", list_rows.list_decide, name="list_decide"),
    path(
        "liberation-lists/<uuid:list_id>/rows/<uuid:row_id>/undo/",
        list_rows.list_decision_undo,
        name="list_decision_undo",
    ),
]
