import datetime as dt

import pytest

from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.courts import CourtState, SummaryState
from mentoring.models import CourtDate
from mentoring.planning.court_words import Progress, draft
from mentoring.services.court_summaries import (
    approve_summary,
    ask_approval,
    hand_in_summary,
    send_summary_back,
    start_summary,
    write_summary,
)
from mentoring.services.courts import edit_court_date, settle_court_date, take_back_court_date
from mentoring.services.endings import end_case
from notifications.enums import Kind
from notifications.models import Message
from people.services.consents import ConsentNeeded
from tests.access import World
from tests.factories.courts import CourtDateFactory
from tests.factories.people import ConsentFactory
from tests.factories.referrals import AgencyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)]
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def court_date(world):
    return CourtDateFactory(case=world.case, on_date=TODAY)


@pytest.fixture
def approved(world, court_date):
    summary = start_summary(court_date=court_date, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)
    return approve_summary(summary=summary, read_at_version=2, by=world.manager)


def settle(court_date, state, **fields):
    return settle_court_date(court_date=court_date, state=state, read_at_version=court_date.version, **fields)


def test_put_off_keeps_the_next_day_in_the_same_court_once(world, court_date):
    later = court_date.on_date + dt.timedelta(days=30)

    for _ in range(2):
        settle(court_date, CourtState.PUT_OFF, next_date=later, by=world.manager)

    following = CourtDate.objects.get(follows=court_date)
    assert (following.court, following.on_date, following.state) == (court_date.court, later, CourtState.COMING)


def test_next_day_that_was_not_known_is_kept_later(world, court_date):
    later = court_date.on_date + dt.timedelta(days=30)
    settle(court_date, CourtState.PUT_OFF, by=world.manager)

    settle(court_date, CourtState.PUT_OFF, next_date=later, by=world.manager)

    assert CourtDate.objects.get(follows=court_date).on_date == later


def test_what_came_of_it_is_put_in_other_words(world, court_date):
    settle(court_date, CourtState.ATTENDED, by=world.manager)
    court_date.refresh_from_db()

    settle(court_date, CourtState.ATTENDED, result="Admonished.", by=world.manager)

    court_date.refresh_from_db()
    assert (court_date.state, court_date.result) == (CourtState.ATTENDED, "Admonished.")


def test_list_leaves_out_days_to_come_of_who_is_not_supported_any_more(world, court_date, as_user):
    browser = as_user(world.manager)
    assert court_date in browser.get("/court-dates/").context["page"].object_list

    end_case(case=world.case, kind="unplanned", reason="moved-away", on=TODAY, by=world.manager)

    assert list(browser.get("/court-dates/").context["page"]) == []


def test_record_shows_the_nearest_days_in_court_first(world, as_user):
    for days in (-40, 90, 3, -2, 60, 200):
        CourtDateFactory(case=world.case, on_date=TODAY + dt.timedelta(days=days), court=f"Court {days}")

    text = as_user(world.manager).get(f"/people/{world.person.pk}/?tab=after").text

    places = [text.find(f", Court {days}<br>") for days in (3, 60, 90, 200, -2)]
    assert -1 not in places
    assert places == sorted(places)
    assert ", Court -40" not in text


def test_coming_is_no_outcome(world, court_date):
    with pytest.raises(RuleBroken, match="Say what came of it"):
        settle(court_date, CourtState.COMING, by=world.manager)


def test_day_to_come_was_attended_by_nobody(world, court_date):
    tomorrow = TODAY + dt.timedelta(days=1)
    ahead = CourtDateFactory(case=world.case, on_date=tomorrow)
    settle(court_date, CourtState.ATTENDED, by=world.manager)
    court_date.refresh_from_db()

    with pytest.raises(RuleBroken, match="still to come"):
        settle(ahead, CourtState.ATTENDED, by=world.manager)
    with pytest.raises(RuleBroken, match="still to come"):
        edit_court_date(court_date=court_date, on_date=tomorrow, read_at_version=court_date.version, by=world.manager)


def test_outcome_taken_back_is_still_to_come(world, court_date):
    settle(court_date, CourtState.ATTENDED, result="Admonished.", by=world.manager)

    take_back_court_date(court_date=court_date, by=world.manager)

    court_date.refresh_from_db()
    assert (court_date.state, court_date.outcome_by) == (CourtState.COMING, None)


def test_draft_says_what_the_record_says_and_leaves_out_the_rest():
    full = Progress(
        called="Robin",
        since=dt.date(2026, 6, 1),
        today=TODAY,
        kept=7,
        planned=9,
        last_contact=dt.date(2026, 11, 18),
        steps=["Registered with a GP.", "Opened an account"],
        wins=["I cooked for my mum"],
    )

    assert draft(full) == (
        "We have worked with Robin since 1 Jun 2026. Taking part is Robin’s own choice.\n\n"
        "Robin has kept 7 of 9 contacts we had agreed, the last on 18 Nov 2026.\n\n"
        "Robin has a plan of their own. Done so far: Registered with a GP; Opened an account.\n\n"
        "In Robin’s own words: “I cooked for my mum”.\n\n"
        "Support goes on. This is how things stand on 20 Nov 2026."
    )
    assert draft(Progress("Robin", dt.date(2026, 6, 1), TODAY, kept=0, planned=0)).count("\n\n") == 1


def test_manager_approves_what_somebody_else_wrote(world, approved):
    assert (approved.state, approved.approved_by) == (SummaryState.APPROVED, world.manager)
    kinds = dict(Message.objects.values_list("recipient", "kind"))
    assert kinds == {
        world.manager.pk: Kind.SUMMARY_WAITS,
        world.community_mentor.pk: Kind.SUMMARY_DECIDED,
    }


def test_nobody_approves_what_they_wrote_themselves(world, court_date):
    summary = start_summary(court_date=court_date, by=world.manager)
    ask_approval(summary=summary, by=world.manager)

    with pytest.raises(RuleBroken, match="Somebody else"):
        approve_summary(summary=summary, read_at_version=2, by=world.manager)


@pytest.mark.parametrize("version", ["", "x", "٣", "9" * 5000])
def test_approving_what_was_never_shown_changes_nothing(world, court_date, as_user, version):
    summary = start_summary(court_date=court_date, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)

    page = as_user(world.manager).post(f"/summaries/{summary.pk}/approve/", {"version": version}, follow=True)

    assert "It was changed since you opened this page" in page.text
    summary.refresh_from_db()
    assert summary.state == SummaryState.WAITING


def test_approves_only_the_words_that_were_read(world, court_date):
    summary = start_summary(court_date=court_date, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)
    send_summary_back(summary=summary, by=world.community_mentor)
    summary.refresh_from_db()
    write_summary(summary=summary, words="Quite another.", read_at_version=summary.version, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)

    with pytest.raises(EditedMeanwhile):
        approve_summary(summary=summary, read_at_version=2, by=world.manager)


def test_sent_back_with_a_word_it_is_written_on(world, court_date):
    summary = start_summary(court_date=court_date, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)

    back = send_summary_back(summary=summary, note="Say more of the work.", by=world.manager)

    assert (back.state, back.sent_back_note) == (SummaryState.DRAFT, "Say more of the work.")


def test_what_was_approved_stays_and_a_new_version_begins_with_its_words(world, court_date, approved):
    newer = start_summary(court_date=court_date, by=world.community_mentor)

    assert (newer.number, newer.words, newer.state) == (2, approved.words, SummaryState.DRAFT)
    with pytest.raises(RuleBroken):
        write_summary(summary=approved, words="Other.", read_at_version=approved.version, by=world.manager)


def test_handing_in_to_somebody_needs_consent_and_is_kept_as_shared(world, approved):
    agency, today = AgencyFactory(), TODAY
    handing = {"summary": approved, "agreed_date": today, "on": today, "recipient": agency, "by": world.manager}

    with pytest.raises(ConsentNeeded):
        hand_in_summary(**handing)
    ConsentFactory(person=world.person, to=agency)
    handed = hand_in_summary(**handing)

    assert (handed.handed_in_date, handed.disclosure.agency) == (today, agency)


def test_handed_in_by_themselves_shares_nothing(world, approved):
    today = TODAY

    handed = hand_in_summary(summary=approved, agreed_date=today, on=today, by=world.manager)

    assert (handed.handed_in_date, handed.disclosure) == (today, None)


@pytest.mark.parametrize(("agreed", "on"), [(-1, 0), (0, -1), (1, 1), (0, 1)])
def test_they_agree_to_what_was_approved_before_it_is_handed_in(world, approved, agreed, on):
    days = {"agreed_date": TODAY + dt.timedelta(days=agreed), "on": TODAY + dt.timedelta(days=on)}

    with pytest.raises(RuleBroken, match="Check the days"):
        hand_in_summary(summary=approved, by=world.manager, **days)


def test_not_approved_is_not_handed_in(world, court_date):
    summary = start_summary(court_date=court_date, by=world.community_mentor)

    with pytest.raises(RuleBroken, match="approve it first"):
        hand_in_summary(summary=summary, agreed_date=TODAY, on=TODAY, by=world.manager)


def test_nobody_approves_words_of_their_own_whoever_wrote_last(world, court_date, as_user):
    summary = start_summary(court_date=court_date, by=world.community_mentor)
    write_summary(summary=summary, words="By the manager.", read_at_version=1, by=world.manager)
    summary.refresh_from_db()
    write_summary(summary=summary, words="By the manager. And more.", read_at_version=2, by=world.community_mentor)
    ask_approval(summary=summary, by=world.community_mentor)

    with pytest.raises(RuleBroken, match="some of these words are yours"):
        approve_summary(summary=summary, read_at_version=4, by=world.manager)

    text = as_user(world.manager).get(court_date.get_absolute_url()).text
    assert f"by {world.manager} and {world.community_mentor}" in text
    assert "Approve it" not in text


def test_saved_as_it_was_makes_nobody_a_writer(world, court_date):
    summary = start_summary(court_date=court_date, by=world.community_mentor)

    write_summary(summary=summary, words=summary.words, read_at_version=1, by=world.manager)

    summary.refresh_from_db()
    assert (summary.written_by, list(summary.writers.all())) == (world.community_mentor, [world.community_mentor])


def test_new_version_is_also_by_who_wrote_the_words_it_takes_over(world, approved):
    again = start_summary(court_date=approved.court_date, by=world.manager)

    assert set(again.writers.all()) == {world.community_mentor, world.manager}
