"""Prisons' lists as tests make them: a file of rows, and the people on record whom it is about."""

import csv
import datetime as dt
import io

from liberations.services.lists import read_list
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import IdentifierFactory, PersonFactory
from tests.factories.prisons import EpisodeFactory, PrisonStayFactory, ReleaseDateFactory
from tests.factories.referrals import ReferralFactory

HEADINGS = ["Prison number", "Surname", "Forename", "DOB", "Hall", "Liberation date"]
DAY, LATER = dt.date(2027, 1, 14), dt.date(2027, 1, 21)
GIVEN, BORN = "Rhona", dt.date(1988, 3, 4)


def csv_of(*rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def row(number, family, day=DAY, hall="A"):
    return [number, family, GIVEN, BORN, hall, day]


def read(prison, programme, by, *rows):
    content = csv_of(HEADINGS, *rows)
    return read_list(prison=prison, programme=programme, file_name="list.csv", content=content, by=by)


def on_record(prison, number, family, day=DAY):
    """Someone in custody in `prison` since August, with this day on the ledger. Returns the time in custody."""
    person = PersonFactory(given_names=GIVEN, family_name=family, birth_date=BORN)
    IdentifierFactory(person=person, value=number)
    episode = EpisodeFactory(person=person, prison=False)
    PrisonStayFactory(episode=episode, prison=prison)
    if day:
        ReleaseDateFactory(episode=episode, stated_date=day)
    return episode


def supported(prison, number, family, programme, day=DAY):
    """The same with a mentor, who is told of what changes. Returns the case."""
    episode = on_record(prison, number, family, day)
    referral = ReferralFactory(person=episode.person, episode=episode, programme=programme, state="agreed")
    return CaseFactory(referral=referral, lead=MentorFactory(user__team=programme.team))
