import datetime as dt

import pytest
from django.template.loader import render_to_string

from mentoring.selectors.headers import person_header
from people.enums import AlertKind
from people.models import Alert
from prisons.enums import DateKind, ReleasedHow
from referrals.enums import DeclineReason, ReferralState
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import PersonFactory
from tests.factories.prisons import EpisodeFactory, ReleaseDateFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 5)


def page(header):
    return " ".join(render_to_string("mentoring/_person_header.html", {"header": header}).split())


def test_header_of_a_person_on_the_way_to_the_gate_says_who_where_when_and_with_whom():
    case = CaseFactory(liberation_date=dt.date(2026, 12, 17), lead=MentorFactory(user__name="Callum Reid"))
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5))
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 12))

    header = person_header(case.person, TODAY)

    assert (header.reference, header.mentor, header.meetings_held) == (f"TG-{case.number}", "Callum Reid", 2)
    assert (header.liberation_day, header.days) == (dt.date(2026, 12, 17), 12)
    assert header.prison == case.episode.stays.get().prison.name
    assert header.why == "The day the prison stated (prison's list)."
    text = page(header)
    assert "<b>12</b> days to liberation" in text
    assert "2 of 3" in text


def test_header_without_a_date_says_so():
    case = CaseFactory()

    header = person_header(case.person, TODAY)

    assert (header.liberation_day, header.days, header.why) == (None, None, "")
    assert "No date yet" in page(header)


def test_header_warns_when_the_prisons_day_differs_and_area_holidays_were_not_looked_at():
    case = CaseFactory()
    ReleaseDateFactory(
        episode=case.episode,
        kind=DateKind.SENTENCE,
        sentence_date=dt.date(2026, 12, 19),
        worked_out_date=dt.date(2026, 12, 18),
        stated_date=dt.date(2026, 12, 17),
        reason="19 December is a Saturday.",
    )

    header = person_header(case.person, TODAY)

    assert (header.differs_from_prison, header.area_unchecked) == (True, True)
    assert "The prison says 17 Dec 2026; our rules make it 18 Dec 2026." in page(header)
    assert "Area holidays not checked." in page(header)


def test_header_counts_days_since_a_release_and_no_longer_warns():
    case = CaseFactory(liberation_date=dt.date(2026, 12, 3))
    case.episode.stays.update(to_date=dt.date(2026, 12, 2))
    case.episode.released_date, case.episode.released_how = dt.date(2026, 12, 2), ReleasedHow.COURT
    case.episode.save()

    header = person_header(case.person, TODAY)

    assert (header.liberation_day, header.days, header.differs_from_prison) == (dt.date(2026, 12, 2), -3, False)
    assert "<b>3</b> days since release" in page(header)
    assert "In the community" in page(header)


@pytest.mark.parametrize(("away", "words"), [(0, "<b>Today</b> is the liberation day"), (1, "<b>Tomorrow</b>")])
def test_header_never_says_in_nought_days(away, words):
    case = CaseFactory(liberation_date=TODAY + dt.timedelta(days=away))

    assert words in page(person_header(case.person, TODAY))


def test_header_shows_alerts_in_force_only():
    case = CaseFactory()
    worker = UserFactory()
    told = {"person": case.person, "recorded_at": "2026-10-01T09:00Z", "recorded_by": worker, "review_date": TODAY}
    Alert.objects.create(kind=AlertKind.HEALTH, text="Carries an inhaler.", source="Nurse", **told)
    Alert.objects.create(
        kind=AlertKind.OTHER, text="Over now.", source="Nurse", ended_at="2026-10-02T09:00Z", ended_by=worker, **told
    )

    text = page(person_header(case.person, TODAY))

    assert "Carries an inhaler." in text
    assert "Over now." not in text


def test_header_before_a_case_tells_the_state_of_the_referral(django_assert_num_queries):
    referral = ReferralFactory()
    ReleaseDateFactory(episode=referral.episode, stated_date=dt.date(2026, 12, 17))

    with django_assert_num_queries(4):
        header = person_header(referral.person, TODAY)
        text = page(header)

    assert (header.reference, header.days) == ("", 12)
    assert "Referral: waiting for a decision" in text


def test_header_of_a_person_we_know_nothing_else_of_stands():
    header = person_header(PersonFactory(known_as="Bex"), TODAY)

    assert "Prison not known" in page(header)
    assert "Likes to be called <b>Bex</b>" in page(header)


def test_header_takes_two_queries_with_a_case(django_assert_num_queries):
    case = CaseFactory(liberation_date=dt.date(2026, 12, 17), lead=MentorFactory())
    person = case.person

    with django_assert_num_queries(2):
        page(person_header(person, TODAY))


def test_header_is_about_the_open_case_before_one_that_ended():
    ended = CaseFactory(closed_date=dt.date(2026, 10, 1))
    open_case = CaseFactory(referral__person=ended.person, referral__episode=ended.episode)
    assert person_header(ended.person, TODAY).case == open_case


def test_header_of_someone_back_in_custody_is_about_now_and_not_about_support_that_ended():
    ended = CaseFactory(closed_date=dt.date(2026, 10, 1))
    ended.episode.released_date, ended.episode.released_how = dt.date(2026, 9, 1), ReleasedHow.GATE
    ended.episode.save()
    ended.episode.stays.update(to_date=dt.date(2026, 9, 1))
    back = EpisodeFactory(person=ended.person, admitted_date=dt.date(2026, 11, 2))
    ReferralFactory(person=ended.person, episode=back, referred_date=dt.date(2026, 11, 9))

    header = person_header(ended.person, TODAY)

    assert (header.case, header.prison, header.released_date) == (None, back.stays.get().prison.name, None)
    assert "Referral: waiting for a decision" in page(header)


def test_header_shows_the_referral_that_waits_before_a_newer_one_that_was_declined():
    waiting = ReferralFactory(state=ReferralState.OFFERED, referred_date=dt.date(2026, 9, 1))
    ReferralFactory(
        episode=waiting.episode,
        state=ReferralState.DECLINED,
        decline_reason=DeclineReason.TWICE,
        referred_date=dt.date(2026, 9, 8),
    )

    assert person_header(waiting.person, TODAY).referral == waiting
