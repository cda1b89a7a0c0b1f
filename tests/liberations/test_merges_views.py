import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from liberations.services.merges import merge_people
from mentoring.models import Case
from people.enums import AccessReason
from people.models import DifferentPeople, Merge, Person
from people.services.merges import say_different
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
LIST = "/possible-duplicates/"
BORN = dt.date(1994, 2, 1)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def known(manager):
    def make(given_names="Kieran", family_name="Muir", birth_date=BORN, **fields):
        person = PersonFactory(given_names=given_names, family_name=family_name, birth_date=birth_date, **fields)
        AccessFactory(person=person, user=None, team=manager.team, role=Role.MANAGER, reason=AccessReason.TEAM)
        return person

    return make


def pairs(response):
    return [{known.person for known in pair.people} for pair in response.context["page"]]


def merge_url(one, other):
    return reverse("liberations:merge", args=[one.pk, other.pk])


def test_duplicates_among_ones_own_people_the_likeliest_first(browser, known):
    one, swapped, slipped = known(), known("Muir", "Kieran"), known(birth_date=dt.date(1994, 2, 11))
    PersonFactory(given_names="Kieran", family_name="Muir", birth_date=BORN)
    known("Ann", "Low")

    response = browser.get(LIST)

    assert pairs(response)[0] == {one, swapped}
    assert {one, slipped} in pairs(response)
    assert "First and last name the other way round." in response.text
    event = Event.objects.get()
    assert (event.verb, set(event.shown)) == (Verb.LISTED, {one.pk, swapped.pk, slipped.pk})


@pytest.mark.parametrize(
    ("given", "family", "birth_date"),
    [
        ("Kieren", "Muir", BORN),
        ("Kieran", "Muir", dt.date(1994, 1, 2)),
        ("Kieran", "Muir", None),
        ("Muir", "Kieran", dt.date(1994, 1, 2)),
    ],
)
def test_duplicates_with_slips_of_the_pen(browser, known, given, family, birth_date):
    pair = {known(), known(given, family, birth_date)}

    assert pairs(browser.get(LIST)) == [pair]


def test_duplicates_filter_sort_and_empty_states(browser, known):
    assert "No possible duplicates" in browser.get(LIST).text
    muir = {known(), known()}
    bell = {known("Ann", "Bell", None), known("Ann", "Bell", BORN)}

    assert pairs(browser.get(LIST, {"show": "likely"})) == [muir]
    assert pairs(browser.get(LIST, {"show": "possible"})) == [bell]
    assert pairs(browser.get(LIST, {"sort": "name"})) == [bell, muir]
    assert pairs(browser.get(LIST, {"sort": "-name"})) == [muir, bell]
    assert "No pair matches" in browser.get(LIST, {"show": "different"}).text


def test_duplicates_take_the_same_queries_at_2_and_at_200_and_page(browser, known):
    def queries(page):
        with CaptureQueriesContext(connection) as captured:
            shown = pairs(browser.get(LIST, {"page": page}))
        return len(captured), len(shown)

    known(), known()
    few, _ = queries(1)
    for number in range(100):
        letters = f"{chr(97 + number % 10)}{chr(97 + number // 10)}"
        for _ in range(2):
            known(f"Given{letters}", f"Family{letters}", BORN + dt.timedelta(days=40 * number + 400))

    assert queries(1) == queries(3) == (few, 25)
    assert few <= 10


def test_pair_said_to_be_different_leaves_the_list_until_it_is_taken_back(browser, known):
    one, other = known(), known()

    browser.post(reverse("liberations:different", args=[other.pk, one.pk]))

    assert pairs(browser.get(LIST)) == []
    remembered = browser.get(LIST, {"show": "different"})
    assert pairs(remembered) == [{one, other}]
    browser.post(reverse("liberations:different_take_back", args=[DifferentPeople.objects.get().pk]))
    assert pairs(browser.get(LIST)) == [{one, other}]
    assert pairs(browser.get(LIST, {"show": "different"})) == []


def test_stranger_is_not_said_to_be_different(browser, known):
    assert browser.post(reverse("liberations:different", args=[known().pk, PersonFactory().pk])).status_code == 404
    said = say_different(people=(known(), PersonFactory()), by=ManagerFactory())
    assert browser.post(reverse("liberations:different_take_back", args=[said.pk])).status_code == 404


def test_other_record_is_proposed_and_can_be_looked_for(browser, known):
    person, alike, other = known(), known("Kieren"), known("Sandy", "Bell", None)
    stranger = PersonFactory(given_names="Kieran", family_name="Muir", birth_date=BORN)
    IdentifierFactory(person=other, value="004567")
    url = reverse("liberations:merge_choose", args=[person.pk])

    proposed, looked_for = browser.get(url), browser.post(url, {"q": "4567"})

    assert [each.person for each in proposed.context["found"]] == [alike]
    assert [each.person for each in looked_for.context["found"]] == [other]
    assert str(stranger.pk) not in proposed.text
    events = list(Event.objects.order_by("at").values_list("verb", "shown"))
    assert events == [(Verb.LISTED, [person.pk, alike.pk]), (Verb.SEARCHED, [person.pk, other.pk])]


def test_comparison_shows_what_differs_and_proposes_the_record_with_support(browser, known, manager):
    one, other = known(birth_date=None), known(phone="07700 900123", birth_date=BORN)
    case = CaseFactory(
        referral__episode=EpisodeFactory(person=other),
        referral__programme=ProgrammeFactory(team=manager.team),
        team_access=False,
    )
    response = browser.get(merge_url(one, other))

    assert response.context["form"].initial["survivor"] == str(other.pk)
    assert case.reference in response.text
    lines = {line.label: line for line in response.context["lines"]}
    assert (lines["Phone"].left, lines["Phone"].right, lines["Phone"].differs) == ([], ["07700 900123"], False)
    assert lines["Teams that may open it"].left == [manager.team.name]
    event = Event.objects.get()
    assert (event.verb, set(event.shown)) == (Verb.LISTED, {one.pk, other.pk})


def test_comparison_says_what_to_settle_first_and_offers_no_merging(browser, known):
    one, other = known(), known()
    for person in (one, other):
        EpisodeFactory(person=person, prison=PrisonFactory())

    page = browser.get(merge_url(one, other))
    sent = browser.post(merge_url(one, other), {"survivor": str(one.pk), "note": "Same face."})

    assert "Before they can be merged" in page.text
    assert "Merge the two records" not in page.text
    assert "Record the move on the one that is behind" in sent.text
    assert not Merge.objects.exists()


def test_merged_from_the_page_and_taken_apart_again(browser, known):
    one, other = known(), known("Kieren")
    IdentifierFactory(person=other)

    made = browser.post(merge_url(one, other), {"survivor": str(one.pk), "note": "Same photograph."})

    merge = Merge.objects.get()
    assert made.url == reverse("liberations:merged", args=[merge.pk])
    page = browser.get(made.url)
    assert "Same photograph." in page.text
    assert "Prison numbers: 1" in page.text
    assert "Merged with another record" in browser.get(f"/people/{one.pk}/?tab=earlier").text
    undone = browser.post(reverse("liberations:merge_undo", args=[merge.pk]))
    assert undone.url == merge_url(one, other)
    assert "Taken apart by" in browser.get(made.url).text
    assert set(Person.objects.filter(merged_into=None)) == {one, other}


def test_note_is_asked_for(browser, known):
    one, other = known(), known()

    response = browser.post(merge_url(one, other), {"survivor": str(one.pk)})

    assert list(response.context["form"].errors) == ["note"]


def test_address_of_the_merged_record_leads_to_the_one_that_stays(browser, known, manager, as_user):
    one, other, last = known(), known(), known()
    for survivor, merged in ((one, other), (last, one)):
        merge_people(survivor=survivor, merged=merged, note="Same photograph.", by=manager)

    for person in (one, other):
        assert browser.get(f"/people/{person.pk}/").url == last.get_absolute_url()
    assert as_user(ManagerFactory()).get(f"/people/{other.pk}/").status_code == 404
    assert browser.get(merge_url(one, other)).status_code == 404
    assert browser.get(merge_url(last, one)).url == last.get_absolute_url()


def test_nothing_of_a_stranger_is_compared(browser, known):
    person = known()

    for other in (PersonFactory().pk, uuid.uuid4(), person.pk):
        assert browser.get(reverse("liberations:merge", args=[person.pk, other])).status_code == 404


def test_what_has_grown_together_says_why_it_stays_together(browser, known, manager):
    one, other = known(), known()
    own = EpisodeFactory(person=one, admitted_date=dt.date(2020, 1, 6), released_date=dt.date(2020, 6, 3), prison=False)
    case = CaseFactory(referral__episode=own, closed_date=dt.date(2026, 11, 1), team_access=False)
    theirs = EpisodeFactory(person=other)
    merge = merge_people(survivor=one, merged=other, note="Same photograph.", by=manager)
    Case.objects.filter(pk=case.pk).update(episode=theirs)

    response = browser.post(reverse("liberations:merge_undo", args=[merge.pk]), follow=True)

    assert "can no longer be taken apart" in response.text
    assert Merge.objects.in_force().exists()


def test_record_that_can_stay_is_proposed_where_the_other_cannot(browser, known):
    one, other = known(), known()
    prison = PrisonFactory()
    EpisodeFactory(person=one, prison=prison)
    ReleaseDateFactory(episode=EpisodeFactory(person=other, prison=prison))

    page = browser.get(merge_url(one, other))

    assert page.context["conflicts"] == []
    assert page.context["form"].initial["survivor"] == str(other.pk)
