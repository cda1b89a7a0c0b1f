import datetime as dt
import uuid

import pytest

from audit.enums import Verb
from audit.models import Event
from notifications.services.silences import set_silences
from tests.factories.accounts import AuditorFactory, ManagerFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def event(by=None, verb=Verb.CHANGED, action="edit_person", at=NOON, **fields):
    return Event.objects.create(
        actor_key=by and by.pk,
        actor_role=by.role if by else "",
        team_key=by and by.team_id,
        verb=verb,
        action=action,
        at=at,
        **fields,
    )


def shown(response):
    return [row.action for row in response.context["page"]]


def test_auditor_sees_every_team_and_manager_their_own(as_user):
    manager = ManagerFactory()
    event(by=UserFactory(team=manager.team), action="ours")
    event(by=UserFactory(), action="theirs", at=NOON - dt.timedelta(hours=1))
    event(action="a_job", at=NOON - dt.timedelta(hours=2))

    assert shown(as_user(manager).get("/trail/")) == ["ours"]
    assert shown(as_user(AuditorFactory()).get("/trail/?verb=changed")) == ["ours", "theirs", "a_job"]


def test_looking_at_the_trail_is_on_the_trail(as_user):
    auditor = AuditorFactory()

    as_user(auditor).get("/trail/?verb=refused")

    assert list(Event.objects.values_list("action", "verb", "actor_key", "after")) == [
        ("audit:trail", Verb.VIEWED, auditor.pk, {"asked": {"verb": "refused"}})
    ]


def test_trail_filters_by_staff_record_and_day(as_user):
    browser, who, person = as_user(AuditorFactory()), UserFactory(), uuid.uuid4()
    event(by=who, action="by_them")
    event(verb=Verb.SIGN_IN_FAILED, action="their_account", subject_key=who.pk, at=NOON - dt.timedelta(hours=1))
    event(action="opened", person_key=person, at=NOON - dt.timedelta(days=1))
    event(action="listed", shown=[person], at=NOON - dt.timedelta(days=2))

    day = "since_day=22&since_month=11&since_year=2026&until_day=22&until_month=11&until_year=2026"
    assert shown(browser.get(f"/trail/?who={who.pk}")) == ["by_them", "their_account"]
    assert shown(browser.get(f"/trail/?person={person}")) == ["opened", "listed"]
    assert shown(browser.get(f"/trail/?{day}&verb=changed")) == ["opened"]


def test_trail_shows_names_of_fields_and_never_values(as_user):
    event(before={"given_names": "Hugh"}, after={"given_names": "Shug"}, person_key=uuid.uuid4())

    page = as_user(AuditorFactory()).get("/trail/").text

    assert "given names" in page
    assert ("Hugh" in page, "Shug" in page) == (False, False)


def test_auditor_gets_no_link_to_a_record(as_user):
    key = uuid.uuid4()
    manager = ManagerFactory()
    event(by=manager, person_key=key)

    assert f"/people/{key}/" not in as_user(AuditorFactory()).get("/trail/").text
    assert f"/people/{key}/" in as_user(manager).get("/trail/").text


def test_trail_has_pages_of_25(as_user):
    manager = ManagerFactory()
    for _ in range(26):
        event(by=manager)

    response = as_user(AuditorFactory()).get("/trail/?verb=changed&page=2")

    assert len(shown(response)) == 1


def test_refusals_are_one_row_each(as_user):
    mentor, key = UserFactory(), uuid.uuid4()
    browser = as_user(mentor)

    browser.get("/trail/")
    browser.get(f"/administration/staff/{key}/")

    assert list(Event.objects.order_by("pk").values_list("action", "verb", "actor_key", "after")) == [
        ("audit:trail", Verb.REFUSED, mentor.pk, {"status": 403, "key": None}),
        ("liberations:staff_edit", Verb.REFUSED, mentor.pk, {"status": 403, "key": str(key)}),
    ]


def test_trail_says_nothing_about_somebody_the_manager_knows(as_user):
    manager, known = ManagerFactory(), uuid.uuid4()
    event(by=UserFactory(team=manager.team), action="theirs", person_key=known)
    event(by=UserFactory(team=manager.team), action="others", person_key=uuid.uuid4())
    event(by=UserFactory(team=manager.team), action="listed", shown=[known], at=NOON - dt.timedelta(hours=1))
    set_silences(user_id=manager.pk, person_keys=[known])
    browser = as_user(manager)

    assert shown(browser.get("/trail/?verb=changed")) == ["others", "listed"]
    assert shown(browser.get(f"/trail/?person={known}")) == []
