from referrals.models.agencies import Agency, Service
from referrals.models.programmes import Programme
from referrals.models.referrals import Referral

__all__ = ["Agency", "Programme", "Referral", "Service"]
