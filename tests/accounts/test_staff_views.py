import pytest

from accounts.enums import Role
from accounts.models import Team, User
from tests.factories.accounts import AdministratorFactory, AuditorFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_user):
    return as_user(AdministratorFactory(name="Zoe Administrator"))


def names(response):
    return [member.name for member in response.context["page"]]


def test_staff_list_filters_and_sorts_by_its_address(browser):
    team = TeamFactory(name="Barlinnie")
    UserFactory(name="Ann", team=team)
    UserFactory(name="Bob", team=team, is_active=False)
    AuditorFactory(name="Cat")

    assert names(browser.get("/administration/staff/")) == ["Ann", "Bob", "Cat", "Zoe Administrator"]
    assert names(browser.get("/administration/staff/?sort=-name")) == ["Zoe Administrator", "Cat", "Bob", "Ann"]
    assert names(browser.get(f"/administration/staff/?team={team.pk}&state=active")) == ["Ann"]
    assert names(browser.get("/administration/staff/?role=auditor")) == ["Cat"]


def test_staff_list_says_when_nobody_matches(browser):
    assert "Nobody matches" in browser.get("/administration/staff/?role=manager").text


def test_staff_list_has_pages_of_25(browser):
    UserFactory.create_batch(26, team=TeamFactory())

    assert len(names(browser.get("/administration/staff/?page=2"))) == 2


def test_staff_add_says_what_is_wrong_and_keeps_what_was_typed(browser):
    known = UserFactory()

    response = browser.post(
        "/administration/staff/add/", {"name": "Iain", "email": known.email, "role": Role.AUDITOR, "phone": ""}
    )

    assert response.context["form"].errors == {"email": ["Someone with this email address already has an account."]}
    assert 'value="Iain"' in response.text


def test_staff_add_asks_for_the_team_of_a_mentor(browser):
    response = browser.post(
        "/administration/staff/add/",
        {"name": "Iain", "email": "iain@throughgate.example", "role": Role.PRISON_MENTOR},
    )

    assert response.context["form"].errors == {"team": ["Choose a team: mentors and managers belong to one."]}


def test_staff_edit_shows_both_texts_when_someone_else_saved_first(browser):
    user = UserFactory(name="Ann Old")
    page = browser.get(f"/administration/staff/{user.pk}/")
    data = page.context["form"].initial | {"team": user.team_id, "name": "Ann Mine"}
    User.objects.filter(pk=user.pk).update(name="Ann Theirs", version=2)

    clash = browser.post(f"/administration/staff/{user.pk}/", data)

    assert "is now “Ann Theirs”. You wrote “Ann Mine”" in clash.text
    user.refresh_from_db()
    assert user.name == "Ann Theirs"


def test_staff_edit_changes_nothing_but_its_fields(browser):
    user = UserFactory()
    before = User.objects.filter(pk=user.pk).values().get()
    data = {"name": "New", "email": user.email, "phone": "", "role": user.role, "team": user.team_id, "version": 1}
    extra = {"is_active": "", "password": "x", "last_login": "2020-01-01", "id": str(UserFactory().pk), "joined_at": ""}

    browser.post(f"/administration/staff/{user.pk}/", data | extra)

    after = User.objects.filter(pk=user.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == {"name", "version"}


def test_staff_deactivate_asks_first(browser):
    user = UserFactory()

    page = browser.get(f"/administration/staff/{user.pk}/deactivate/")
    still = User.objects.get(pk=user.pk).is_active
    browser.post(f"/administration/staff/{user.pk}/deactivate/")

    assert (page.status_code, still, User.objects.get(pk=user.pk).is_active) == (200, True, False)


def test_team_with_people_cannot_be_closed(browser):
    user = UserFactory()

    response = browser.post(f"/administration/teams/{user.team_id}/close/", follow=True)

    assert "People still work in this team" in response.text
    assert Team.objects.get().closed_date is None


def test_team_add_refuses_a_name_that_is_there(browser):
    TeamFactory(name="Barlinnie")

    response = browser.post("/administration/teams/add/", {"name": "barlinnie"})

    assert response.context["form"].errors == {"name": ["There is already a team with this name."]}


def test_account_changes_ones_own_details_only(as_user):
    user, other = UserFactory(), UserFactory()
    data = {
        "phone": "0141 496 0002",
        "version": user.version,
        "user": other.pk,
        "id": other.pk,
        "role": "administrator",
    }

    response = as_user(user).post("/account/", data)

    user.refresh_from_db()
    other.refresh_from_db()
    assert response["Location"] == "/account/"
    assert (user.phone, user.email_notices, user.role, other.phone) == (
        "0141 496 0002",
        False,
        Role.COMMUNITY_MENTOR,
        "",
    )
