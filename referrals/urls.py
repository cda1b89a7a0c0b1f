from django.urls import path

from referrals.views import intake, referrals

app_name = "referrals"
urlpatterns = [
    path("referrals/", referrals.referral_list, name="referral_list"),
    path("referrals/add/", intake.referral_add, name="referral_add"),
    path("referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/accept/", referrals.referral_accept, name="referral_accept"),
    path("referrals/<uuid:referral_id>/decline/", referrals.referral_decline, name="referral_decline"),
    path("referrals/<uuid:referral_id>/reconsider/", referrals.referral_reconsider, name="referral_reconsider"),
    path("referrals/<uuid:referral_id>/offer/", referrals.referral_offer, name="referral_offer"),
    path("referrals/<uuid:referral_id>/answer/", referrals.referral_answer, name="referral_answer"),
]
