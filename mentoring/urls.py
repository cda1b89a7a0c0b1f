from django.urls import path

from mentoring.views import cases, endings, meetings

app_name = "mentoring"
urlpatterns = [
    path("referrals/<uuid:referral_id>/sign-up/", cases.sign_up, name="sign_up"),
    path("cases/<uuid:case_id>/signed-up/", cases.signed_up, name="signed_up"),
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
