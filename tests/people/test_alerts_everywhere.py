"""An alert stands above every page about the person, and on paper."""

import pytest

from people.models import Alert
from tests import kinds
from tests.access import World, address
from tests.test_access import TABLE

pytestmark = pytest.mark.django_db
TEXT = "Carries an inhaler."
ABOUT_A_PERSON = {
    kinds.case,
    kinds.person,
    kinds.meeting,
    kinds.held_meeting,
    kinds.episode,
    kinds.waiting_referral,
    kinds.eligible_referral,
    kinds.wanted_gate,
}
# The two sides of a merge are records, not somebody one is about to meet; the other is read out to the person.
NOT_THESE = {"liberations:merge_choose", "mentoring:signed_up"}


def pages():
    return sorted(
        name for name, row in TABLE.items() if row.kind in ABOUT_A_PERSON and "200" in row.get and name not in NOT_THESE
    )


@pytest.mark.parametrize("name", pages())
def test_alert_stands_on_the_page(name, as_user):
    world = World()
    kinds.alert(world)
    row = TABLE[name]
    url = address(name, row, world)

    response = as_user(world.manager).get(url)

    assert Alert.objects.count() == 1
    assert response.status_code != 200 or TEXT in response.content.decode()
