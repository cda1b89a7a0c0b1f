"""What a browser may send but no page offers: rows of another team, rows under another's key, fields of other models."""

import uuid

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from mentoring.models import Assignment
from people.models import StoredSearch
from tests.access import World
from tests.answers import answers
from tests.contents import columns
from tests.factories.liberations import LiberationListFactory, ListRowFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory
from tests.forms import FORMS
from tests.test_security import contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """With a case of the other team, led by its mentor."""
    world = World()
    elsewhere = world.users["community mentor elsewhere"]
    world.case_elsewhere = CaseFactory(
        referral__programme=ProgrammeFactory(team=world.team_elsewhere), lead=elsewhere.mentor
    )
    return world


@pytest.fixture
def manager(world, as_user):
    return as_user(world.manager)


@pytest.fixture
def mentor(world, as_user):
    return as_user(world.community_mentor)


def page_of(client, url, **typed):
    form = client.get(url).context["form"]
    assert isinstance(form, BaseForm)
    return answers(form, **typed)


def test_mentor_of_another_team_is_not_allocated(world, manager):
    theirs = world.case_elsewhere.assignments.get().mentor

    response = manager.post(reverse("mentoring:allocate", args=[world.case.pk]), {"mentor": theirs.pk})

    assert response.context["form"].errors["mentor"] == ["Choose one of the answers shown for “Mentor”"]
    assert Assignment.objects.filter(case=world.case).get().mentor == world.mentor


def test_mentor_of_another_team_does_not_stand_at_the_gate(world, manager):
    theirs = world.case_elsewhere.assignments.get().mentor
    url = reverse("liberations:gate_plan", args=[world.case.pk])

    response = manager.post(url, page_of(manager, url, decision="wanted") | {"mentor": theirs.pk})

    assert list(response.context["form"].errors) == ["mentor"]
    assert not world.case.gates.exists()


@pytest.mark.parametrize("name", ["liberations:list_upload", "referrals:referral_add"])
def test_programme_of_another_team_is_not_taken(world, manager, name):
    url = reverse(name)
    sent = {
        "programme": world.case_elsewhere.programme_id,
        "prison": world.case.episode.stays.get().prison_id,
        "file": SimpleUploadedFile("list.csv", b"name,liberation date\nTam Reid,1/2/2027\n"),
        "given_names": "Tam",
        "family_name": "Reid",
        "save": "",
    }
    before = contents()

    response = manager.post(url, sent)

    assert "programme" in response.context["form"].errors
    assert contents() == before


def test_row_of_another_list_is_not_found_under_ones_own(world, manager):
    own, theirs = LiberationListFactory(team=world.team), ListRowFactory(list__team=world.team_elsewhere)
    before = contents()

    response = manager.post(reverse("liberations:list_decide", args=[own.pk, theirs.pk]), {"answer": "leave"})

    assert (response.status_code, refusals(), contents() == before) == (404, 1, True)


def test_row_of_another_list_is_not_left_out_with_ones_own(world, manager):
    own, theirs = LiberationListFactory(team=world.team), ListRowFactory(list__team=world.team_elsewhere)
    before = contents()

    response = manager.post(reverse("liberations:list_rows", args=[own.pk]), {"leave": "ticked", "rows": [theirs.pk]})

    assert (response.status_code, contents() == before) == (302, True)


def test_search_of_somebody_else_is_not_found(world, manager):
    search = StoredSearch.objects.create(user=world.users["manager elsewhere"], text="Reid")

    response = manager.get(reverse("desk:people", query={"search": search.pk}))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ["desk:caseload", "desk:caseload_export", "liberations:gate_list"])
def test_filters_do_not_reach_another_team(world, manager, name):
    theirs = world.case_elsewhere
    for filters in (
        {"mentor": theirs.assignments.get().mentor_id},
        {"programme": theirs.programme_id},
        {"prison": theirs.episode.stays.get().prison_id},
    ):
        response = manager.get(reverse(name), filters)
        assert theirs.person.family_name not in response.content.decode()


@pytest.mark.parametrize("name", ["referrals:referral_list", "mentoring:allocation_queue"])
def test_lists_filtered_by_a_programme_of_another_team_show_nobody_of_it(world, manager, name):
    theirs = ReferralFactory(programme=world.case_elsewhere.programme)

    response = manager.get(reverse(name), {"programme": theirs.programme_id})

    assert theirs.person.family_name not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("mentoring:contact_log", {"state": "held", "channel": "phone", "minutes": "20"}),
        ("mentoring:contact_plan", {"channel": "phone", "on_date": None}),
    ],
)
def test_key_of_a_meeting_of_another_team_is_not_used(world, mentor, name, typed):
    theirs = MeetingFactory(case=world.case_elsewhere)
    before = row_of(theirs)
    url = reverse(name, args=[world.case.pk])
    day = {"on_date_day": "22", "on_date_month": "12", "on_date_year": "2026"} if "on_date" in typed else {}

    mentor.post(url, page_of(mentor, url, **typed) | {"new_id": theirs.pk} | day)

    assert row_of(theirs) == before
    assert not world.case.meetings.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("name", ["people:alert_add", "referrals:consent_add", "mentoring:clearance_add"])
def test_key_of_another_row_is_refused(world, manager, name):
    sent = FORMS[name]
    url = reverse(name, args=sent.kind(world))
    data = page_of(manager, url, **sent.data(world))
    assert manager.post(url, data).status_code == 302
    other = World()
    theirs = reverse(name, args=sent.kind(other))

    with transaction.atomic():
        before = contents()
        manager.force_login(other.manager)
        response = manager.post(theirs, page_of(manager, theirs, **sent.data(other)) | {"new_id": data["new_id"]})

    assert response.context["form"].non_field_errors() or response.context["form"].errors
    changed = {table for table, digest in contents().items() if digest != before[table]}
    assert changed <= {"accounts_user", "prisons_prison"}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_fields_nobody_was_asked_for_change_nothing(name, as_user):
    sent, world = FORMS[name], World()
    url = reverse(name, args=sent.kind(world) if sent.kind else ())
    typed = sent.data(world)
    client = as_user(world.users[sent.by])
    context = client.get(url).context
    form = context.get("form") if context else None
    data = answers(form, **typed) if isinstance(form, BaseForm) else typed
    asked = {*data, *(form.fields if isinstance(form, BaseForm) else ()), "note", "left_out", "out_time", "new_id"}
    before = columns()

    honest = changes_made_by(client, url, data, before)
    greedy = changes_made_by(client, url, {**everything_else(world, asked), **data}, before)

    assert honest
    assert greedy == honest


def everything_else(world, asked):
    """A value for every column of every model of ours that no question stands for."""
    names = {
        name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for name in (field.name, field.attname)
    }
    values = {"is_active": "", "is_superuser": "on", "role": "administrator", "state": "held", "id": str(uuid.uuid4())}
    people = {"person": world.person.pk, "team": world.team_elsewhere.pk, "user": world.manager.pk}
    return {name: values.get(name, people.get(name, "1")) for name in names - asked}


def changes_made_by(client, url, data, before):
    """What a post changes, as (table, column); nothing of it is kept."""
    with transaction.atomic():
        assert client.post(url, data).status_code == 302
        after = columns()
        transaction.set_rollback(True)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def row_of(row):
    return type(row).objects.filter(pk=row.pk).values().get()


def refusals():
    return Event.objects.filter(verb=Verb.REFUSED).count()
