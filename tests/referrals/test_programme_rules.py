from collections import Counter

import pytest
from django.urls import reverse

from referrals.forms.programme_rules import FORMS
from referrals.models import Programme
from tests.factories.accounts import AdministratorFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def typed(client, address):
    """What a browser sends back from the page as it came."""
    form = client.get(address).context["form"]
    values = {bound.name: bound.value() for bound in form}
    sent = {name: form[name].field.prepare_value(value) for name, value in values.items()}
    return {name: "on" if value is True else value for name, value in sent.items() if value not in (None, False)}


def test_every_group_of_settings_is_asked_on_one_page():
    asked = Counter(name for form in FORMS.values() for name in form.names)
    groups = [base for base in Programme.__bases__ if base.__name__.endswith(("Rules", "Limits"))]

    assert asked == Counter(field.name for base in groups for field in base._meta.local_fields)
    assert [form for form in FORMS.values() if set(form.names) - set(form.base_fields)] == []


@pytest.mark.parametrize("group", FORMS)
def test_what_a_page_shows_may_be_sent_back_and_changes_nothing(client, administrator, group):
    programme = ProgrammeFactory()
    address = f"/administration/programmes/{programme.pk}/{group}/"

    answer = client.post(address, typed(client, address))

    assert answer.status_code == 302
    assert answer.url == reverse("referrals:programme_edit", args=[programme.pk])
    saved = Programme.objects.get(pk=programme.pk)
    assert saved.version == programme.version
    assert [getattr(saved, name) for name in FORMS[group].names] == [
        getattr(programme, name) for name in FORMS[group].names
    ]


def test_usual_hold_is_not_longer_than_one_may_be(client, administrator):
    address = reverse("referrals:programme_contacting", args=[ProgrammeFactory().pk])

    answer = client.post(address, typed(client, address) | {"lost_hold_days": "7", "lost_hold_usual_days": "8"})

    assert answer.context["form"].errors == {
        "lost_hold_usual_days": ["Enter 7 at most: it may not be put on hold for longer."]
    }


def test_who_read_old_settings_is_shown_what_stands_now(client, administrator):
    programme = ProgrammeFactory()
    address = reverse("referrals:programme_money", args=[programme.pk])
    first, second = typed(client, address), typed(client, address)
    client.post(address, first | {"money_once_pence": "30"})

    answer = client.post(address, second | {"money_once_pence": "45"})

    assert answer.status_code == 200
    assert Programme.objects.get(pk=programme.pk).money_once_pence == 3000
    assert answer.context["form"]["version"].value() == str(programme.version + 1)
