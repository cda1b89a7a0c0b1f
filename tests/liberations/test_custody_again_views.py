"""Back in custody, as it is said on the page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.models import Mentor
from mentoring.services.endings import end_case
from tests import ending_kinds
from tests.access import World
from tests.factories.prisons import PrisonFactory
from tests.test_sent_twice import filled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (False, "Support goes on with the same mentor."),
        (True, "They have no mentor now and wait in the queue for one."),
    ],
)
def test_says_who_the_mentor_is_from_now_on(as_user, ended, said):
    """The mentor they had takes nobody new: an open case stays theirs, one taken up again waits."""
    world, today = World(), timezone.localdate()
    ending_kinds.released_case(world)
    if ended:
        end_case(case=world.case, kind="unplanned", reason="moved-away", on=today, by=world.manager)
    Mentor.objects.update(available=False)
    sent = {"prison": PrisonFactory().pk, "on_date": today}

    url = reverse("liberations:custody_again", args=[world.case.pk])
    manager = as_user(world.manager)
    page = manager.post(url, filled(manager, url, sent), follow=True)

    assert said in page.content.decode()


def test_the_page_of_a_time_in_custody_takes_it_back(as_user):
    """Once it is taken back the page offers it no more."""
    world = World()
    (first,) = ending_kinds.back_in_custody(world)
    manager = as_user(world.manager)
    world.case.refresh_from_db()
    page = manager.get(reverse("liberations:episode_edit", args=[world.case.episode_id])).content.decode()
    take_back = reverse("liberations:custody_again_take_back", args=[first])

    assert take_back in page
    manager.post(take_back)
    world.case.refresh_from_db()
    assert world.case.episode.released_date
    released = reverse("liberations:episode_edit", args=[world.case.episode_id])
    assert "back-in-custody" not in manager.get(released).content.decode()
