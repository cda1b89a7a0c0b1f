"""What is held, and in which order: the same everywhere, so that nobody waits in a circle."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liberations.enums import TravelMode
from liberations.services.gates import record_met
from liberations.services.legs import add_leg, edit_leg
from liberations.services.person_messages import ask_for_message, honour_stop
from people.enums import Purpose
from prisons.enums import ReleasedHow
from tests.factories.accounts import UserFactory
from tests.factories.keeping_contact import MessageTextFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)]
TABLES = {
    "mentoring_case": "case",
    "people_person": "person",
    "prisons_custodialepisode": "custody",
    "liberations_gateliberation": "gate",
    "liberations_leg": "way",
    "hashtext": "line",
}


def held_by(work) -> list[str]:
    """What `work` holds, in the order in which it first asks for it."""
    with CaptureQueriesContext(connection) as captured:
        work()
    asked = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"] or "hashtext" in query["sql"]]
    found = [name for sql in asked for table, name in TABLES.items() if f'FROM "{table}"' in sql or f"{table}(" in sql]
    return list(dict.fromkeys(found))


def test_what_happened_at_the_gate_holds_the_case_then_the_custody_then_the_gate():
    """The case as whoever passes people on; custody before the gate as whoever moves their day."""
    case = CaseFactory(liberation_date=dt.date(2026, 11, 20))

    held = held_by(lambda: record_met(case=case, out_at=timezone.now(), by=UserFactory()))

    assert [each for each in held if each != "person"] == ["case", "custody", "gate"]


def test_a_message_and_stop_hold_the_case_then_the_person(settings):
    settings.PERSON_EMAIL_FROM, settings.SMS_GATEWAY_DOMAIN = "post@letters.example", "sms.example"
    case = CaseFactory()
    case.episode.released_date, case.episode.released_how = dt.date(2026, 11, 6), ReleasedHow.GATE
    case.episode.save()
    case.person.phone = "07700 900123"
    case.person.save()
    ConsentFactory(person=case.person, purpose=Purpose.TEXTS, recipient_name="")
    by, text = UserFactory(phone="0141 496 0100"), MessageTextFactory()

    held = held_by(lambda: ask_for_message(case=case, message_text=text, channel="text", by=by))
    assert held == ["case", "person"]
    assert held_by(lambda: honour_stop(case=case, by=by)) == ["case", "person"]


def test_a_way_waits_in_line_before_its_row_is_held():
    by, ends = UserFactory(), {"from_prison": PrisonFactory(), "to_place": PlaceFactory()}
    leg = add_leg(mode=TravelMode.PUBLIC, minutes=30, by=by, **ends)

    assert held_by(lambda: edit_leg(leg=leg, read_at_version=1, minutes=40, by=by)) == ["line", "way"]
