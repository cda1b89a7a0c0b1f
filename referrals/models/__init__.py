from referrals.models.agencies import Agency, Service
from referrals.models.agency_links import AgencyLink, LinkTries
from referrals.models.disclosures import Disclosure, SharingAgreement
from referrals.models.offers import Offer
from referrals.models.onward import OnwardMove, OnwardReferral
from referrals.models.places import OpeningTime, Place, PlacePicture
from referrals.models.programmes import Programme
from referrals.models.referrals import Referral
from referrals.models.share_packs import SharePack, SharePackSection

__all__ = [
    "Agency",
    "AgencyLink",
    "Disclosure",
    "LinkTries",
    "Offer",
    "OnwardMove",
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
