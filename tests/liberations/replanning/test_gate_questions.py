"""Can the mentor be at the gate? Asked, answered in one press, told to managers, covered."""

import datetime as dt

import pytest

from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import GateAnswer
from liberations.models import GateLiberation, GateQuestion
from liberations.services.gate_questions import answer_gate_question, cover_gate, look_after_gates
from liberations.services.gates import plan_gate, record_met
from liberations.services.transfers import transfer_person
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Access, Person
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
TOMORROW, SOON, DAY = dt.date(2026, 11, 24), dt.date(2026, 11, 30), dt.date(2026, 12, 17)
ALARMS = [Kind.GATE_CANNOT, Kind.GATE_UNANSWERED]


@pytest.fixture
def gate(case, mentor):
    return GateLiberationFactory(case=case, decision="wanted", mentor=mentor)


@pytest.fixture
def second(team):
    return MentorFactory(user__team=team, user__name="Callum Reid")


def question():
    return GateQuestion.objects.in_force().get()


def alarms(user):
    return list(Message.objects.in_force().filter(recipient=user, kind__in=ALARMS).values_list("kind", flat=True))


def asked_of(user):
    return Message.objects.in_force().filter(recipient=user).exclude(question_path="")


def test_out_tomorrow_not_the_9th_asks_the_mentor_in_the_notice_that_says_so(gate, case, move, mentor):
    move(case, TOMORROW)

    notice = asked_of(mentor.user).get()
    assert (notice.kind, notice.question_path) == (Kind.RELEASE_DATE_MOVED, question().get_absolute_url())
    assert (question().liberation_date, question().answer) == (TOMORROW, GateAnswer.NOT_YET)
    assert look_after_gates().asked == 0


def test_day_put_back_far_is_asked_about_in_its_time(gate, case, move, november):
    move(case, dt.date(2027, 1, 12))
    assert (look_after_gates().asked, GateQuestion.objects.count()) == (0, 0)

    november.move_to(dt.datetime(2027, 1, 5, 9, tzinfo=dt.UTC))

    assert look_after_gates().asked == 1
    assert look_after_gates().asked == 0


def test_what_was_said_for_another_day_does_not_count_for_the_new_one(gate, case, move, mentor):
    move(case, SOON)
    answer_gate_question(question=question(), answer=GateAnswer.GOING, by=mentor.user)

    move(case, TOMORROW)

    assert (question().answer, question().liberation_date) == (GateAnswer.NOT_YET, TOMORROW)
    assert GateQuestion.objects.filter(over_at__isnull=False).get().answer == GateAnswer.GOING


def test_gate_at_another_prison_is_asked_about_again(gate, case, move, mentor, manager):
    move(case, SOON)
    answer_gate_question(question=question(), answer=GateAnswer.GOING, by=mentor.user)

    transfer_person(episode=case.episode, prison=PrisonFactory(), on=TODAY, by=manager)

    assert question().answer == GateAnswer.NOT_YET


def test_nobody_is_asked_about_a_gate_nobody_wants(case, move, mentor):
    GateLiberationFactory(case=case, decision="declined")

    move(case, TOMORROW)

    assert GateQuestion.objects.count() == 0


def test_i_am_going_is_one_press_and_quiet(gate, case, move, mentor, manager):
    move(case, TOMORROW)

    answer_gate_question(question=question(), answer=GateAnswer.GOING, by=mentor.user)

    assert (question().is_going, question().answered_by, alarms(manager)) == (True, mentor.user, [])
    assert asked_of(mentor.user).count() == 0


def test_i_cannot_tells_the_managers_at_once_and_once(gate, case, move, mentor, team, manager):
    other_team = ManagerFactory()
    move(case, TOMORROW)

    for _ in range(2):
        answer_gate_question(question=question(), answer=GateAnswer.CANNOT, by=mentor.user)
    look_after_gates()

    assert (alarms(manager), alarms(other_team)) == ([Kind.GATE_CANNOT], [])


def test_answer_changed_is_kept_and_takes_the_alarm_back(gate, case, move, mentor, manager):
    move(case, TOMORROW)
    first = question()
    answer_gate_question(question=first, answer=GateAnswer.CANNOT, by=mentor.user)

    # From a page that still has the key of the first question.
    answer_gate_question(question=first, answer=GateAnswer.GOING, by=mentor.user)

    assert (question().is_going, alarms(manager)) == (True, [])
    assert sorted(GateQuestion.objects.values_list("answer", flat=True)) == [GateAnswer.CANNOT, GateAnswer.GOING]


def test_manager_may_answer_for_a_mentor_who_rang_and_is_not_told_of_it(gate, case, move, manager, team):
    second_manager = ManagerFactory(team=team)
    move(case, TOMORROW)

    answer_gate_question(question=question(), answer=GateAnswer.CANNOT, by=manager)

    assert (alarms(manager), alarms(second_manager)) == ([], [Kind.GATE_CANNOT])


def test_another_mentor_may_not_answer(gate, case, move, second):
    move(case, TOMORROW)

    with pytest.raises(RuleBroken, match=r"Only Amara Okafor or a manager can answer this\."):
        answer_gate_question(question=question(), answer=GateAnswer.GOING, by=second.user)


def test_question_about_a_day_that_moved_again_is_refused(gate, case, move, mentor):
    move(case, TOMORROW)
    old = question()
    move(case, dt.date(2026, 11, 26))

    with pytest.raises(RuleBroken, match="has changed since this was asked"):
        answer_gate_question(question=old, answer=GateAnswer.GOING, by=mentor.user)


def test_no_answer_in_time_tells_the_managers_once(gate, case, move, manager, november):
    move(case, TOMORROW)
    assert (look_after_gates().told, alarms(manager)) == (0, [])

    november.move_to(dt.datetime(2026, 11, 23, 16, tzinfo=dt.UTC))
    told = [look_after_gates().told for _ in range(3)]

    assert (told, alarms(manager)) == ([1, 0, 0], [Kind.GATE_UNANSWERED])


def test_answer_that_comes_late_takes_the_alarm_back(gate, case, move, mentor, manager, november):
    move(case, TOMORROW)
    november.move_to(dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC))
    look_after_gates()

    answer_gate_question(question=question(), answer=GateAnswer.GOING, by=mentor.user)

    assert alarms(manager) == []


def test_hours_to_answer_are_the_programmes(gate, case, move, programme, manager, november):
    programme.gate_answer_hours = 2
    programme.save()
    move(case, SOON)

    november.move_to(dt.datetime(2026, 11, 23, 14, tzinfo=dt.UTC))

    assert look_after_gates().told == 1


def test_somebody_else_goes_may_open_the_record_and_is_asked(gate, case, move, mentor, second, manager):
    move(case, TOMORROW)
    answer_gate_question(question=question(), answer=GateAnswer.CANNOT, by=mentor.user)
    assert not Person.objects.visible_to(second.user).exists()

    cover_gate(case=case, mentor=second, read_at_version=1, by=manager)

    assert GateLiberation.objects.get().mentor == second
    assert (question().mentor, question().answer) == (second, GateAnswer.NOT_YET)
    assert [row.kind for row in asked_of(second.user)] == [Kind.GATE_ASKED]
    assert Person.objects.visible_to(second.user).get() == case.person

    answer_gate_question(question=question(), answer=GateAnswer.GOING, by=second.user)
    assert alarms(manager) == []


def test_who_goes_no_longer_may_not_open_the_record(gate, case, move, mentor, second, team, manager):
    move(case, TOMORROW)
    cover_gate(case=case, mentor=second, read_at_version=1, by=manager)

    cover_gate(case=case, mentor=MentorFactory(user__team=team), read_at_version=2, by=manager)

    assert not Person.objects.visible_to(second.user).exists()
    # The lead mentor's own access is theirs.
    assert Person.objects.visible_to(mentor.user).exists()


def test_two_managers_who_choose_at_once_see_both_choices(gate, case, second, team, manager):
    cover_gate(case=case, mentor=second, read_at_version=1, by=manager)

    with pytest.raises(EditedMeanwhile):
        cover_gate(case=case, mentor=MentorFactory(user__team=team), read_at_version=1, by=manager)


def test_mentor_of_another_team_is_refused(gate, case, manager):
    with pytest.raises(RuleBroken, match=r"Choose a mentor of the programme's team\."):
        cover_gate(case=case, mentor=MentorFactory(), read_at_version=1, by=manager)


def test_access_for_the_gate_ends_two_days_after_it(case, second, manager, november):
    case.episode.release_dates.update(liberation_date=TODAY, stated_date=TODAY)
    plan_gate(case=case, read_at_version=None, by=manager, decision="wanted", mentor=second)
    record_met(case=case, out_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), by=second.user)

    look_after_gates()

    access = Access.objects.get(reason=AccessReason.GATE)
    assert access.until_at == dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    assert Person.objects.visible_to(second.user).exists()
    november.move_to(dt.datetime(2026, 11, 25, 13, tzinfo=dt.UTC))
    assert not Person.objects.visible_to(second.user).exists()


def test_plan_that_names_somebody_for_a_near_gate_asks_them_at_once(case, move, mentor, second, manager):
    move(case, SOON)

    plan_gate(case=case, read_at_version=None, by=manager, decision="wanted", mentor=second)

    assert (question().mentor, asked_of(second.user).count()) == (second, 1)


def test_who_names_themselves_has_answered(case, move, mentor):
    move(case, SOON)

    plan_gate(case=case, read_at_version=None, by=mentor.user, decision="wanted", mentor=mentor)

    assert (question().is_going, asked_of(mentor.user).count()) == (True, 0)


def test_plan_without_a_mentor_takes_the_question_back(gate, case, move, mentor, manager):
    move(case, TOMORROW)

    plan_gate(case=case, read_at_version=1, by=manager, decision="declined", mentor=None)

    assert GateQuestion.objects.in_force().count() == 0
    assert asked_of(mentor.user).count() == 0


def test_questions_of_many_gates_cost_as_many_statements_as_of_one(
    programme, mentor, django_assert_max_num_queries, november
):
    counts = []
    for number in (1, 12):
        for _ in range(number):
            case = CaseFactory(referral__programme=programme, liberation_date=SOON, lead=mentor)
            GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
        with django_assert_max_num_queries(40) as queries:
            assert look_after_gates().asked == number
        counts.append(len(queries))

    assert counts[0] == counts[1]
