import pytest

from liberations.enums import GateState
from liberations.models import FollowUp
from liberations.services.sweeps import flag_overdue_follow_ups, flag_passed_liberations
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel
from mentoring.models import Flag
from mentoring.services.sweeps import FlagChanges
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import ReleasedHow
from tests.concurrency import at_once
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.liberations import FollowUpFactory, GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory
from tests.liberations.walks import DAY, days, move, noon, walking_case


@pytest.mark.django_db
def test_passed_day_is_flagged_the_day_after_and_the_mentor_and_managers_told():
    case = walking_case()
    manager = ManagerFactory(team=case.programme.team)

    on_the_day, after = flag_passed_liberations(today=DAY), flag_passed_liberations(today=DAY + days(1))

    assert (on_the_day, after) == (FlagChanges(), FlagChanges(raised=1))
    flag = Flag.objects.get()
    assert (flag.case, flag.kind, flag.about_date) == (case, FlagKind.LIBERATION_PASSED, DAY)
    assert set(Message.objects.values_list("recipient", "kind")) == {
        (case.assignments.get().mentor.user_id, Kind.LIBERATION_PASSED),
        (manager.pk, Kind.LIBERATION_PASSED),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["released", "gate", "moved", "closed"])
def test_passed_day_is_cleared_by_any_answer(answer):
    case = walking_case()
    flag_passed_liberations(today=DAY + days(1))

    if answer == "released":
        case.episode.released_date, case.episode.released_how = DAY, ReleasedHow.GATE
        case.episode.save()
    elif answer == "gate":
        gate_outcome(case, noon(DAY))
    elif answer == "moved":
        move(case, DAY + days(7), on=DAY + days(1))
    else:
        case.closed_date = DAY + days(1)
        case.save()
    changes = flag_passed_liberations(case_keys=[case.pk], today=DAY + days(1))

    assert changes == FlagChanges(cleared=1)
    assert not Message.objects.in_force().exists()


@pytest.mark.django_db
def test_outcome_of_an_earlier_day_does_not_answer_for_a_later_one():
    case = walking_case()
    gate_outcome(case, noon(DAY))
    later = DAY + days(7)
    move(case, later, on=DAY)

    changes = flag_passed_liberations(today=later + days(1))

    assert changes == FlagChanges(raised=1)


def gate_outcome(case, at):
    GateLiberationFactory(
        case=case, state=GateState.NOT_MET, not_met_reason="not-released", outcome_at=at, outcome_by=UserFactory()
    )


def out(case, day=DAY):
    case.episode.released_date, case.episode.released_how = day, ReleasedHow.GATE
    case.episode.save()
    return case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "flagged"),
    [
        (None, True),
        ({"channel": Channel.PHONE, "on_date": DAY}, False),
        ({"channel": Channel.COMMUNITY, "on_date": DAY + days(3)}, False),
        ({"channel": Channel.PHONE, "on_date": DAY - days(1)}, True),
        ({"channel": Channel.PHONE, "on_date": DAY, "two_way": False}, True),
        ({"channel": Channel.LETTER, "on_date": DAY}, True),
        ({"channel": Channel.FAMILY, "on_date": DAY}, True),
    ],
)
def test_follow_up_is_overdue_until_somebody_speaks_with_them(contact, flagged):
    case = out(walking_case())
    FollowUpFactory(case=case, window_from_date=DAY, due_date=DAY + days(2))
    if contact:
        MeetingFactory(case=case, held=True, **contact)
    today = DAY + days(3)

    on_time = flag_overdue_follow_ups(today=DAY + days(2))
    flag_overdue_follow_ups(today=today)

    assert on_time == FlagChanges()
    assert case.flags.open().exists() == flagged
    assert FollowUp.objects.overdue(today).exists() == flagged


@pytest.mark.django_db
def test_follow_up_flag_is_one_per_case_about_its_oldest_date_and_clears_with_a_contact():
    case = out(walking_case())
    for n in (2, 7, 14):
        FollowUpFactory(case=case, days_after=n, window_from_date=DAY, due_date=DAY + days(n))

    raised = flag_overdue_follow_ups(today=DAY + days(8))
    about = Flag.objects.get().about_date
    MeetingFactory(case=case, held=True, channel=Channel.PHONE, on_date=DAY + days(8))
    cleared = flag_overdue_follow_ups(today=DAY + days(8))

    assert (raised, about, cleared) == (FlagChanges(raised=1), DAY + days(2), FlagChanges(cleared=1))


@pytest.mark.django_db
def test_follow_up_of_a_closed_case_or_an_earlier_episode_is_nobodys_due():
    closed, elsewhere = out(walking_case()), out(walking_case())
    for case in (closed, elsewhere):
        FollowUpFactory(case=case, episode=case.episode, window_from_date=DAY, due_date=DAY + days(2))
    closed.closed_date = DAY + days(1)
    closed.save()
    elsewhere.episode = CaseFactory(referral__person=elsewhere.person).episode
    elsewhere.save()

    changes = flag_overdue_follow_ups(today=DAY + days(3))

    assert (changes, FollowUp.objects.overdue(DAY + days(3)).count()) == (FlagChanges(), 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sweep", [flag_passed_liberations, flag_overdue_follow_ups])
def test_flags_of_five_runs_at_once_are_raised_once(sweep):
    for _ in range(4):
        case = walking_case()
        FollowUpFactory(case=case, window_from_date=DAY, due_date=DAY + days(2))

    done = at_once(5, lambda: sweep(today=DAY + days(3)))

    assert sorted(changes.raised for changes in done) == [0, 0, 0, 0, 4]
    assert (Flag.objects.count(), Message.objects.count()) == (4, 4)
