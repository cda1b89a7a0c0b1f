"""What many lives share: taken in, signed up, visited."""

import datetime as dt

from demo.days import ONE_DAY, Days, weekday_before
from demo.scene import GLASGOW
from demo.steps import (
    Accepted,
    Admitted,
    Agreed,
    Allocated,
    Contact,
    Offered,
    Referred,
    Step,
    Told,
)
from mentoring.enums.meetings import Channel, Place
from mentoring.enums.needs import NeedArea
from referrals.enums import Source

LOW_WALL = "The low wall opposite the main door"


def taken_in(
    days: Days,
    *,
    ago: int,
    prison: str = "BAR",
    hall: str = "",
    area: str = GLASGOW,
    out: dt.date | None = None,
    source: Source = Source.PRISON_LIST,
    admitted_ago: int | None = None,
) -> tuple[Step, ...]:
    """In custody, with a day from the prison's list if `out` is given, and referred `ago` days ago."""
    referred = days.ago(ago)
    steps: list[Step] = [
        Admitted(on=days.ago(admitted_ago or ago + 45), prison=prison, hall=hall, area=area),
    ]
    if out:
        steps.append(Told(on=days.ago(ago + 2), stated_date=out))
    return (*steps, Referred(on=referred, source=source))


def signed_up(
    days: Days, *, ago: int, mentor: str, note: str = "", share_with: tuple[str, ...] = (), texts: bool = False
) -> tuple[Step, ...]:
    """Accepted and offered a few days before, agreed `ago` days ago, with a mentor three days later."""
    return (
        Accepted(on=days.ago(ago + 6)),
        Offered(on=days.ago(ago + 3)),
        Agreed(on=days.ago(ago), share_with=share_with, texts=texts),
        Allocated(on=days.ago(max(ago - 3, 0)), mentor=mentor, note=note),
    )


def visit(days: Days, ago: int, note: str, *topics: NeedArea, minutes: int = 45, **facts) -> Contact:
    """A visit in prison that counts."""
    place = facts.pop("place", Place.PRIVATE_ROOM)
    return Contact(on=days.ago(ago), place=place, minutes=minutes, topics=topics, note=note, **facts)


def weekly(out: dt.date, after: tuple[int, ...]) -> list[Contact]:
    """Contacts so many days after release, by phone and in person by turns."""
    contacts = []
    for place, count in enumerate(after):
        in_person = place % 2 == 1
        day = out + count * ONE_DAY
        contacts.append(
            Contact(
                on=weekday_before(day) if in_person else day,
                channel=Channel.COMMUNITY if in_person else Channel.PHONE,
                minutes=50 if in_person else 15,
                topics=(NeedArea.ACCOMMODATION, NeedArea.MONEY) if in_person else (NeedArea.PRACTICAL,),
                note="Coffee and a look through the letters." if in_person else "A good talk.",
            )
        )
    return contacts
