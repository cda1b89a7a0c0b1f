"""Handovers, the match, and absences as a manager and the mentors see them."""

import datetime as dt

import pytest
from django.urls import reverse

from liberations.models import GateLiberation
from mentoring.models import AbsenceCover, Handover, MatchReview, Meeting
from tests.answers import answers
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.moving_on import AbsenceCoverFactory, AbsenceFactory, HandoverFactory, MatchReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T10:00Z")]


@pytest.fixture
def mentor():
    return MentorFactory(user__name="Amara Okafor")


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor, liberation_date=dt.date(2026, 12, 3))


@pytest.fixture
def other(mentor):
    return MentorFactory(user__team=mentor.user.team, user__name="Callum Reid")


@pytest.fixture
def manager(mentor, as_user):
    return as_user(ManagerFactory(team=mentor.user.team))


def test_handover_from_plan_to_done_takes_the_gate_along(case, mentor, other, manager, as_user):
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    visit = MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 11, 27))
    plan = manager.get(reverse("liberations:handover_plan", args=[case.pk]))
    assert (str(visit.pk), "In prison on 27 Nov 2026, which is planned") in plan.context["form"].fields[
        "together"
    ].choices

    sent = answers(plan.context["form"], to_mentor=other.pk, reason="next-mentor", together=str(visit.pk))
    manager.post(plan.request["PATH_INFO"], sent)

    made = Handover.objects.get()
    visit.refresh_from_db()
    assert (made.joint_meeting, visit.together_with) == (visit, other)
    assert "What to know" not in as_user(other.user).get(made.get_absolute_url()).text
    done = reverse("liberations:handover_done", args=[made.pk])
    assert manager.post(done).context["form"].errors["without_meeting"]
    manager.post(done, {"without_meeting": "no-time"})
    gate.refresh_from_db()
    assert (case.assignments.lead().current().get().mentor, gate.mentor) == (other, other)
    page = manager.get(made.get_absolute_url())
    assert "None: there is no time for it" in page.text


def test_plan_of_a_new_meeting_asks_for_its_day(case, other, manager):
    url = reverse("liberations:handover_plan", args=[case.pk])
    sent = answers(manager.get(url).context["form"], to_mentor=other.pk, reason="next-mentor", together="new")

    form = manager.post(url, sent).context["form"]

    assert set(form.errors) == {"channel", "on_date"}
    manager.post(url, sent | {"channel": "video", "on_date_day": "30", "on_date_month": "11", "on_date_year": "2026"})
    assert Meeting.objects.get().together_with == other


def test_list_of_handovers_is_filtered(case, mentor, other, manager):
    HandoverFactory(case=case, from_mentor=mentor, to_mentor=other)
    url = reverse("liberations:handover_list")

    assert case.reference in manager.get(url).text
    assert case.reference in manager.get(f"{url}?mentor={other.pk}&state=planned").text
    assert case.reference not in manager.get(f"{url}?state=done").text


def test_match_that_ends_leads_to_the_next_mentor_and_leaves_the_gate_open(case, mentor, manager):
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=mentor)

    answer = manager.post(reverse("liberations:match_end", args=[case.pk]), {"reason": "persons-choice"})

    gate.refresh_from_db()
    assert (answer.url, gate.mentor) == (reverse("mentoring:allocate", args=[case.pk]), None)
    assert "The person would like another mentor" in manager.get(reverse("mentoring:match", args=[case.pk])).text


def test_record_asks_how_the_match_goes_and_my_day_too(case, mentor, as_user):
    MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 11, 20), held=True)
    client = as_user(mentor.user)
    assert "How does it go?" in client.get(case.get_absolute_url()).text
    assert "how it goes with their mentor" in client.get("/").text
    url = reverse("mentoring:match_review", args=[case.pk])

    sent = answers(client.get(url).context["form"], outcome="change", in_their_words="I would sooner talk to a man.")
    client.post(url, sent)

    assert MatchReview.objects.get().outcome == "change"
    assert "Another mentor is to be found" in client.get(case.get_absolute_url()).text
    assert "how it goes with their mentor" not in client.get("/").text
    assert "I would sooner talk to a man." in client.get(reverse("mentoring:match", args=[case.pk])).text


def test_list_of_matches_is_filtered(case, mentor, manager):
    MatchReviewFactory(assignment=case.assignments.get(), outcome="change")
    url = reverse("mentoring:match_list")

    assert case.reference in manager.get(f"{url}?matter=change&mentor={mentor.pk}").text
    assert case.reference not in manager.get(f"{url}?matter=to-ask").text


def test_absence_from_entry_to_my_day_of_whoever_covers(case, mentor, other, manager, as_user, time_machine):
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    days = {
        "from_date_day": "30", "from_date_month": "11", "from_date_year": "2026",
        "until_date_day": "11", "until_date_month": "12", "until_date_year": "2026", "kind": "unwell",
    }  # fmt: skip
    page = manager.post(reverse("liberations:absence_add", args=[mentor.pk]), days, follow=True)
    form = page.context["form"]
    assert form.initial[f"cover_{case.pk.hex}"] == str(other.pk)
    manager.post(page.request["PATH_INFO"], answers(form))

    gate.refresh_from_db()
    cover = AbsenceCover.objects.get()
    assert (cover.mentor, gate.mentor) == (other, other)
    covering = as_user(other.user)
    assert "30 November 2026" in covering.get(cover.absence.get_absolute_url()).text
    time_machine.move_to("2026-12-01T10:00Z")
    covering = as_user(other.user)
    mine = covering.get("/").text
    assert "You cover for <b>Amara Okafor</b>: 1 person." in mine
    assert "<small>for Amara Okafor</small>" in mine
    shown = covering.get(cover.absence.get_absolute_url()).text
    assert case.person.family_name in shown
    assert "Unwell" not in shown

    manager = as_user(ManagerFactory(team=mentor.user.team))
    manager.post(reverse("liberations:absence_call_off", args=[cover.absence_id]))

    assert GateLiberation.objects.get().mentor == mentor
    assert covering.get(case.get_absolute_url()).status_code == 404


def test_whoever_covers_hears_of_it_before_the_records_open(case, mentor, other, as_user):
    cover = AbsenceCoverFactory(
        absence__mentor=mentor, case=case, mentor=other, access__from_at=dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
    )

    shown = as_user(other.user).get(cover.absence.get_absolute_url()).text

    assert "You cover for 1 person of theirs" in shown
    assert case.person.family_name not in shown


def test_gate_goes_back_when_the_mentor_is_back_before_it(case, mentor, other, manager):
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    absence = AbsenceFactory(mentor=mentor)
    cover = reverse("liberations:absence_cover", args=[absence.pk])
    manager.post(cover, answers(manager.get(cover).context["form"]))
    assert GateLiberation.objects.get().mentor == other
    url = reverse("liberations:absence_end", args=[absence.pk])

    sent = {"until_date_day": "2", "until_date_month": "12", "until_date_year": "2026", "version": "1"}
    manager.post(url, sent)

    assert GateLiberation.objects.get().mentor == mentor
    clash = manager.post(url, sent | {"until_date_day": "9"})
    assert "2 Dec 2026" in str(clash.context["form"].errors["until_date"])


def test_list_of_absences_shows_now_and_to_come_first(mentor, manager, as_user):
    AbsenceFactory(mentor=mentor)
    url = reverse("liberations:absence_list")

    assert "Amara Okafor" in manager.get(url).text
    assert "<td>30 Nov 2026</td>" in manager.get(f"{url}?when=to-come").text
    assert "<td>30 Nov 2026</td>" not in manager.get(f"{url}?when=now").text
    assert "<td>30 Nov 2026</td>" not in manager.get(f"{url}?when=over").text
    assert "On leave" not in as_user(mentor.user).get(url).text


def test_who_covers_and_is_then_away_too_leaves_nobody_unseen(case, mentor, other, manager):
    first = AbsenceFactory(mentor=mentor)
    AbsenceCoverFactory(absence=first, case=case, mentor=other)
    second = AbsenceFactory(mentor=other, from_date=dt.date(2026, 12, 7), until_date=dt.date(2026, 12, 18))
    choose = reverse("liberations:absence_cover", args=[first.pk])

    for page in (second.get_absolute_url(), reverse("liberations:absence_cover", args=[second.pk])):
        response = manager.get(page)
        assert "They were to cover for others" in response.text
        assert case.reference in response.text
        assert choose in response.text
