from django.urls import path

from mentoring.views import assignments, cases, clearances, endings, meetings, mentors, standards, support

app_name = "mentoring"
urlpatterns = [
    path("referrals/<uuid:referral_id>/sign-up/", cases.sign_up, name="sign_up"),
    path("cases/<uuid:case_id>/signed-up/", cases.signed_up, name="signed_up"),
    path("allocation/", assignments.allocation_queue, name="allocation_queue"),
    path("cases/<uuid:case_id>/allocate/", assignments.allocate, name="allocate"),
    path("mentors/", mentors.mentor_list, name="mentor_list"),
    path("mentors/set-up/<uuid:user_id>/", mentors.mentor_set_up, name="mentor_set_up"),
    path("mentors/me/", mentors.my_profile, name="my_profile"),
    path("mentors/me/edit/", mentors.own_profile_edit, name="own_profile_edit"),
    path("mentors/<uuid:mentor_id>/", mentors.mentor, name="mentor"),
    path("mentors/me/debrief/", support.debrief_ask, name="debrief_ask"),
    path("mentors/<uuid:mentor_id>/support/", support.mentor_support, name="mentor_support"),
    path("mentors/<uuid:mentor_id>/supervision/add/", support.supervision_add, name="supervision_add"),
    path("mentors/<uuid:mentor_id>/debriefs/add/", support.debrief_add, name="debrief_add"),
    path("mentors/<uuid:mentor_id>/edit/", mentors.mentor_edit, name="mentor_edit"),
    path("mentors/<uuid:mentor_id>/clearances/add/", clearances.clearance_add, name="clearance_add"),
    path("clearances/<uuid:clearance_id>/", clearances.clearance_edit, name="clearance_edit"),
    path("mentors/<uuid:mentor_id>/pvg/add/", clearances.pvg_add, name="pvg_add"),
    path("pvg/<uuid:membership_id>/strike/", clearances.pvg_strike, name="pvg_strike"),
    path("cases/<uuid:case_id>/standards/", standards.case_standards, name="case_standards"),
    path("cases/<uuid:case_id>/standards/<slug:standard>/set-aside/", standards.standard_waive, name="standard_waive"),
    path("waivers/<uuid:waiver_id>/end/", standards.waiver_end, name="waiver_end"),
    path("cases/<uuid:case_id>/end/", endings.case_end, name="case_end"),
    path("cases/<uuid:case_id>/reopen/", endings.case_reopen, name="case_reopen"),
    path("contacts/log/", meetings.choose, name="contact_choose"),
    path("cases/<uuid:case_id>/contacts/plan/", meetings.plan, name="contact_plan"),
    path("cases/<uuid:case_id>/contacts/log/", meetings.log, name="contact_log"),
    path("cases/<uuid:case_id>/contacts/tried/", meetings.tried, name="contact_tried"),
    path("contacts/<uuid:meeting_id>/", meetings.contact, name="contact"),
    path("contacts/<uuid:meeting_id>/record/", meetings.record, name="contact_record"),
    path("contacts/<uuid:meeting_id>/move/", meetings.move, name="contact_move"),
    path("contacts/<uuid:meeting_id>/undo/", meetings.undo, name="contact_undo"),
]
