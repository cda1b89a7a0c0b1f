import datetime as dt

import pytest
from django.utils import timezone

from notifications.enums import Kind
from notifications.models import MOST_ATTEMPTS, JobRun, Message
from tests.factories.accounts import AdministratorFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.notifications import MessageFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_mentor_reads_notices_and_goes_where_one_leads(walker, size):
    mentor = MentorFactory()
    case = CaseFactory(lead=mentor, liberation_date=dt.date(2026, 12, 17))
    for kind in (Kind.RELEASE_REMINDER, Kind.FEWER_MEETINGS, Kind.FOLLOW_UP_OVERDUE):
        MessageFactory(
            recipient=mentor.user,
            kind=kind,
            path=case.get_absolute_url(),
            person_key=case.person_id,
            reference=case.reference,
            due_date=dt.date(2026, 11, 19),
            liberation_date=dt.date(2026, 12, 17),
            offset_days=28,
        )
    someone = walker(size)
    someone.sign_in(mentor.user)

    someone.go("/notices/")
    someone.assert_fits_and_accessible()
    someone.press(f"Liberation coming up {case.reference}")

    assert someone.page.url.endswith(case.get_absolute_url())
    assert [message.kind for message in Message.objects.exclude(read_at=None)] == [Kind.RELEASE_REMINDER]
    someone.go("/notices/")
    someone.press("Mark all as read")
    assert not Message.objects.unread().exists()
    someone.assert_fits_and_accessible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_administrator_sees_how_the_jobs_do(walker, size):
    long_ago = timezone.now() - dt.timedelta(hours=3)
    JobRun.objects.create(name="notifications.tasks.heartbeat", started_at=long_ago)
    JobRun.objects.create(
        name="liberations.tasks.plan_reminders",
        started_at=timezone.now(),
        ended_at=timezone.now(),
        result={"made": 12, "withdrawn": 3, "restored": 0},
    )
    MessageFactory(created_at=long_ago)
    MessageFactory(attempts=MOST_ATTEMPTS)
    someone = walker(size)
    someone.sign_in(AdministratorFactory())

    someone.go("/administration/jobs/")

    someone.assert_fits_and_accessible()
