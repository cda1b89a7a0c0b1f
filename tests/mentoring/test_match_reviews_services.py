import datetime as dt

import pytest

from audit.models import Event
from core.errors import RuleBroken
from mentoring.models import Case, MatchReview
from mentoring.models.match_reviews import match_outcome, match_to_review
from mentoring.services.match_reviews import record_match_review
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor)


def asked(case):
    row = Case.objects.annotate(due=match_to_review(), outcome=match_outcome()).get(pk=case.pk)
    return row.due, row.outcome


def test_a_match_is_looked_at_after_the_first_meeting(case, mentor):
    assert asked(case) == (False, None)
    MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 10, 1))
    MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 9, 20), held=True)
    MeetingFactory(case=case, on_date=dt.date(2026, 10, 2), held=True)
    assert asked(case) == (False, None)

    MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 10, 2), held=True)
    assert asked(case) == (True, None)

    record_match_review(case=case, outcome="keep", on_date=TODAY, in_their_words="She listens", by=mentor.user)
    assert asked(case) == (False, "keep")
    assert Message.objects.count() == 0
    assert Event.objects.get().action == "record_match_review"


def test_managers_are_told_that_another_mentor_is_wanted(case, mentor):
    manager = ManagerFactory(team=mentor.user.team)
    ManagerFactory()

    review = record_match_review(case=case, outcome="change", on_date=TODAY, by=mentor.user)

    assert asked(case) == (False, "change")
    message = Message.objects.get()
    assert (message.recipient, message.kind, message.subject_key) == (manager, Kind.MATCH_CHANGE, case.pk)
    again = record_match_review(case=case, outcome="change", on_date=TODAY, by=mentor.user, new_id=review.pk)
    assert (again, MatchReview.objects.count(), Message.objects.count()) == (review, 1, 1)


def test_a_look_that_cannot_stand_is_refused(case, mentor):
    for refused, sentence in (
        ({"case": case, "on_date": dt.date(2026, 10, 6)}, "in the future"),
        ({"case": case, "on_date": dt.date(2026, 9, 1)}, "before they began"),
        ({"case": CaseFactory(), "on_date": TODAY}, "Nobody is their mentor"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            record_match_review(outcome="keep", by=mentor.user, **refused)
    assert MatchReview.objects.count() == 0
