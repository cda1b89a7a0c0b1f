import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from liberations.enums import ListState
from liberations.models import LiberationList
from liberations.services.list_decisions import leave_out_rows
from liberations.services.lists import read_list
from people.models import Person
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
CONTENT = b"Number,Surname,Forename,Liberation date\n090017,Sharpe,Callum,2027-01-14\n"


@pytest.fixture
def manager():
    return ManagerFactory()


def test_upload_shows_what_it_would_change_and_apply_does_it(as_user, manager):
    browser, programme = as_user(manager), ProgrammeFactory(team=manager.team)
    file = SimpleUploadedFile("list.csv", CONTENT, content_type="text/csv")

    uploaded = browser.post(
        reverse("liberations:list_upload"),
        {"prison": PrisonFactory().pk, "programme": programme.pk, "file": file},
        follow=True,
    )
    before = Person.objects.count()
    pressed = reverse("liberations:list_apply", args=[LiberationList.objects.get().pk])
    applied = browser.post(pressed, {"seen": uploaded.context["list"].preview_number}, follow=True)

    assert "Nothing has changed yet." in uploaded.content.decode()
    assert (before, Person.objects.get().family_name) == (0, "Sharpe")
    assert "The list is applied." in applied.content.decode()


@pytest.mark.parametrize("at_once", [0, 500])
def test_preview_that_a_colleague_changed_is_not_applied_by_who_saw_the_former_one(as_user, manager, settings, at_once):
    settings.LIST_ROWS_APPLIED_AT_ONCE = at_once
    browser, programme = as_user(manager), ProgrammeFactory(team=manager.team)
    given = {"prison": PrisonFactory(), "programme": programme, "file_name": "list.csv", "by": manager}
    made = read_list(content=CONTENT + b"090018,Quill,Rhona,2027-01-14\n", **given)
    page = browser.get(reverse("liberations:list", args=[made.pk]))
    leave_out_rows(liberation_list=made, rows=[made.rows.first().pk], left_out=True, by=manager)

    pressed = reverse("liberations:list_apply", args=[made.pk])
    for seen in (page.context["list"].preview_number, "", "x", "9" * 5000):
        refused = browser.post(pressed, {"seen": seen}, follow=True)
        assert "This preview has changed while you were looking at it. Look again, then apply it." in refused.text

    assert not Person.objects.exists()
    browser.post(pressed, {"seen": refused.context["list"].preview_number})
    made.refresh_from_db()
    assert made.state == (ListState.APPLIED if at_once else ListState.APPLYING)


def test_programme_of_another_team_is_refused(as_user, manager):
    file = SimpleUploadedFile("list.csv", CONTENT, content_type="text/csv")

    response = as_user(manager).post(
        reverse("liberations:list_upload"),
        {"prison": PrisonFactory().pk, "programme": ProgrammeFactory().pk, "file": file},
    )

    assert (response.status_code, LiberationList.objects.count()) == (200, 0)


def test_empty_file_says_what_to_do(as_user, manager):
    response = as_user(manager).post(
        reverse("liberations:list_upload"), {"file": SimpleUploadedFile("list.csv", b"", content_type="text/csv")}
    )

    assert response.context["form"].errors["file"] == ["The file is empty. Check that it is the list the prison sent."]


def test_form_and_filters_of_one_page_are_labelled_apart(as_user, manager):
    page = as_user(manager).get(reverse("liberations:list_upload")).text

    keys = re.findall(r'\bid="([^"]+)"', page)
    assert len(keys) == len(set(keys))


def test_file_that_cannot_be_read_says_what_to_do_and_is_listed_as_refused(as_user, manager):
    file = SimpleUploadedFile("Tam Reid.pdf", b"%PDF-1.7", content_type="application/pdf")

    response = as_user(manager).post(
        reverse("liberations:list_upload"),
        {"prison": PrisonFactory().pk, "programme": ProgrammeFactory(team=manager.team).pk, "file": file},
    )

    refused = LiberationList.objects.get()
    assert response.context["form"].errors["file"] == [refused.refusal]
    assert (refused.state, refused.file_name) == (ListState.REFUSED, "")
    assert response.text.count("Could not be read") == 2
    assert "Tam Reid" not in response.text


def test_file_that_is_too_large_is_refused_with_the_reason(as_user, manager):
    file = SimpleUploadedFile("list.csv", b"x" * (5 * 1024 * 1024 + 1), content_type="text/csv")

    response = as_user(manager).post(
        reverse("liberations:list_upload"),
        {"prison": PrisonFactory().pk, "programme": ProgrammeFactory(team=manager.team).pk, "file": file},
    )

    assert "larger than 5 MB" in response.text
