"""The answers to the equality questions are read in one place, to be counted, and shown to nobody."""

import re

import pytest
from django.urls import reverse

from people.models import EqualityAnswers
from people.services.equality import record_equality_offer
from tests.access import World, address
from tests.access_rows import TABLE
from tests.answers import answers
from tests.test_house_rules import ROOT, app_files

MAY_NAME_THEM = {
    "people/models/__init__.py",
    "people/models/equality.py",
    "people/services/equality.py",
    "desk/selectors/equality.py",
    "liberations/merging/fields.py",
}


def test_answers_are_named_nowhere_but_where_they_are_kept_and_counted():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in app_files()
        if "migrations" not in path.parts and re.search(r"EqualityAnswers|equalityanswers", path.read_text())
    }

    assert found == MAY_NAME_THEM


@pytest.mark.django_db
@pytest.mark.time_machine("2026-12-16T10:00Z", tick=False)
def test_answers_stand_on_no_page_for_anybody(as_user):
    world = World()
    offer = {"person": world.person, "outcome": "answered", "offered_date": world.case.opened_date}
    record_equality_offer(by=world.community_mentor, answers={"religion": ["pagan"]}, **offer)
    own = {"person", "case", "episode"}
    urls = [address(name, row, world) for name, row in TABLE.items() if row.kind and row.kind.__name__ in own]

    shown = []
    for actor in ("community mentor", "manager"):
        client = as_user(world.users[actor])
        for url in [*urls, reverse("desk:equality_counts"), reverse("desk:caseload")]:
            form = (response := client.get(url)).context and response.context.get("form")
            # The question itself names every answer; none of them may be chosen.
            chosen = form is not None and "answer_religion" in form.fields and form["answer_religion"].value()
            # A word by itself: four letters also turn up within a random token.
            told = re.search(r"\bpagan\b", response.content.decode(), re.IGNORECASE)
            if chosen or (told and not url.endswith("/equality/")):
                shown.append((actor, url))

    assert shown == []


@pytest.mark.django_db
def test_form_keeps_what_was_said_and_refuses_what_does_not_fit(as_user):
    world = World()
    client = as_user(world.community_mentor)
    url = reverse("people:equality_offer", args=[world.person.pk])
    page = client.get(url).context["form"]

    nothing = client.post(url, answers(page, outcome="answered"))
    against = client.post(url, answers(page, outcome="no", answer_sex="male"))
    client.post(url, answers(page, outcome="answered", answer_conditions=["deaf", "other"]))

    assert [list(each.context["form"].errors) for each in (nothing, against)] == [["outcome"], ["outcome"]]
    assert EqualityAnswers.objects.get().answers == {"conditions": ["deaf", "other"]}
    record = client.get(world.person.get_absolute_url() + "?tab=consents").content.decode()
    assert "Answered some or all" in record or "answered some or all" in record


@pytest.mark.django_db
def test_answers_are_deleted_at_one_press(as_user):
    world = World()
    offer = {"person": world.person, "outcome": "answered", "offered_date": world.case.opened_date}
    record_equality_offer(by=world.community_mentor, answers={"religion": ["pagan"]}, **offer)

    as_user(world.community_mentor).post(reverse("people:equality_take_out", args=[world.person.pk]))

    assert not EqualityAnswers.objects.exists()
