import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from audit import trail
from audit.enums import Verb
from audit.models import Event
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Case, Flag
from mentoring.services.sweeps import FlagChanges, refresh_meeting_flags
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import ReleasedHow
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory

DAY = dt.date(2026, 12, 17)
# The first day on which too few meetings are flagged: 28 days before.
FLAG_DAY = dt.date(2026, 11, 19)
BEFORE = FLAG_DAY - dt.timedelta(days=1)


def held(case, *days):
    return [MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, day)) for day in days]


def open_flags():
    return list(Flag.objects.open().values_list("case", "kind", "about_date"))


def notices():
    return set(Message.objects.in_force().values_list("recipient", "kind"))


@pytest.mark.django_db
def test_flag_is_raised_from_28_days_before_and_not_earlier():
    case = CaseFactory(liberation_date=DAY)
    held(case, 5, 12)

    early = refresh_meeting_flags(today=BEFORE)
    due = refresh_meeting_flags(today=FLAG_DAY)

    assert (early, due) == (FlagChanges(), FlagChanges(raised=1))
    assert open_flags() == [(case.pk, FlagKind.FEWER_MEETINGS, DAY)]


@pytest.mark.django_db
def test_flag_stays_after_the_day_until_release():
    case = CaseFactory(liberation_date=DAY)

    late = refresh_meeting_flags(today=DAY + dt.timedelta(days=40))
    case.episode.released_date, case.episode.released_how = DAY, ReleasedHow.GATE
    case.episode.save()
    released = refresh_meeting_flags(today=DAY + dt.timedelta(days=40))

    assert (late, released) == (FlagChanges(raised=1), FlagChanges(cleared=1))


@pytest.mark.django_db
def test_third_meeting_clears_the_flag():
    case = CaseFactory(liberation_date=DAY)
    held(case, 5, 12)
    refresh_meeting_flags(today=FLAG_DAY)

    held(case, 19)
    changes = refresh_meeting_flags(today=FLAG_DAY)

    assert (changes, open_flags(), notices()) == (FlagChanges(cleared=1), [], set())


@pytest.mark.django_db
def test_flag_is_raised_anew_after_it_was_cleared():
    case = CaseFactory(liberation_date=DAY, lead=MentorFactory())
    held(case, 5, 12)
    third = MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 19))
    third.state = MeetingState.NOT_ATTENDED
    third.save()
    refresh_meeting_flags(today=FLAG_DAY)
    third.state = MeetingState.HELD
    third.save()
    refresh_meeting_flags(today=FLAG_DAY)

    third.state = MeetingState.NOT_ATTENDED
    third.save()
    changes = refresh_meeting_flags(today=FLAG_DAY)

    assert changes == FlagChanges(raised=1)
    assert Flag.objects.count() == 2
    assert Message.objects.in_force().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["closed", "moved away", "unknown"])
def test_flag_clears_when_its_ground_goes(end):
    case = CaseFactory(liberation_date=DAY)
    refresh_meeting_flags(today=FLAG_DAY)

    if end == "closed":
        Case.objects.update(closed_date=FLAG_DAY)
    else:
        day = DAY + dt.timedelta(days=1) if end == "moved away" else None
        case.episode.release_dates.update(stated_date=day, liberation_date=day)
    changes = refresh_meeting_flags(today=FLAG_DAY)

    assert (changes, open_flags()) == (FlagChanges(cleared=1), [])


@pytest.mark.django_db
def test_open_flag_follows_the_moved_day():
    case = CaseFactory(liberation_date=DAY)
    refresh_meeting_flags(today=FLAG_DAY)
    sooner = DAY - dt.timedelta(days=7)
    case.episode.release_dates.update(stated_date=sooner, liberation_date=sooner)

    changes = refresh_meeting_flags(today=FLAG_DAY)

    assert (changes, open_flags()) == (FlagChanges(moved=1), [(case.pk, FlagKind.FEWER_MEETINGS, sooner)])


@pytest.mark.django_db
def test_thresholds_are_the_programmes_own():
    case = CaseFactory(
        liberation_date=DAY,
        referral__programme__minimum_meetings=1,
        referral__programme__meetings_flag_days=5,
    )
    other = CaseFactory(
        liberation_date=DAY, referral__programme__minimum_meetings=0, referral__programme__meetings_flag_days=90
    )

    quiet = refresh_meeting_flags(today=DAY - dt.timedelta(days=6))
    due = refresh_meeting_flags(today=DAY - dt.timedelta(days=5))

    assert (quiet, due) == (FlagChanges(), FlagChanges(raised=1))
    assert open_flags() == [(case.pk, FlagKind.FEWER_MEETINGS, DAY)]
    assert not other.flags.exists()


@pytest.mark.django_db
def test_mentor_and_managers_of_the_team_are_told_once():
    mentor = MentorFactory()
    case = CaseFactory(liberation_date=DAY, lead=mentor)
    team = case.programme.team
    manager = ManagerFactory(team=team, email_notices=False)
    ManagerFactory()
    ManagerFactory(team=team, is_active=False)
    UserFactory(team=team)

    refresh_meeting_flags(today=FLAG_DAY)
    refresh_meeting_flags(today=FLAG_DAY)

    told = set(Message.objects.values_list("recipient", "by_email", "subject_key", "person_key", "reference", "path"))
    about = (case.pk, case.person_id, case.reference, f"/people/{case.person_id}/")
    assert told == {(mentor.user_id, True, *about), (manager.pk, False, *about)}


@pytest.mark.django_db
def test_new_mentor_is_told_of_an_open_flag_and_the_former_no_longer():
    former, new = MentorFactory(), MentorFactory()
    case = CaseFactory(liberation_date=DAY, lead=former)
    refresh_meeting_flags(today=FLAG_DAY)
    case.assignments.update(until_date=FLAG_DAY)
    AssignmentFactory(case=case, mentor=new, from_date=FLAG_DAY)

    refresh_meeting_flags(today=FLAG_DAY)

    assert notices() == {(new.user_id, Kind.FEWER_MEETINGS)}


@pytest.mark.django_db
def test_flag_of_the_clock_has_its_own_trail_row_with_the_person():
    case = CaseFactory(liberation_date=DAY)

    refresh_meeting_flags(today=FLAG_DAY)
    held(case, 5, 12, 19)
    refresh_meeting_flags(today=FLAG_DAY)
    refresh_meeting_flags(today=FLAG_DAY)

    flag = Flag.objects.get()
    rows = Event.objects.order_by("id").values_list(
        "verb", "action", "subject_label", "subject_key", "person_key", "after"
    )
    after = {"kind": "fewer-meetings", "about_date": "2026-12-17"}
    assert list(rows) == [
        (verb, "refresh_meeting_flags", "mentoring.Flag", flag.pk, case.person_id, after)
        for verb in (Verb.RAISED, Verb.CLEARED)
    ]


@pytest.mark.django_db
def test_flag_within_a_service_joins_the_services_row():
    case = CaseFactory(liberation_date=DAY, lead=MentorFactory())

    with trail.written("record_meeting", Verb.CHANGED, by=None, person=case.person):
        refresh_meeting_flags(case_keys=[case.pk], today=FLAG_DAY)

    assert Event.objects.get().after["also"][0]["after"] == {
        "kind": "fewer-meetings",
        "raised": 1,
        "cleared": 0,
        "moved": 0,
    }
    assert len(notices()) == 1


@pytest.mark.django_db
def test_named_cases_leave_others_alone():
    named, other = CaseFactory.create_batch(2, liberation_date=DAY)

    changes = refresh_meeting_flags(case_keys=[named.pk], today=FLAG_DAY)
    nobody = refresh_meeting_flags(case_keys=[], today=FLAG_DAY)

    assert (changes, nobody) == (FlagChanges(raised=1), FlagChanges())
    assert not other.flags.exists()


@pytest.mark.django_db
def test_named_case_with_nothing_to_change_costs_one_statement(django_assert_num_queries):
    case = CaseFactory(liberation_date=DAY)
    refresh_meeting_flags(today=FLAG_DAY)

    with django_assert_num_queries(1):
        refresh_meeting_flags(case_keys=[case.pk], today=FLAG_DAY)


@pytest.mark.django_db
def test_second_run_writes_nothing():
    CaseFactory.create_batch(3, liberation_date=DAY, lead=MentorFactory())
    refresh_meeting_flags(today=FLAG_DAY)
    before = rows_written()

    changes = refresh_meeting_flags(today=FLAG_DAY)

    assert (changes, rows_written()) == (FlagChanges(), before)


def rows_written():
    """Every row with its version: `xmin` and `ctid` change with any write."""
    return [
        sorted(model.objects.extra(select={"row": "ctid::text || xmin::text"}).values_list("pk", "row"))
        for model in (Flag, Message, Event)
    ]


@pytest.mark.django_db(transaction=True)
def test_five_runs_at_once_raise_each_flag_once():
    cases = CaseFactory.create_batch(8, liberation_date=DAY, lead=MentorFactory())

    done = at_once(5, lambda: refresh_meeting_flags(today=FLAG_DAY))

    assert sorted(changes.raised for changes in done) == [0, 0, 0, 0, 8]
    assert (Flag.objects.count(), Message.objects.count(), Event.objects.count()) == (len(cases),) * 3


meetings = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(MeetingState),
            "channel": st.sampled_from([Channel.IN_PRISON, Channel.VIDEO, Channel.PHONE, Channel.LETTER, Channel.GATE]),
            "suspended": st.booleans(),
            "elsewhere": st.booleans(),
            "place": st.sampled_from(Place),
            "one_to_one": st.booleans(),
            "two_way": st.booleans(),
            "minutes": st.sampled_from([None, 14, 15, 40]),
            "days_before": st.sampled_from([-1, 0, 1, 2, 30, 200]),
            "earlier_episode": st.booleans(),
        }
    ),
    max_size=5,
)
counting = st.fixed_dictionaries(
    {
        "video_minutes": st.sampled_from([None, 15, 30]),
        "phone_meetings_most": st.integers(0, 2),
        **{
            name: st.booleans()
            for name in (
                "letters_count",
                "cell_door_counts",
                "company_counts",
                "several_a_day_count",
                "on_the_day_counts",
                "each_prison_alone",
                "episodes_add_up",
            )
        },
    }
)


@pytest.mark.django_db
@settings(max_examples=60)
@given(meetings=meetings, minimum=st.integers(1, 3), rules=counting)
def test_what_counts_equals_the_definition_of_pre_release(meetings, minimum, rules):
    case = CaseFactory(
        liberation_date=DAY,
        referral__programme=ProgrammeFactory(minimum_meetings=minimum, **rules),
    )
    here, there = case.episode.stays.get().prison, PrisonFactory()
    earlier = EpisodeFactory(person=case.person, released_date=dt.date(2026, 8, 4), released_how=ReleasedHow.GATE)
    author = UserFactory()
    for facts in meetings:
        planned = facts["state"] == MeetingState.PLANNED
        MeetingFactory(
            case=case,
            episode=earlier if facts["earlier_episode"] else case.episode,
            on_date=DAY - dt.timedelta(days=facts["days_before"]),
            cancel_reason="regime" if facts["state"] == MeetingState.CANCELLED_BY_PRISON else "",
            instead_of_visit=facts["suspended"] and facts["channel"] == Channel.PHONE,
            prison=there if facts["elsewhere"] else here,
            recorded_by=None if planned else author,
            recorded_at=None if planned else dt.datetime(2026, 12, 18, tzinfo=dt.UTC),
            **{key: facts[key] for key in ("state", "channel", "place", "one_to_one", "two_way", "minutes")},
        )
    counted = Case.objects.with_meetings_held().get(pk=case.pk).meetings_held

    refresh_meeting_flags(case_keys=[case.pk], today=DAY)

    assert case.flags.open().exists() == (counted < minimum)


@pytest.mark.django_db
def test_no_gate_row_or_role_changes_what_is_flagged():
    case = CaseFactory(liberation_date=DAY)
    GateLiberationFactory(case=case)

    refresh_meeting_flags(today=FLAG_DAY)

    assert [flag.case_id for flag in Flag.objects.open()] == [case.pk]
    assert not Message.objects.exclude(recipient__role=Role.MANAGER).exists()
