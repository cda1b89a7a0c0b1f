import datetime as dt

import pytest

from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Case, Meeting
from prisons.enums import ReleasedHow
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 17)


def held(case):
    return Case.objects.with_meetings_held().get(pk=case.pk).meetings_held


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, 1),
        ({"place": Place.VISIT_ROOM}, 1),
        ({"place": Place.CELL_DOOR}, 0),
        ({"one_to_one": False}, 0),
        ({"channel": Channel.VIDEO, "minutes": 15, "place": ""}, 1),
        ({"channel": Channel.VIDEO, "minutes": 14, "place": ""}, 0),
        ({"channel": Channel.VIDEO, "minutes": 30, "two_way": False, "place": ""}, 0),
        ({"channel": Channel.PHONE, "place": ""}, 0),
        ({"channel": Channel.LETTER, "place": ""}, 0),
        ({"state": MeetingState.NOT_ATTENDED}, 0),
        ({"state": MeetingState.REFUSED}, 0),
        ({"on_date": DAY - dt.timedelta(days=1)}, 1),
        ({"on_date": DAY}, 0),
    ],
)
def test_pre_release_meeting_counts_as_the_standard_says(fields, counts):
    case = CaseFactory(liberation_date=DAY)
    MeetingFactory(case=case, held=True, **fields)

    assert held(case) == counts


@pytest.mark.parametrize(
    ("setting", "fields", "counts"),
    [
        ({}, {"channel": Channel.PHONE, "place": "", "instead_of_visit": True}, 1),
        ({}, {"channel": Channel.PHONE, "place": "", "instead_of_visit": True, "two_way": False}, 0),
        ({"phone_meetings_most": 0}, {"channel": Channel.PHONE, "place": "", "instead_of_visit": True}, 0),
        ({"video_minutes": 30}, {"channel": Channel.VIDEO, "minutes": 29, "place": ""}, 0),
        ({"video_minutes": None}, {"channel": Channel.VIDEO, "minutes": 300, "place": ""}, 0),
        ({"letters_count": True}, {"channel": Channel.LETTER, "place": ""}, 1),
        ({"letters_count": True}, {"channel": Channel.TEXT, "place": ""}, 1),
        ({"cell_door_counts": True}, {"place": Place.CELL_DOOR}, 1),
        ({"company_counts": True}, {"one_to_one": False}, 1),
        ({"on_the_day_counts": True}, {"on_date": DAY}, 1),
        ({"on_the_day_counts": True}, {"on_date": DAY, "channel": Channel.GATE, "place": ""}, 0),
    ],
)
def test_programme_counts_by_its_own_rules(setting, fields, counts):
    case = CaseFactory(liberation_date=DAY, referral__programme=ProgrammeFactory(**setting))
    MeetingFactory(case=case, held=True, **fields)

    assert held(case) == counts


@pytest.mark.parametrize(("most", "counts"), [(0, 1), (1, 2), (2, 3), (3, 3)])
def test_calls_instead_of_visits_count_up_to_the_most_of_the_programme(most, counts):
    case = CaseFactory(liberation_date=DAY, referral__programme=ProgrammeFactory(phone_meetings_most=most))
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5))
    for day in (5, 12, 19):
        MeetingFactory(
            case=case,
            held=True,
            on_date=dt.date(2026, 10, day),
            channel=Channel.PHONE,
            place="",
            instead_of_visit=True,
        )

    assert held(case) == counts


def test_two_meetings_on_one_day_count_twice_where_the_programme_says_so():
    case = CaseFactory(liberation_date=DAY, referral__programme=ProgrammeFactory(several_a_day_count=True))
    MeetingFactory.create_batch(2, case=case, held=True)

    assert held(case) == 2


def test_two_meetings_on_one_day_count_once():
    case = CaseFactory(liberation_date=DAY)
    MeetingFactory.create_batch(2, case=case, held=True, on_date=dt.date(2026, 10, 5))
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 12))

    assert held(case) == 2


def test_meetings_count_while_the_date_is_unknown():
    case = CaseFactory()
    MeetingFactory(case=case, held=True)

    assert held(case) == 1


def test_meeting_after_actual_release_does_not_count():
    case = CaseFactory(liberation_date=DAY)
    case.episode.released_date, case.episode.released_how = dt.date(2026, 10, 5), ReleasedHow.GATE
    case.episode.save()
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5))

    assert held(case) == 0


def test_lists_know_the_day_the_prison_and_the_mentor():
    mentor = MentorFactory()
    case = CaseFactory(liberation_date=DAY, lead=mentor)

    row = Case.objects.visible_to(mentor.user).with_liberation().with_lead().get()

    assert (row.liberation_day, row.lead_id, row.lead_name) == (DAY, mentor.pk, mentor.user.name)
    assert row.now_at_name == case.episode.stays.get().prison.name
    assert Meeting.objects.visible_to(mentor.user).count() == 0
