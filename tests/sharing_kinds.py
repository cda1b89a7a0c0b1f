"""What the addresses about sharing with others are about, as in tests/kinds.py."""

from tests.factories.referrals import DisclosureFactory, OnwardReferralFactory, SharingAgreementFactory


def agreement(world):
    return [SharingAgreementFactory().pk]


def onward(world):
    return [OnwardReferralFactory(person=world.person).pk]


def withdrawn_disclosure(world):
    return [DisclosureFactory(person=world.person, withdrawn=True).pk]
