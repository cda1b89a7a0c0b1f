import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from audit.models import Event
from core.errors import RuleBroken
from liberations.enums import RowDecision, RowDifference
from liberations.services.merges import merge_people, unmerge_people
from mentoring.models import Case
from mentoring.services.assignments import allocate
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Access, Merge, Person
from people.selectors import search
from people.services.alerts import add_alert
from people.services.consents import record_consent
from prisons.models import CustodialEpisode
from prisons.services.episodes import begin_episode
from referrals.enums import ReferralState
from referrals.services.referrals import receive_referral
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.liberations import GateLiberationFactory, ListRowFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory
from tests.test_security import contents

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
NOTE = "Same photograph; they say so themselves."


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


@pytest.fixture
def kieran(manager):
    return known(manager, given_names="Kieran", family_name="Muir", birth_date=dt.date(1994, 2, 1), phone="")


@pytest.fixture
def other(manager):
    """The same person, entered a second time in another spelling."""
    return known(
        manager, given_names="Kieren", family_name="Muir", birth_date=None, phone="07700 900123", known_as="Kez"
    )


def known(manager, **fields):
    person = PersonFactory(**fields)
    AccessFactory(person=person, user=None, team=manager.team, role=Role.MANAGER, reason=AccessReason.TEAM)
    return person


def earlier_case(person, programme, **fields):
    """Support that ended, in a time in custody that ended."""
    episode = EpisodeFactory(
        person=person, admitted_date=dt.date(2024, 1, 8), released_date=dt.date(2024, 6, 4), prison=False
    )
    referral = ReferralFactory(person=person, episode=episode, programme=programme, state=ReferralState.AGREED)
    closed = {"closed_date": dt.date(2024, 12, 4), "opened_date": dt.date(2024, 2, 1)}
    return CaseFactory(referral=referral, team_access=False, **closed | fields)


def present_case(person, programme, **fields):
    referral = ReferralFactory(episode=EpisodeFactory(person=person), programme=programme, state=ReferralState.AGREED)
    return CaseFactory(referral=referral, team_access=False, **fields)


def merge(survivor, merged, manager):
    return merge_people(survivor=survivor, merged=merged, note=NOTE, by=manager)


def whole():
    """What all tables hold but the trail, the notices and the merges; versions are counted up both ways."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET version = 1")
    left_out = ("audit_event", "notifications_message", "people_merge")
    return {table: digest for table, digest in contents().items() if table not in left_out}


def test_everything_moves_to_the_survivor_and_the_other_keeps_nothing(manager, programme, kieran, other):
    case = earlier_case(other, programme)
    MeetingFactory(case=case, held=True)
    number = IdentifierFactory(person=other)
    row = ListRowFactory(
        person=other,
        decision=RowDecision.SAME_PERSON,
        decided_person=other,
        decided_at=timezone.now(),
        decided_by=manager,
    )
    agreed = {"purpose": "texts", "decision": "given", "how": "signed", "decided_date": dt.date(2024, 2, 1)}
    consent = record_consent(person=other, by=manager, **agreed)
    alert = add_alert(
        person=other, kind="health", text="Inhaler", source="Nurse", review_date=dt.date(2027, 1, 1), told_person=True,
        by=manager,
    )  # fmt: skip

    merge(kieran, other, manager)

    for moved in (case, case.episode, case.referral, number, row, consent, alert):
        moved.refresh_from_db()
        assert moved.person == kieran
    assert row.decided_person == kieran
    other.refresh_from_db()
    assert other.merged_into == kieran
    assert not Access.objects.filter(person=other, until_at=None).exists()
    assert not Person.objects.visible_to(manager).filter(pk=other.pk).exists()


def test_list_that_misses_both_names_the_survivor_once(manager, kieran, other):
    missed = {"row_number": None, "difference": RowDifference.NOT_LISTED}
    ours = ListRowFactory(person=kieran, **missed)
    theirs, elsewhere = ListRowFactory(person=other, list=ours.list, **missed), ListRowFactory(person=other, **missed)

    merge(kieran, other, manager)

    theirs.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (theirs.person, elsewhere.person) == (other, kieran)


def test_names_and_what_was_missing_are_kept_on_the_survivor(manager, kieran, other):
    merge(other, kieran, manager)

    other.refresh_from_db()
    assert (other.full_name, other.birth_date, other.phone) == ("Kieren Muir", dt.date(1994, 2, 1), "07700 900123")
    assert other.other_names == "Kieran Muir"
    assert list(search(manager, "kieran muir")) == [other]


def test_merging_is_one_trail_row_that_either_key_finds_and_sent_twice_is_once(manager, kieran, other):
    before = Event.objects.count()

    first = merge(kieran, other, manager)
    again = merge(kieran, other, manager)

    assert first == again == Merge.objects.get()
    (event,) = Event.objects.filter(action="merge_people")
    assert Event.objects.count() == before + 1
    for person in (kieran, other):
        assert event in Event.objects.about(person.pk)


def test_access_that_both_had_ends_once_and_the_rest_moves(manager, kieran, other):
    mentor, theirs = UserFactory(team=manager.team), ManagerFactory()
    AccessFactory(person=other, user=mentor)
    AccessFactory(person=other, user=None, team=theirs.team, role=Role.MANAGER, reason=AccessReason.TEAM)

    merge(kieran, other, manager)

    for user in (manager, mentor, theirs):
        assert Person.objects.visible_to(user).filter(pk=kieran.pk).exists()
    assert kieran.access.filter(until_at=None, team=manager.team).count() == 1


def test_managers_of_the_teams_and_mentors_are_told_but_not_who_did_it(manager, programme, kieran, other):
    colleague, theirs, mentor = ManagerFactory(team=manager.team), ManagerFactory(), MentorFactory()
    AccessFactory(person=other, user=None, team=theirs.team, role=Role.MANAGER, reason=AccessReason.TEAM)
    present_case(other, programme, lead=mentor)

    merge(kieran, other, manager)

    told = Message.objects.filter(kind=Kind.RECORDS_MERGED)
    assert {message.recipient for message in told} == {colleague, theirs, mentor.user}
    assert {message.path for message in told} == {kieran.get_absolute_url()}


def test_manager_who_may_not_open_both_is_refused(manager, kieran):
    with pytest.raises(RuleBroken, match="only if you may open both"):
        merge(kieran, PersonFactory(), manager)

    assert not Merge.objects.exists()


def test_record_is_not_merged_with_itself_or_a_second_time(manager, kieran, other):
    with pytest.raises(RuleBroken, match="merged into another"):
        merge(kieran, kieran, manager)
    merge(kieran, other, manager)
    third = known(manager)

    with pytest.raises(RuleBroken, match="merged into another"):
        merge(third, other, manager)


def test_two_prisons_at_once_are_settled_first(manager, kieran, other):
    EpisodeFactory(person=kieran, prison=PrisonFactory(name="HMP Edinburgh"))
    EpisodeFactory(person=other, prison=PrisonFactory(name="HMP Perth"))

    with pytest.raises(RuleBroken, match="one in HMP Edinburgh, the other in HMP Perth"):
        merge(kieran, other, manager)


def test_two_liberation_days_are_settled_first(manager, kieran, other):
    prison = PrisonFactory()
    for person, day in ((kieran, dt.date(2026, 12, 17)), (other, dt.date(2027, 1, 14))):
        ReleaseDateFactory(episode=EpisodeFactory(person=person, prison=prison), stated_date=day)

    with pytest.raises(RuleBroken, match="17 Dec 2026 and 14 Jan 2027"):
        merge(kieran, other, manager)


def test_overlapping_times_in_custody_are_settled_first(manager, kieran, other):
    EpisodeFactory(person=kieran, admitted_date=dt.date(2026, 3, 2))
    EpisodeFactory(person=other, admitted_date=dt.date(2026, 1, 5), released_date=dt.date(2026, 3, 3), prison=False)

    with pytest.raises(RuleBroken, match="overlap: 2 Mar 2026 to now, and 5 Jan 2026 to 3 Mar 2026"):
        merge(kieran, other, manager)


def test_open_support_in_one_programme_is_settled_first(manager, programme, kieran, other):
    earlier_case(kieran, programme, closed_date=None)
    present_case(other, programme)

    with pytest.raises(RuleBroken, match=f"Both have open support in {programme.name}"):
        merge(kieran, other, manager)


def test_two_referrals_waiting_are_settled_first(manager, programme, kieran, other):
    for person, state in ((kieran, ReferralState.RECEIVED), (other, ReferralState.OFFERED)):
        episode = EpisodeFactory(person=person, released_date=dt.date(2026, 11, 1), prison=False)
        episode.admitted_date = None
        episode.save()
        ReferralFactory(episode=episode, programme=programme, state=state)

    with pytest.raises(RuleBroken, match=f"a referral to {programme.name} waiting"):
        merge(kieran, other, manager)


def same_custody_twice(kieran, other):
    prison = PrisonFactory()
    ours, theirs = EpisodeFactory(person=kieran, prison=prison), EpisodeFactory(person=other, prison=prison)
    ReleaseDateFactory(episode=ours)
    return ours, theirs


def test_same_present_custody_on_both_goes_on_in_one_entry(manager, programme, kieran, other):
    ours, theirs = same_custody_twice(kieran, other)
    referral = ReferralFactory(episode=theirs, programme=programme, state=ReferralState.AGREED)
    case = CaseFactory(referral=referral, team_access=False)
    meeting, gate = MeetingFactory(case=case, held=True), GateLiberationFactory(case=case)

    merge(kieran, other, manager)

    for row in (referral, case, meeting, gate):
        row.refresh_from_db()
        assert row.episode == ours
    assert CustodialEpisode.objects.get(person=kieran, released_date=None) == ours
    assert CustodialEpisode.objects.get(person=other) == theirs
    assert theirs.stays.count() == 1


def test_apart_again_everything_is_where_it_was(manager, programme, kieran, other):
    _, theirs = same_custody_twice(kieran, other)
    case = CaseFactory(
        referral=ReferralFactory(episode=theirs, programme=programme, state=ReferralState.AGREED), team_access=False
    )
    MeetingFactory(case=case, held=True)
    GateLiberationFactory(case=case)
    earlier_case(other, programme)
    IdentifierFactory(person=other)
    AccessFactory(person=other, user=UserFactory())
    before = whole()

    done = merge(kieran, other, manager)
    assert whole() != before
    unmerge_people(merge=done, by=manager)
    unmerge_people(merge=done, by=manager)

    after = whole()
    assert [table for table in before if before[table] != after[table]] == []
    assert Event.objects.filter(action="unmerge_people").count() == 1
    assert Merge.objects.get().undone_by == manager


def test_apart_again_what_was_added_since_stays_but_for_what_was_added_to_what_goes_back(
    manager, programme, kieran, other
):
    case, second = present_case(other, programme), ProgrammeFactory(team=manager.team)
    done = merge(kieran, other, manager)
    visit = MeetingFactory(case=case, held=True)
    number = IdentifierFactory(person=kieran)
    tied = receive_referral(
        person=kieran, programme=second, episode=case.episode, source="self", referred_date=dt.date(2026, 11, 20),
        by=manager,
    )  # fmt: skip

    unmerge_people(merge=done, by=manager)

    for row in (case, tied, number):
        row.refresh_from_db()
    assert (case.person, tied.person, number.person) == (other, other, kieran)
    assert visit in case.meetings.all()
    assert tied.episode.person == other


def test_apart_again_work_added_since_to_one_entry_of_the_same_custody_goes_with_its_case(
    manager, programme, kieran, other
):
    ours, theirs = same_custody_twice(kieran, other)
    case = CaseFactory(
        referral=ReferralFactory(episode=theirs, programme=programme, state=ReferralState.AGREED), team_access=False
    )
    own = CaseFactory(referral=ReferralFactory(episode=ours, programme=ProgrammeFactory(), state=ReferralState.AGREED))
    done = merge(kieran, other, manager)
    case.refresh_from_db()
    since, kept = MeetingFactory(case=case, held=True), MeetingFactory(case=own, held=True)
    gate = GateLiberationFactory(case=case)

    unmerge_people(merge=done, by=manager)

    for row in (case, own, since, kept, gate):
        row.refresh_from_db()
    assert (case.episode, since.episode, gate.episode) == (theirs, theirs, theirs)
    assert (own.episode, kept.episode, own.person) == (ours, ours, kieran)


def test_what_has_grown_together_is_not_taken_apart(manager, programme, kieran, other):
    own = earlier_case(kieran, programme)
    theirs = EpisodeFactory(person=other)
    done = merge(kieran, other, manager)
    Case.objects.filter(pk=own.pk).update(episode=theirs)

    with pytest.raises(RuleBroken, match="can no longer be taken apart"):
        unmerge_people(merge=done, by=manager)

    assert Merge.objects.in_force().exists()


def test_mentor_who_came_since_may_open_the_record_their_case_went_back_to(manager, programme, kieran, other):
    case, mentor = present_case(other, programme), MentorFactory(user__team=manager.team)
    done = merge(kieran, other, manager)
    case.refresh_from_db()
    allocate(case=case, mentor=mentor, by=manager, match_note="Same town")

    unmerge_people(merge=done, by=manager)

    assert set(Person.objects.visible_to(mentor.user)) == {other}


def test_field_edited_since_is_left_and_one_that_was_not_is_emptied_again(manager, kieran, other):
    done = merge(kieran, other, manager)
    Person.objects.filter(pk=kieran.pk).update(phone="0141 496 0000")

    unmerge_people(merge=done, by=manager)

    kieran.refresh_from_db()
    assert (kieran.phone, kieran.known_as, kieran.other_names) == ("0141 496 0000", "", "")


def test_survivor_that_was_merged_since_is_taken_apart_first(manager, kieran, other):
    last = known(manager)
    first, second = merge(kieran, other, manager), merge(last, kieran, manager)

    with pytest.raises(RuleBroken, match="Take these two apart first"):
        unmerge_people(merge=first, by=manager)
    unmerge_people(merge=second, by=manager)
    unmerge_people(merge=first, by=manager)

    assert set(Person.objects.visible_to(manager)) == {kieran, other, last}


def test_merged_record_takes_nothing_new(manager, programme, kieran, other):
    merge(kieran, other, manager)

    with pytest.raises(RuleBroken, match="just been merged"):
        begin_episode(person=other, prison=PrisonFactory(), by=manager)


def test_merging_takes_as_many_statements_for_much_as_for_little(manager, programme):
    def statements(cases):
        survivor, merged = known(manager), known(manager)
        for number in range(cases):
            case = earlier_case(merged, ProgrammeFactory(team=manager.team))
            CustodialEpisode.objects.filter(pk=case.episode_id).update(
                admitted_date=dt.date(2000 + number, 1, 1), released_date=dt.date(2000 + number, 6, 1)
            )
            MeetingFactory.create_batch(3, case=case, held=True)
        with CaptureQueriesContext(connection) as captured:
            merge(survivor, merged, manager)
        return len(captured)

    assert statements(1) == statements(20)
