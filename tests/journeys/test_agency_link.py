"""A partner agency without an account answers by its link, in a real browser; a link that is no good opens nothing."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import Event
from mentoring.models import Case
from referrals.models import AgencyLink, OnwardReferral
from referrals.services.agency_mail import send_agency_links
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import AgencyLinkFactory, OnwardReferralFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = "Jo Quillfeather needs a door that locks."


@pytest.fixture
def onward():
    mentor = MentorFactory(user__phone="0141 496 0111")
    case = CaseFactory(lead=mentor, referral__programme__team=mentor.user.team)
    service = {"service__name": "Shared flats", "service__agency__email": "duty@harbour.example"}
    return OnwardReferralFactory(person=case.person, sent_by=mentor.user, disclosure__what=TOLD, **service)


def link_in_the_letter():
    """The way to the page, as the agency finds it in its e-mail."""
    (letter,) = mail.outbox
    (line,) = [line for line in letter.body.splitlines() if "/answer/" in line]
    return line[line.index("/answer/") :]


def refused(someone, path):
    """Opens a link and presses the button; what the page says then."""
    someone.may_find_nothing = True
    someone.go(path)
    someone.press("Read the referral")
    return someone.heading(), TOLD in someone.page.content()


@pytest.mark.parametrize("script", [True, False], ids=["", "without JavaScript"])
def test_agency_answers_by_link(walker, onward, script):
    mentor = Case.objects.get().assignments.get().mentor.user
    worker = walker(DESK)
    worker.sign_in(mentor)
    worker.go(f"/onward/{onward.pk}/")
    worker.press("Send them a link")
    worker.reads("The link is on its way to the agency.")
    worker.assert_fits_and_accessible()
    assert send_agency_links() == 1

    agency = walker(PHONE, script=script)
    path = link_in_the_letter()
    agency.go(path)
    assert TOLD not in agency.page.content()
    agency.assert_fits_and_accessible()
    agency.press("Read the referral")
    agency.reads(TOLD)
    agency.assert_fits_and_accessible()
    agency.press("Send the answer")
    agency.reads("Choose an answer to “Can you help?”")
    agency.reads(TOLD)
    agency.tick("No")
    agency.choose("Why not?", "People with a pet")
    agency.fill("Anything we should know", "Ask Whin Park instead")
    agency.press("Send the answer")
    assert agency.heading() == "Thank you"
    assert "key=" not in agency.page.url
    agency.assert_fits_and_accessible()

    assert refused(agency, path) == ("This link does not open anything", False)
    worker.go(f"/onward/{onward.pk}/")
    worker.reads("They do not take people with a pet")
    worker.reads("Ask Whin Park instead")
    worker.assert_fits_and_accessible()
    onward.refresh_from_db()
    assert (onward.state, onward.state_by) == ("declined", None)
    assert Event.objects.filter(actor_role="partner-agency", action="answer_by_link").count() == 1


def test_link_that_is_over_used_or_guessed_opens_nothing(walker, onward):
    link = AgencyLinkFactory(onward=onward)
    someone = walker(PHONE)
    way = f"/answer/?key={link.secret}"
    nothing = ("This link does not open anything", False)

    last = way[-1]
    assert refused(someone, way[:-1] + ("A" if last != "A" else "B")) == nothing
    someone.assert_fits_and_accessible()

    # Read, and left open until the link is over: the answer comes too late.
    someone.go(way)
    someone.press("Read the referral")
    someone.tick("Yes, we can")
    yesterday = timezone.now() - dt.timedelta(days=1)
    AgencyLink.objects.update(made_at=yesterday - dt.timedelta(days=14), expires_at=yesterday)
    someone.fill("Anything we should know", "Bring the key of the locker")
    someone.press("Send the answer")
    assert someone.heading() == nothing[0]
    someone.reads("Bring the key of the locker")
    someone.assert_fits_and_accessible()
    assert refused(someone, way) == nothing
    assert OnwardReferral.objects.get().state == "sent"
