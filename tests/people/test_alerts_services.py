import datetime as dt

import pytest

from audit.models import Event
from core.errors import RuleBroken
from desk.selectors.person import alerts as alerts_of_record
from notifications.enums import Kind
from notifications.models import Message
from people.models import AlertReview, AlertSeen
from people.selectors import alerts_of
from people.services.alerts import add_alert, end_alert, review_alert, see_alert
from people.services.connections import declare_connection
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
MAY = dt.date(2027, 5, 3)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team)


@pytest.fixture
def person(manager, mentor):
    return CaseFactory(referral__programme=ProgrammeFactory(team=manager.team), lead=mentor).person


def added(person, by, **more):
    told = {"kind": "health", "text": "Carries an inhaler.", "source": "Nurse", "told_person": False}
    return add_alert(person=person, by=by, review_date=dt.date(2027, 1, 4), **told | more)


def test_who_works_with_the_person_is_told_and_the_author_has_read_it(person, manager, mentor):
    alert = added(person, manager)

    assert list(Message.objects.values_list("recipient", "kind", "person_key")) == [
        (mentor.user.pk, Kind.ALERT, person.pk)
    ]
    assert [each.seen_by for each in alerts_of(person)] == [[manager.pk]]
    assert [(row.seen_names, row.unseen_names) for row in alerts_of_record(person)] == [
        ([manager.name], [mentor.user.name])
    ]
    assert alert.told_person is False


def test_who_knows_the_person_outside_work_is_not_told(person, manager, mentor):
    declare_connection(person=person, user=mentor.user, how="family", by=manager)

    added(person, manager)

    assert not Message.objects.filter(kind=Kind.ALERT).exists()


def test_reading_is_pressed_once(person, manager, mentor):
    alert = added(person, manager)

    for _ in range(2):
        see_alert(alert=alert, by=mentor.user)

    assert AlertSeen.objects.filter(user=mentor.user).count() == 1
    assert Event.objects.filter(action="see_alert").count() == 1
    assert alerts_of_record(person)[0].unseen_names == []


def test_alert_looked_at_again_stands_longer_and_the_review_stays(person, manager, mentor):
    alert = added(person, manager)

    for _ in range(2):
        alert = review_alert(alert=alert, review_date=MAY, told_person=True, by=mentor.user)

    assert (alert.review_date, alert.told_person) == (MAY, True)
    assert list(AlertReview.objects.values_list("reviewed_by", "next_date")) == [(mentor.user.pk, MAY)]
    assert alerts_of_record(person)[0].reviewed_by_name == mentor.user.name


@pytest.mark.parametrize(
    ("ends", "day", "sentence"),
    [(True, MAY, "has ended"), (False, dt.date(2026, 11, 21), "must be today or later")],
)
def test_alert_that_cannot_stand_longer_is_refused(person, manager, ends, day, sentence):
    alert = added(person, manager)
    if ends:
        end_alert(alert=alert, by=manager)

    with pytest.raises(RuleBroken, match=sentence):
        review_alert(alert=alert, review_date=day, told_person=True, by=manager)

    assert not AlertReview.objects.exists()


def test_alert_that_ended_stands_above_no_page(person, manager):
    end_alert(alert=added(person, manager), by=manager)

    assert (alerts_of(person), len(alerts_of_record(person))) == ([], 1)


def test_mentor_reads_it_on_the_record_and_the_button_goes(person, manager, mentor, as_user):
    alert = added(person, manager)
    client = as_user(mentor.user)
    before = client.get(person.get_absolute_url()).content.decode()

    client.post(f"/alerts/{alert.pk}/seen/")

    after = client.get(person.get_absolute_url()).content.decode()
    assert ("I have read this" in before, "I have read this" in after) == (True, False)
    assert "Nurse, 22 Nov 2026. They do not know of it." in after


def test_review_says_whether_staff_meet_them_in_twos_and_without_saying_it_stays(mentor, person):
    alert = add_alert(
        person=person, kind="risk-to-staff", text="Never alone.", source="Hall", review_date=MAY, told_person=False,
        meet_in_twos=True, by=mentor.user,
    )  # fmt: skip

    kept = review_alert(alert=alert, review_date=MAY, told_person=True, by=mentor.user)
    ended = review_alert(alert=alert, review_date=MAY, told_person=True, meet_in_twos=False, by=mentor.user)

    assert (kept.meet_in_twos, ended.meet_in_twos) == (True, False)
    assert list(alert.reviews.order_by("reviewed_at").values_list("meet_in_twos", flat=True)) == [True, False]
