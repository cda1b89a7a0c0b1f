import pytest

from accounts.enums import Role
from tests.factories.accounts import AdministratorFactory, AuditorFactory, UserFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db


def someone(role):
    if role in (Role.ADMINISTRATOR, Role.AUDITOR):
        return {Role.ADMINISTRATOR: AdministratorFactory, Role.AUDITOR: AuditorFactory}[role]()
    user = UserFactory(role=role)
    if user.is_mentor:
        MentorFactory(user=user)
    return user


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.PRISON_MENTOR, ["My day", "Caseload", "Referrals", "Month", "Gates"]),
        (Role.COMMUNITY_MENTOR, ["My day", "Caseload", "Month", "Gates"]),
        (
            Role.MANAGER,
            ["Today", "Caseload", "Allocation", "Referrals", "Month", "Gates", "Mentors", "Trail"],
        ),
        (Role.ADMINISTRATOR, ["Administration"]),
        (Role.AUDITOR, ["Trail"]),
    ],
)
def test_header_has_the_links_of_the_role_and_each_opens(as_user, role, labels):
    client = as_user(someone(role))

    links = client.get("/account/").context["navigation"]

    assert [link["label"] for link in links] == labels
    assert [client.get(link["url"], follow=True).status_code for link in links] == [200] * len(labels)


@pytest.mark.parametrize(
    ("path", "current"),
    [("/administration/", "page"), ("/administration/staff/", "true"), ("/account/", "")],
)
def test_header_marks_the_current_page_and_the_pages_below_it(as_user, path, current):
    [link] = as_user(AdministratorFactory()).get(path).context["navigation"]

    assert link == {"label": "Administration", "url": "/administration/", "current": current}


def test_header_counts_unread_notices(as_user):
    user = UserFactory()
    MessageFactory(recipient=user)
    MessageFactory()

    assert as_user(user).get("/account/").context["unread_notices"] == 1


def test_header_shows_nothing_of_it_before_signing_in(client):
    page = client.get("/sign-in/")

    assert (page.context["navigation"], page.context["can_search"], page.context["unread_notices"]) == ([], False, 0)
