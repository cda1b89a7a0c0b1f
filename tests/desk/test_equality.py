import datetime as dt

import pytest
from django.urls import reverse

from desk.selectors.equality import equality_figures, financial_year
from people.models import EqualityAnswers, EqualityOffer
from people.services.connections import declare_connection
from people.services.equality import record_equality_offer
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
TODAY, JUNE = dt.date(2026, 11, 22), dt.date(2026, 6, 1)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


@pytest.fixture
def people(programme):
    """Seven whose support began in June: three women, two men, one would not say, one was not asked."""
    return [support(programme, answer) for answer in ["female"] * 3 + ["male"] * 2 + ["prefer-not", ""]]


def support(programme, sex="", opened=JUNE, answered=JUNE):
    person = CaseFactory(referral__programme=programme, opened_date=opened).person
    if sex:
        record_equality_offer(
            person=person, outcome="answered", offered_date=answered, answers={"sex": [sex]}, by=UserFactory()
        )
    return person


def sexes(programme, year=2026):
    figures = equality_figures(programme, year, TODAY)
    ((_, questions),) = figures.lists
    return {answer: str(number) for answer, number in next(each for each in questions if "sex?" in each.label).lines}


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2026, 3, 31), 2025), (dt.date(2026, 4, 1), 2026), (dt.date(2027, 1, 1), 2026)]
)
def test_financial_year_begins_in_april(day, year):
    assert financial_year(day) == year


def test_answers_are_counted_with_small_numbers_hidden(programme, people):
    assert sexes(programme) == {
        "Female": "<5",
        "Male": "<5",
        "Prefer not to say": "<5",
        "Not asked, or not answered": "<5",
    }
    figures = equality_figures(programme, 2026, TODAY)
    assert (figures.people, figures.offered) == (7, 6)


def test_larger_numbers_are_shown(programme):
    for sex in ["female"] * 6 + ["male"] * 5:
        support(programme, sex)

    assert sexes(programme) == {
        "Female": "6",
        "Male": "5",
        "Prefer not to say": "0",
        "Not asked, or not answered": "0",
    }


def test_other_years_programmes_and_this_month_are_not_counted(programme, people):
    support(programme, "male", opened=dt.date(2025, 6, 2), answered=dt.date(2025, 6, 2))
    support(programme, "male", opened=dt.date(2026, 11, 2), answered=dt.date(2026, 11, 2))
    support(ProgrammeFactory(team=programme.team), "male")

    assert equality_figures(programme, 2026, TODAY).people == 7
    assert equality_figures(programme, 2025, TODAY) is None


def test_figures_are_the_same_for_a_manager_who_knows_one_of_them(programme, people, manager, as_user):
    client = as_user(manager)
    url = reverse("desk:equality_counts")
    before = client.get(url).context["figures"]

    declare_connection(person=people[0], user=manager, how="friend", by=manager)

    assert client.get(url).context["figures"] == before


def test_newest_answers_of_somebody_who_was_on_record_twice_count_once(programme, people):
    EqualityAnswers.objects.create(
        person=people[0],
        code_list="scotland-2022",
        answers={"sex": ["male"]},
        answered_date=dt.date(2026, 7, 1),
    )

    assert EqualityOffer.objects.count() == 6
    assert equality_figures(programme, 2026, TODAY).people == 7


def test_file_hides_what_the_page_hides(programme, people, manager, as_user):
    client = as_user(manager)

    page = client.get(reverse("desk:equality_counts")).content.decode()
    lines = client.get(reverse("desk:equality_export")).content.decode().splitlines()

    assert page.count("&lt;5") > 4
    assert [line.rpartition(",")[2] for line in lines if "What is your sex?" in line] == ["<5"] * 4


def test_figures_of_another_team_are_not_reached(programme, people, as_user):
    other = ManagerFactory()

    response = as_user(other).get(reverse("desk:equality_counts"), {"programme": programme.pk, "year": "2026"})

    assert (response.context["programme"], response.context["figures"]) == (None, None)
