import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import GateDecision, ListState
from liberations.models import AppliedRow, GateLiberation, ListRow
from liberations.services.list_apply import apply_list
from liberations.services.list_undo import undo_list
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from mentoring.services.bookings import plan_meeting
from notifications.enums import Kind
from notifications.models import Message
from people.models import Access, Identifier, Person
from people.services.alerts import add_alert
from people.services.people import edit_person
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.services.episodes import record_release
from referrals.models import Referral
from referrals.services.referrals import accept_referral
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.prisons import PrisonFactory, PrisonStayFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory
from tests.liberations.weekly import DAY, LATER, on_record, read, row, supported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def prison():
    return PrisonFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return ManagerFactory(team=programme.team)


@pytest.fixture
def applied(prison, programme, manager):
    """Reads and applies a list of these rows."""

    def applied(*rows):
        made = read(prison, programme, manager, *rows)
        return apply_list(liberation_list=made, by=manager)

    return applied


@pytest.fixture
def undo(manager):
    return lambda made: undo_list(liberation_list=made, by=manager)


def record():
    """Everything a list can change, without the keys of rows: what counts now."""
    return {
        "people": sorted(Person.objects.values_list("pk", "family_name")),
        "numbers": sorted(Identifier.objects.values_list("person", "value")),
        "episodes": sorted(CustodialEpisode.objects.values_list("pk", "person")),
        "stays": sorted(PrisonStay.objects.values_list("episode", "prison", "hall", "from_date", "to_date"), key=str),
        "days": sorted(
            ReleaseDate.objects.current()
            .exclude(liberation_date=None)
            .values_list("episode", "kind", "source", "stated_date", "sentence_date", "liberation_date", "note"),
            key=str,
        ),
        "referrals": sorted(Referral.objects.values_list("pk", "state")),
        "access": sorted(Access.objects.in_force().values_list("person", "user", "team", "role", "reason"), key=str),
        "gates": sorted(GateLiberation.objects.values_list("pk", "state", "meet_time", "meeting_point"), key=str),
    }


def test_list_taken_back_leaves_the_record_as_it_was(prison, programme, applied, undo):
    elsewhere = PrisonFactory()
    supported(prison, "090018", "Quill", programme)
    case = supported(elsewhere, "090019", "Bright", programme)
    GateLiberationFactory(
        case=case, decision=GateDecision.WANTED, meet_time=dt.time(9, 30), meeting_point="By the red door"
    )
    on_record(prison, "090020", "Lamont", day=None)
    released = on_record(prison, "090021", "Torrance", day=dt.date(2026, 9, 1))
    CustodialEpisode.objects.filter(pk=released.pk).update(released_date=dt.date(2026, 9, 1), released_how="gate")
    released.stays.update(to_date=dt.date(2026, 9, 1))
    before = record()

    made = applied(
        row("090017", "Sharpe"),
        row("090018", "Quill", LATER),
        row("090019", "Bright", LATER),
        row("090020", "Lamont"),
        row("090021", "Torrance"),
    )
    changed = record()
    undone = undo(made)

    assert AppliedRow.objects.count() == ListRow.objects.filter(list=made).count() == 0
    assert [name for name in before if before[name] == changed[name]] == []
    assert record() == before
    assert (undone.state, undone.file_name) == (ListState.UNDONE, "")


def test_history_of_a_moved_date_keeps_what_the_list_said(prison, applied, undo):
    episode = on_record(prison, "090018", "Quill")

    undo(applied(row("090018", "Quill", LATER)))

    days = ReleaseDate.objects.filter(episode=episode).order_by("recorded_at")
    assert list(days.values_list("liberation_date", "is_current")) == [(DAY, False), (LATER, False), (DAY, True)]


def test_history_of_a_taken_back_move_tells_from_where_they_came_back(prison, programme, applied, undo):
    first, second = PrisonFactory(), PrisonFactory()
    case = supported(first, "090018", "Quill", programme)
    case.episode.stays.update(to_date=dt.date(2026, 10, 1))
    PrisonStayFactory(episode=case.episode, prison=second, from_date=dt.date(2026, 10, 1))

    undo(applied(row("090018", "Quill")))

    assert [(replan.from_prison, replan.to_prison) for replan in case.replans.order_by("recorded_at")] == [
        (second, prison),
        (prison, second),
    ]


@pytest.mark.parametrize(("read_it", "days"), [(True, [LATER, DAY]), (False, [])])
def test_who_has_read_of_the_move_is_told_once_that_it_is_taken_back(prison, programme, applied, undo, read_it, days):
    case = supported(prison, "090018", "Quill", programme)
    made = applied(row("090018", "Quill", LATER))
    told = Message.objects.in_force().filter(subject_key=case.pk, kind=Kind.RELEASE_DATE_MOVED)
    assert told.count() == 1
    if read_it:
        told.update(read_at=dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))

    undo(made)
    undo(made)

    assert sorted(told.values_list("liberation_date", flat=True), reverse=True) == days


def test_taken_back_twice_it_is_taken_back_once_and_has_one_row_of_the_trail(applied, undo):
    made = applied(row("090017", "Sharpe"))
    person = Person.objects.get()

    undo(made)
    undo(made)

    event = Event.objects.get(action="undo_list")
    assert (event.subject_key, event.shown) == (made.pk, [person.pk])


def test_same_file_may_come_again(prison, programme, manager, applied, undo):
    made = applied(row("090017", "Sharpe"))
    undo(made)

    again = read(prison, programme, manager, row("090017", "Sharpe"))
    apply_list(liberation_list=again, by=manager)

    assert again.pk != made.pk
    assert Person.objects.get().family_name == "Sharpe"


def test_referral_that_waited_follows_somebody_back_into_custody_and_out_again(prison, programme, applied, undo):
    episode = on_record(prison, "090021", "Torrance", day=dt.date(2026, 9, 1))
    referral = ReferralFactory(person=episode.person, episode=episode, programme=programme)
    CustodialEpisode.objects.filter(pk=episode.pk).update(released_date=dt.date(2026, 9, 1), released_how="gate")
    episode.stays.update(to_date=dt.date(2026, 9, 1))

    made = applied(row("090021", "Torrance"))
    now = Referral.objects.get().episode
    undo(made)

    assert now != episode
    assert Referral.objects.get() == referral
    assert Referral.objects.get().episode == episode


def test_list_that_waits_cannot_be_taken_back(prison, programme, manager, undo):
    made = read(prison, programme, manager, row("090017", "Sharpe"))

    with pytest.raises(RuleBroken, match="not been applied"):
        undo(made)


def new_person():
    return Person.objects.get(family_name="Sharpe")


BUILT_ON = {
    "an alert": lambda by: add_alert(
        person=new_person(),
        kind="health",
        text="Inhaler",
        source="Nurse",
        review_date=dt.date(2027, 3, 1),
        told_person=True,
        by=by,
    ),
    "the record changed": lambda by: edit_person(person=new_person(), read_at_version=1, known_as="Ro", by=by),
    "another date": lambda by: move_release_date(
        episode=new_person().episodes.get(), kind="prison-stated", source="phone", stated_date=LATER, by=by
    ),
    "a move": lambda by: transfer_person(episode=new_person().episodes.get(), prison=PrisonFactory(), on=TODAY, by=by),
    "a release": lambda by: record_release(episode=new_person().episodes.get(), on=TODAY, how="gate", by=by),
    "a decision": lambda by: accept_referral(referral=new_person().referrals.get(), by=by),
}


@pytest.mark.parametrize("what", sorted(BUILT_ON))
def test_what_has_been_built_on_a_row_stands_in_the_way_and_is_named(what, applied, undo, manager):
    made = applied(row("090016", "Moffat"), row("090017", "Sharpe"))
    BUILT_ON[what](manager)
    before = record()

    with pytest.raises(RuleBroken, match=r"can no longer be taken back as a whole.*Row 3: ") as refused:
        undo(made)

    assert "Row 2" not in str(refused.value)
    assert record() == before
    assert AppliedRow.objects.count() == 2


@pytest.mark.parametrize("what", ["another date", "another move", "a visit there", "a plan for the gate"])
def test_what_has_been_built_on_a_move_stands_in_the_way(what, prison, programme, applied, undo, manager):
    case = supported(PrisonFactory(), "090019", "Bright", programme)
    made = applied(row("090019", "Bright", LATER))
    episode = case.episode
    if what == "another date":
        move_release_date(episode=episode, kind="prison-stated", source="phone", stated_date=DAY, by=manager)
    elif what == "another move":
        transfer_person(episode=episode, prison=PrisonFactory(), on=TODAY, by=manager)
    elif what == "a visit there":
        plan_meeting(case=case, channel="in-prison", on_date=dt.date(2026, 12, 1), by=manager)
    else:
        GateLiberationFactory(case=case, meet_time=dt.time(9))

    with pytest.raises(RuleBroken, match="Row 2: "):
        undo(made)


def test_many_rows_in_the_way_are_counted(applied, undo, manager):
    made = applied(*[row(f"0900{n}", f"Mac{chr(97 + n)}{chr(110 - n)}ish{n}") for n in range(12)])
    for person in Person.objects.all():
        edit_person(person=person, read_at_version=1, known_as="Ro", by=manager)

    with pytest.raises(RuleBroken, match="And 2 more rows") as refused:
        undo(made)

    assert str(refused.value).count("Row ") == 10


def test_list_that_waits_is_compared_again_when_its_people_go(prison, programme, manager, applied, undo):
    made = applied(row("090017", "Sharpe"))
    next_week = read(prison, programme, manager, row("090017", "Sharpe", LATER), row("090016", "Moffat"))
    assert next_week.rows.get(row_number=2).difference == "put-back"

    undo(made)

    assert list(next_week.rows.values_list("difference", "person")) == [("new-person", None), ("new-person", None)]
    assert apply_list(liberation_list=next_week, by=manager).state == ListState.APPLIED
