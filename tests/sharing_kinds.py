"""What the addresses about sharing with others are about, as in tests/kinds.py."""

from tests.factories.referrals import (
    AgencyLinkFactory,
    DisclosureFactory,
    OnwardMoveFactory,
    OnwardReferralFactory,
    SharingAgreementFactory,
)


def agreement(world):
    return [SharingAgreementFactory().pk]


def onward(world):
    return [OnwardReferralFactory(person=world.person, service__agency__email="duty@agency.example").pk]


def onward_with_link(world):
    return [AgencyLinkFactory(onward__person=world.person).onward_id]


def moved_onward(world):
    return [OnwardMoveFactory(onward__person=world.person).onward_id]


def withdrawn_disclosure(world):
    return [DisclosureFactory(person=world.person, withdrawn=True).pk]
