"""Shared phones and open offices: what is left in a browser after signing out, and what comes back after being away."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from accounts.session_life import SEEN_AT
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = pytest.mark.browser


def cookie(walker, name):
    return next(each["value"] for each in walker.page.context.cookies() if each["name"] == name)


def test_back_button_shows_nothing_after_signing_out(walker):
    mentor = MentorFactory()
    case = CaseFactory(lead=mentor, referral__episode__person__family_name="Quillfeather")
    someone = walker()
    someone.sign_in(mentor.user)
    someone.go(f"/people/{case.person_id}/")
    someone.reads("Quillfeather")
    kept = someone.page.evaluate("localStorage.length + sessionStorage.length")

    someone.press("Sign out")
    someone.page.go_back()

    assert kept == 0
    assert "Quillfeather" not in someone.page.content()
    assert someone.heading() == "Sign in"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_typed_text_comes_back_after_being_away(walker, size, script):
    user = UserFactory()
    someone = walker(size, script=script)
    someone.sign_in(user)
    someone.go("/account/")
    someone.fill("Work phone", "0141 496 0003")
    session = SessionStore(cookie(someone, "sessionid"))
    session[SEEN_AT] -= 31 * 60
    session.save()

    someone.press("Save")
    someone.reads("What you typed is kept")
    someone.fill("Email address", user.email)
    someone.fill("Password", PASSWORD)
    someone.press("Sign in")
    seen = someone.heading()
    if script:
        someone.assert_fits_and_accessible()
    someone.press("Send it now")
    someone.reads("Your details are saved")

    user.refresh_from_db()
    assert (seen, user.phone) == ("You were away", "0141 496 0003")
