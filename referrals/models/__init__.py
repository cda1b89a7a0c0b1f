from referrals.models.agencies import Agency, Service
from referrals.models.disclosures import Disclosure, SharingAgreement
from referrals.models.offers import Offer
from referrals.models.onward import OnwardReferral
from referrals.models.places import OpeningTime, Place, PlacePicture
from referrals.models.programmes import Programme
from referrals.models.referrals import Referral
from referrals.models.share_packs import SharePack, SharePackSection

__all__ = [
    "Agency",
    "Disclosure",
    "Offer",
    "OnwardReferral",
    "OpeningTime",
    "Place",
    "PlacePicture",
    "Programme",
    "Referral",
    "Service",
    "SharePack",
    "SharePackSection",
    "SharingAgreement",
]
