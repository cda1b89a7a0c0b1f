import uuid

import pytest
from django.urls import reverse

from audit.models import Event
from prisons.models import Prison, PrisonAlias
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory

pytestmark = pytest.mark.django_db

TYPED = {
    "code": "mar",
    "name": "HMP Marlhouse",
    "aliases": "The Marl\n\nOld Marl",
    "jurisdiction": "scotland",
    "holds": "Men",
    "operator": "",
    "town": "Marl",
    "postcode": "ma12qx",
    "opened_date_day": "",
    "opened_date_month": "",
    "opened_date_year": "",
    "gate_address": "1 Gate Road",
    "gate_phone": "01632 960 001",
    "gate_arrangements": "The small door",
    "if_nobody": "",
    "visiting_arrangements": "",
    "directions": "",
}


@pytest.fixture
def administrator(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def edit_url(prison):
    return reverse("prisons:prison_edit", kwargs={"prison_id": prison.pk})


def listed(response):
    return [prison.name for prison in response.context["page"]]


def test_prison_added_by_form_is_on_the_list(client, administrator):
    response = client.post(reverse("prisons:prison_add"), {**TYPED, "new_id": uuid.uuid4()}, follow=True)

    prison = Prison.objects.get()
    assert (prison.code, prison.postcode) == ("MAR", "MA1 2QX")
    assert [alias.name for alias in prison.aliases.all()] == ["Old Marl", "The Marl"]
    assert listed(response) == ["HMP Marlhouse"]


def test_form_sent_twice_makes_one_prison(client, administrator):
    typed = {**TYPED, "new_id": uuid.uuid4()}

    answers = [client.post(reverse("prisons:prison_add"), typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert (Prison.objects.count(), Event.objects.filter(action="add_prison").count()) == (1, 1)


def test_code_of_another_prison_is_refused_and_what_was_typed_stays(client, administrator):
    PrisonFactory(code="MAR", name="HMP Other")

    response = client.post(reverse("prisons:prison_add"), {**TYPED, "new_id": uuid.uuid4()})

    assert response.context["form"].non_field_errors() == [
        "“MAR” already means HMP Other. Choose another, or change it there."
    ]
    assert 'value="HMP Marlhouse"' in response.content.decode()


def test_edit_form_shows_what_is_stored(client, administrator):
    prison = PrisonFactory(gate_arrangements="Side door")
    PrisonAlias.objects.create(prison=prison, name="The Marl")

    form = client.get(edit_url(prison)).context["form"]

    assert (form["aliases"].value(), form["gate_arrangements"].value(), form["version"].value()) == (
        "The Marl",
        "Side door",
        1,
    )


def test_edit_of_what_someone_else_changed_shows_both_texts(client, administrator):
    prison = PrisonFactory(name="HMP Marlhouse", code="MAR")
    typed = {**TYPED, "version": 1, "town": "Marlow"}
    client.post(edit_url(prison), {**typed, "town": "Marlton"})

    clash = client.post(edit_url(prison), typed)
    form = clash.context["form"]
    again = client.post(edit_url(prison), {**typed, "version": form["version"].value()})

    assert form.errors["town"] == ["“Town” is now “Marlton”. You wrote “Marlow”"]
    assert list(form.errors) == ["__all__", "town"]
    assert form["town"].value() == "Marlow"
    assert again.status_code == 302
    assert Prison.objects.get().town == "Marlow"


def test_closing_page_warns_when_people_are_held_there(client, administrator):
    prison = PrisonFactory()
    EpisodeFactory(prison=prison)
    EpisodeFactory(prison=prison)

    response = client.get(reverse("prisons:prison_close", kwargs={"prison_id": prison.pk}))

    assert "2 people are recorded as held here now." in response.content.decode()


def test_prison_closed_and_reopened_by_form(client, administrator):
    prison = PrisonFactory()
    day = {"closed_date_day": "30", "closed_date_month": "11", "closed_date_year": "2026"}

    client.post(reverse("prisons:prison_close", kwargs={"prison_id": prison.pk}), day)
    closed = Prison.objects.get().closed_date
    client.post(reverse("prisons:prison_reopen", kwargs={"prison_id": prison.pk}))

    assert str(closed) == "2026-11-30"
    assert Prison.objects.get().closed_date is None


def test_prison_closed_on_an_impossible_day_is_told_so(client, administrator):
    prison = PrisonFactory()
    day = {"closed_date_day": "31", "closed_date_month": "11", "closed_date_year": "2026"}

    response = client.post(reverse("prisons:prison_close", kwargs={"prison_id": prison.pk}), day)

    assert response.context["form"].errors == {
        "closed_date": ["The first day it is closed must be a real date, like 29 11 2026"]
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["HMP Abbey", "HMP Border", "HMP Coast"]),
        ("?q=the+old", ["HMP Border"]),
        ("?state=open", ["HMP Abbey"]),
        ("?state=closed", ["HMP Border"]),
        ("?state=to-open", ["HMP Coast"]),
        ("?jurisdiction=england-wales", ["HMP Coast"]),
        ("?sort=-name", ["HMP Coast", "HMP Border", "HMP Abbey"]),
        ("?sort=-people", ["HMP Coast", "HMP Border", "HMP Abbey"]),
        ("?sort=nonsense&page=99", ["HMP Abbey", "HMP Border", "HMP Coast"]),
    ],
)
def test_list_filters_and_sorts(client, administrator, query, names):
    PrisonFactory(name="HMP Abbey")
    border = PrisonFactory(name="HMP Border", closed_date="2020-01-01")
    coast = PrisonFactory(name="HMP Coast", is_building=True, jurisdiction="england-wales")
    PrisonAlias.objects.create(prison=border, name="The Old Jail")
    for prison in (border, coast, coast):
        EpisodeFactory(prison=prison)

    response = client.get(reverse("prisons:prison_list") + query)

    assert listed(response) == names


def test_mentors_page_of_a_prison_shows_the_way_in(client):
    prison = PrisonFactory(gate_phone="01632 960 001", directions="Bus 12 to the door\n\nThen <left>")
    client.force_login(UserFactory())

    page = client.get(reverse("prisons:prison", kwargs={"prison_id": prison.pk})).content.decode()

    assert 'href="tel:01632960001"' in page
    assert "<p>Bus 12 to the door</p>" in page
    assert "Then &lt;left&gt;" in page
