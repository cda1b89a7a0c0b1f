import pytest
from django.urls import reverse

from prisons.services.reference_data import load_reference_data
from tests.factories.accounts import AdministratorFactory, TeamFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_administration_counts_what_is_open(client):
    load_reference_data()
    client.force_login(AdministratorFactory())
    ProgrammeFactory()
    ProgrammeFactory(closed_date="2020-01-01")
    AgencyFactory.create_batch(2)
    AgencyFactory(closed_date="2020-01-01")
    TeamFactory(closed_date="2020-01-01")

    response = client.get(reverse("desk:administration"))

    assert response.context["counts"] == {
        "prisons": 17,
        "areas": 32,
        "rules": 3,
        "agencies": 2,
        "places": 0,
        "programmes": 1,
        "staff": 1,
        "teams": 2,
        "trainings": 0,
    }


def test_administration_counts_in_one_query(client, django_assert_max_num_queries):
    client.force_login(AdministratorFactory())

    with django_assert_max_num_queries(8):
        response = client.get(reverse("desk:administration"))

    assert response.context["counts"]["agencies"] == 0
