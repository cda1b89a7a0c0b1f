"""A button pressed twice, or eight times at the same moment, is pressed once: one change, one trail row, no error."""

import pytest
from django.forms import BaseForm
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from tests.access import World
from tests.answers import answers
from tests.concurrency import at_once
from tests.forms import FORMS

PRESSES = 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_form_sent_eight_times_at_once_is_sent_once(name, as_user):
    sent, world = FORMS[name], World()
    url = reverse(name, args=sent.kind(world) if sent.kind else ())
    clients = [as_user(world.users[sent.by]) for _ in range(PRESSES)]
    data = filled(clients[0], url, sent.data(world))
    before = changes()

    statuses = at_once(PRESSES, lambda: clients.pop().post(url, data).status_code)
    again = as_user(world.users[sent.by]).post(url, data).status_code

    assert (set(statuses), again, changes() - before) == ({302}, 302, 1)


def filled(client, url, typed):
    """What a browser sends: the form as it came, with what `typed` says filled in."""
    context = client.get(url).context
    form = context.get("form") if context else None
    return answers(form, **typed) if isinstance(form, BaseForm) else typed


def changes():
    return Event.objects.filter(verb__in=[Verb.CREATED, Verb.CHANGED, Verb.SHARED]).count()
