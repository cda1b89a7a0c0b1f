from django.urls import path

from referrals.views import agencies, consents, counting, counts, disclosures, intake, offers, programmes, referrals

app_name = "referrals"
urlpatterns = [
    path("people/<uuid:person_id>/consents/", consents.consent_list, name="consent_list"),
    path("people/<uuid:person_id>/consents/add/", consents.consent_add, name="consent_add"),
    path("people/<uuid:person_id>/shared/", disclosures.disclosure_list, name="disclosure_list"),
    path("shared/<uuid:disclosure_id>/told/", disclosures.withdrawal_told, name="withdrawal_told"),
    path("referrals/", referrals.referral_list, name="referral_list"),
    path("referrals/add/", intake.referral_add, name="referral_add"),
    path("referrals/counts/", counts.referral_counts, name="referral_counts"),
    path("referrals/counts.csv", counts.counts_export, name="counts_export"),
    path("referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/accept/", referrals.referral_accept, name="referral_accept"),
    path("referrals/<uuid:referral_id>/decline/", referrals.referral_decline, name="referral_decline"),
    path("referrals/<uuid:referral_id>/reconsider/", referrals.referral_reconsider, name="referral_reconsider"),
    path("referrals/<uuid:referral_id>/offer/", offers.referral_offer, name="referral_offer"),
    path("referrals/<uuid:referral_id>/offer/again/", offers.referral_offer_again, name="referral_offer_again"),
    path("referrals/<uuid:referral_id>/answer/", offers.referral_answer, name="referral_answer"),
    path("administration/agencies/", agencies.agency_list, name="agency_list"),
    path("administration/agencies/add/", agencies.agency_add, name="agency_add"),
    path("administration/agencies/<uuid:agency_id>/", agencies.agency, name="agency"),
    path("administration/agencies/<uuid:agency_id>/edit/", agencies.agency_edit, name="agency_edit"),
    path("administration/agencies/<uuid:agency_id>/close/", agencies.agency_close, name="agency_close"),
    path("administration/agencies/<uuid:agency_id>/reopen/", agencies.agency_reopen, name="agency_reopen"),
    path("administration/agencies/<uuid:agency_id>/services/add/", agencies.service_add, name="service_add"),
    path("administration/services/<uuid:service_id>/edit/", agencies.service_edit, name="service_edit"),
    path("administration/services/<uuid:service_id>/close/", agencies.service_close, name="service_close"),
    path("administration/services/<uuid:service_id>/reopen/", agencies.service_reopen, name="service_reopen"),
    path("administration/programmes/", programmes.programme_list, name="programme_list"),
    path("administration/programmes/add/", programmes.programme_add, name="programme_add"),
    path("administration/programmes/<uuid:programme_id>/edit/", programmes.programme_edit, name="programme_edit"),
    path(
        "administration/programmes/<uuid:programme_id>/counting/",
        counting.programme_counting,
        name="programme_counting",
    ),
]
