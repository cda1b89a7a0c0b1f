"""A diary as an iCalendar file (RFC 5545), for programs that subscribe to it."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from liberations.diary.entries import Entry

# How often a program should ask again; some take no notice.
ASK_AGAIN = dt.timedelta(hours=1)


def diary_file(entries: Iterable[Entry], *, at: dt.datetime) -> bytes:
    """The file of these entries as they stand at the moment `at`. What is no longer in it, a subscriber takes off."""
    calendar = Calendar()
    calendar.add("prodid", "-//Throughgate//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Throughgate")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, at))
    return calendar.to_ical()


def fingerprint(entries: Sequence[Entry]) -> str:
    """What was disclosed, in short: the same entries have the same one."""
    return hashlib.sha256(repr(entries).encode()).hexdigest()[:16]


def _event(entry: Entry, at: dt.datetime) -> Event:
    site = settings.SITE_URL.rstrip("/")
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(site).hostname}")
    event.add("summary", entry.title)
    event.add("url", site + reverse("desk:person", args=[entry.person_id]))
    event.add("dtstamp", at)
    event.add("sequence", entry.changes)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.at:
        # In UTC, which means the same in every program, whatever it knows of London's clocks.
        starts = entry.at.astimezone(dt.UTC)
        event.add("dtstart", starts)
        event.add("dtend", starts + entry.lasts)
    else:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
