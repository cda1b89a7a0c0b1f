import datetime as dt
import re

import pytest
import time_machine
from django.core import mail

from accounts.enums import LinkKind
from accounts.models import PasswordLink, User
from accounts.services.passwords import (
    MOST_LINKS_AN_HOUR,
    add_password_link,
    ask_password_link,
    choose_password,
    send_password_links,
)
from accounts.services.staff import deactivate_staff
from audit.models import Event
from core.errors import RuleBroken
from tests.concurrency import at_once
from tests.factories.accounts import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def test_ask_password_link_takes_the_address_in_any_case():
    user = UserFactory(email="morag@throughgate.example")

    ask_password_link(email=" Morag@Throughgate.example")

    assert list(PasswordLink.objects.values_list("user", "kind", "sent_at")) == [(user.pk, LinkKind.RESET, None)]
    assert list(Event.objects.values_list("action", "subject_key")) == [("add_password_link", user.pk)]


@pytest.mark.parametrize("is_active", [None, False])
def test_ask_password_link_does_nothing_for_an_address_without_an_account(is_active):
    if is_active is False:
        UserFactory(email="gone@throughgate.example", is_active=False)

    ask_password_link(email="gone@throughgate.example")

    assert not PasswordLink.objects.exists()
    assert not Event.objects.exists()


def test_add_password_link_gives_three_in_an_hour():
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as now:
        given = [add_password_link(user=user, kind=LinkKind.RESET, by=None) for _ in range(MOST_LINKS_AN_HOUR + 1)]
        now.shift(dt.timedelta(hours=1))
        later = add_password_link(user=user, kind=LinkKind.RESET, by=None)

    assert [each is not None for each in given] == [True, True, True, False]
    assert later is not None


def test_send_password_links_sends_each_once_and_names_nobody():
    user = UserFactory(name="Morag Campbell")
    add_password_link(user=user, kind=LinkKind.INVITATION, by=None)

    counts = [send_password_links(), send_password_links()]

    [letter] = mail.outbox
    assert counts == [1, 0]
    assert letter.to == [user.email]
    assert letter.subject == "Your Throughgate account"
    assert re.search(rf"http://127\.0\.0\.1:8000/password/{user.pk}/[-a-z0-9]+/\n", letter.body)
    assert "Morag" not in letter.body + letter.subject


def test_send_password_links_tries_again_when_the_mail_server_refuses(settings):
    add_password_link(user=UserFactory(), kind=LinkKind.RESET, by=None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    refused = send_password_links()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    too_early = send_password_links()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=2)):
        later = send_password_links()

    assert (refused, too_early, later) == (0, 0, 1)


def test_send_password_links_forgets_somebody_deactivated_meanwhile():
    user = UserFactory()
    add_password_link(user=user, kind=LinkKind.RESET, by=None)
    type(user).objects.update(is_active=False)

    assert (send_password_links(), mail.outbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_choose_password_takes_one_of_two_chosen_at_the_same_moment():
    user = UserFactory()
    offers = [(User.objects.get(pk=user.pk), word) for word in ("seven herring", "eight herring")]

    def choose():
        reader, word = offers.pop()
        try:
            choose_password(user=reader, password=word, by=reader)
        except RuleBroken:
            return None
        return word

    (chosen,) = filter(None, at_once(2, choose))

    user.refresh_from_db()
    assert user.check_password(chosen)
    assert Event.objects.filter(action="choose_password").count() == 1


def test_choose_password_is_refused_to_somebody_deactivated_meanwhile():
    user = UserFactory()
    deactivate_staff(user=user, by=AdministratorFactory())

    with pytest.raises(RuleBroken):
        choose_password(user=user, password="seven herring", by=user)
