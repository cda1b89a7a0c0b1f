import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from liberations.models import GateLiberation
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from mentoring.models import Case
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import DateKind, DateSource
from prisons.models import ReleaseDate
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
DAY = dt.date(2026, 12, 17)


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(liberation_date=DAY, lead=MentorFactory())


def stated(episode, day, by=None, **fields):
    return move_release_date(
        episode=episode,
        kind=DateKind.PRISON_STATED,
        source=DateSource.PHONE,
        stated_date=day,
        by=by or ManagerFactory(),
        **fields,
    )


def test_sentence_date_on_saturday_becomes_the_last_working_day_before():
    episode = EpisodeFactory(return_area=LocalAuthorityFactory())

    replanned = move_release_date(
        episode=episode,
        kind=DateKind.SENTENCE,
        source=DateSource.LETTER,
        sentence_date=dt.date(2026, 12, 26),
        by=ManagerFactory(),
    )

    assert replanned.after == dt.date(2026, 12, 24)
    assert replanned.row.area_checked is True
    assert "Sat 26 Dec" in replanned.row.reason


def test_prisons_day_wins_over_ours_with_a_warning():
    replanned = stated(EpisodeFactory(), dt.date(2026, 12, 23), sentence_date=dt.date(2026, 12, 26))

    assert replanned.after == dt.date(2026, 12, 23)
    assert replanned.row.worked_out_date == dt.date(2026, 12, 24)
    assert replanned.needs_decision[0].startswith(
        "The prison says Wed 23 Dec 2026; by the rules it would be Thu 24 Dec"
    )


def test_every_date_stays_in_the_ledger_and_one_counts(case):
    stated(case.episode, dt.date(2026, 12, 3))

    rows = ReleaseDate.objects.filter(episode=case.episode).order_by("recorded_at")

    assert [(row.liberation_date, row.is_current) for row in rows] == [(DAY, False), (dt.date(2026, 12, 3), True)]


def test_same_facts_again_add_no_row_and_tell_nobody(case):
    stated(case.episode, dt.date(2026, 12, 3))
    told = Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED).count()

    again = stated(case.episode, dt.date(2026, 12, 3))

    assert (again.moved, ReleaseDate.objects.filter(episode=case.episode).count()) == (False, 2)
    assert Message.objects.filter(kind=Kind.RELEASE_DATE_MOVED).count() == told == 1


def test_unknown_date_is_a_valid_state(case):
    replanned = stated(case.episode, None)

    assert replanned.after is None
    assert Case.objects.with_liberation().get(pk=case.pk).liberation_day is None


def test_date_brought_forward_withdraws_reminders_and_makes_new_ones(case):
    stated(case.episode, dt.date(2026, 12, 18))
    stated(case.episode, dt.date(2026, 12, 4))

    in_force = Message.objects.in_force().filter(kind=Kind.RELEASE_REMINDER, subject_key=case.pk)

    assert {message.liberation_date for message in in_force} == {dt.date(2026, 12, 4)}
    assert [message.offset_days for message in in_force] == [14]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (dt.date(2026, 8, 1), "The release date is before the day they were admitted (3 Aug 2026)."),
        (dt.date(2090, 1, 1), "Check the year of the release date."),
    ],
)
def test_impossible_date_is_refused_and_nothing_is_kept(case, day, sentence):
    events = Event.objects.count()

    with pytest.raises(RuleBroken) as refusal:
        stated(case.episode, day)

    assert str(refusal.value) == sentence
    assert (ReleaseDate.objects.filter(episode=case.episode).count(), Event.objects.count()) == (1, events)


def test_one_change_is_one_trail_row(case):
    manager = ManagerFactory()
    events = Event.objects.count()

    stated(case.episode, dt.date(2026, 12, 3), by=manager)

    assert Event.objects.count() == events + 1
    assert Event.objects.order_by("id").last().person_key == case.person_id


def test_gate_mentor_with_another_gate_that_day_is_pointed_out(case):
    mentor = MentorFactory()
    GateLiberationFactory(case=CaseFactory(liberation_date=dt.date(2026, 12, 3)), mentor=mentor, decision="wanted")
    GateLiberationFactory(case=case, mentor=mentor, decision="wanted")

    replanned = stated(case.episode, dt.date(2026, 12, 3))

    assert replanned.needs_decision[-2:] == [
        f"{mentor.user.name} already stands at another gate that day. Choose who meets them.",
        f"{mentor.user.name} has been asked whether they can be at the gate on Thu 3 Dec 2026.",
    ]


def test_transfer_keeps_the_mentor_and_clears_the_old_gate(case):
    lead = case.assignments.get().mentor
    GateLiberationFactory(case=case, mentor=lead, decision="wanted", meet_time=dt.time(8, 30), meeting_point="Car park")
    prison = PrisonFactory()

    sentences = transfer_person(episode=case.episode, prison=prison, on=dt.date(2026, 11, 20), by=ManagerFactory())

    gate = GateLiberation.objects.get()
    row = Case.objects.with_lead().with_liberation().get(pk=case.pk)
    assert (row.lead_id, row.now_at, row.liberation_day) == (lead.pk, prison.pk, DAY)
    assert (gate.mentor, gate.meet_time, gate.meeting_point) == (lead, None, "")
    assert sentences == [
        "The gate plan was for the old prison: choose the time and the place to stand again.",
        f"{lead.user.name} has no clearance for {prison.name}.",
    ]
    assert [message.kind for message in Message.objects.exclude(kind=Kind.RELEASE_REMINDER)] == [Kind.TRANSFERRED]


def test_transfer_before_the_present_stay_is_refused(case):
    with pytest.raises(RuleBroken) as refusal:
        transfer_person(episode=case.episode, prison=PrisonFactory(), on=dt.date(2026, 8, 1), by=ManagerFactory())

    assert str(refusal.value) == "The day of the move is before they came to the present prison."
