import pytest
from django.utils import timezone

from accounts.enums import Role
from core.errors import RuleBroken
from liberations.services.merges import merge_people
from mentoring.models import Case
from mentoring.services.cases import sign_up
from people.enums import AccessReason
from referrals.enums import ReferralState
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db


def test_nobody_signs_up_on_a_record_that_was_merged_meanwhile():
    manager = ManagerFactory()
    kieran, other = PersonFactory(), PersonFactory()
    for person in (kieran, other):
        AccessFactory(person=person, user=None, team=manager.team, role=Role.MANAGER, reason=AccessReason.TEAM)
    referral = ReferralFactory(
        person=other,
        programme=ProgrammeFactory(team=manager.team),
        state=ReferralState.ELIGIBLE,
        episode__person=other,
    )
    merge_people(survivor=kieran, merged=other, note="The same person.", by=manager)

    with pytest.raises(RuleBroken, match="merged into another one"):
        sign_up(referral=referral, how="signed", agreed_date=timezone.localdate(), by=manager)

    assert not Case.objects.exists()
