from django.urls import path

from mentoring.views import cases, endings

app_name = "mentoring"
urlpatterns = [
    path("referrals/<uuid:referral_id>/sign-up/", cases.sign_up, name="sign_up"),
    path("cases/<uuid:case_id>/signed-up/", cases.signed_up, name="signed_up"),
    path("cases/<uuid:case_id>/end/", endings.case_end, name="case_end"),
    path("cases/<uuid:case_id>/reopen/", endings.case_reopen, name="case_reopen"),
]
