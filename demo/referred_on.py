"""The directory as it is kept, and what became of some referrals to partner agencies; one agency answered through its link."""

import datetime as dt
from dataclasses import dataclass

from django.forms import model_to_dict

from demo.days import Days
from demo.scene import CLYDE_MONEY, HARBOUR_HOMES, OPEN_DOOR, Scene
from mentoring.models import Case
from referrals.enums import Availability, Condition, OnwardState
from referrals.models import AgencyLink, Service
from referrals.services.agencies import edit_agency, edit_service
from referrals.services.agency_links import answer_by_link, open_agency_link, send_agency_link
from referrals.services.directory import check_service, say_room
from referrals.services.onward import move_onward_referral, send_onward_referral

ADDRESSES = {
    HARBOUR_HOMES: "duty@harbour-homes.example",
    CLYDE_MONEY: "hello@clyde-money.example",
    OPEN_DOOR: "prescribing@open-door.example",
}
KEPT = ("name", "kind", "threshold", "waiting_weeks", "opening_hours", "address", "check_days", "takes", "refuses")
DETAILS = ("name", "phone", "email", "website", "notes")


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody asked a service: whom it takes or not, whether it has room, and whether it was just checked."""

    takes: tuple[Condition, ...] = ()
    refuses: tuple[Condition, ...] = ()
    room: Availability = Availability.OPEN
    again_in_days: int | None = None
    checked: bool = True


KNOWN = {
    "First nights": Known((Condition.REMAND, Condition.NO_PAPERS, Condition.ARREARS), (Condition.CHILDREN,)),
    "Shared flats": Known(
        (Condition.PRESCRIBED,),
        (Condition.FIRE, Condition.PETS, Condition.COUPLE),
        room=Availability.FULL,
        again_in_days=24,
    ),
    "Same-day prescribing": Known((Condition.PRESCRIBED, Condition.USING, Condition.NO_PAPERS)),
    "Benefits before the gate": Known((Condition.REMAND, Condition.TAGGED)),
    "Into work": Known((), (Condition.REMAND,), checked=False),
}


def tell_directory(scene: Scene, days: Days) -> None:
    """What administrators and mentors found out about the services."""
    for name, email in ADDRESSES.items():
        agency = scene.agencies[name]
        details = model_to_dict(agency, DETAILS) | {"team": agency.team, "email": email}
        edit_agency(agency=agency, read_at_version=agency.version, details=details, by=scene.users["priya"])
    for service in Service.objects.filter(name__in=KNOWN).prefetch_related("areas"):
        _tell_service(service, KNOWN[service.name], scene, days)


def _tell_service(service, known, scene, days):
    details = model_to_dict(service, KEPT) | {"place": service.place}
    details |= {"takes": list(known.takes), "refuses": list(known.refuses)}
    edited = edit_service(
        service=service,
        read_at_version=service.version,
        details=details,
        areas=service.areas.all(),
        by=scene.users["priya"],
    )
    if known.room != Availability.OPEN:
        again = days.ahead(known.again_in_days) if known.again_in_days else None
        said = {"availability": known.room, "available_again_date": again, "by": scene.users["amara"]}
        edited = say_room(service=edited, read_at_version=edited.version, **said)
    if known.checked:
        check_service(service=edited, read_at_version=edited.version, by=scene.users["amara"])


@dataclass(frozen=True, slots=True)
class Referred:
    """To a service on a day, and what was heard since: the day, the state, what they said."""

    number: str
    service: str
    on: dt.date
    what: str
    heard: tuple[tuple[dt.date, OnwardState, str], ...] = ()
    by_link: bool = False


def referred(days: Days) -> tuple[Referred, ...]:
    return (
        Referred(
            number="090417",
            service="Shared flats",
            on=days.ago(12),
            what="Jamie Rafferty, 07700 900231. Does not feel safe where he sleeps now. A quiet flat; no pets.",
            by_link=True,
        ),
        Referred(
            number="090417",
            service="Same-day prescribing",
            on=days.ago(30),
            what="Jamie Rafferty. On methadone in prison, 60 ml. Needs it from the first day.",
            heard=(
                (days.ago(29), OnwardState.ACCEPTED, "Come at 2pm on the first day"),
                (days.ago(20), OnwardState.ATTENDED, "Came with Amara, and was seen at once"),
            ),
        ),
    )


def tell_referred_on(days: Days) -> None:
    """Each by the mentor who has the case now."""
    cases = Case.objects.open().select_related("person")
    for told in referred(days):
        case = cases.get(person__identifiers__value=told.number)
        by = case.assignments.get(until_date=None).mentor.user
        onward = send_onward_referral(
            person=case.person, service=Service.objects.get(name=told.service), what=told.what, on=told.on, by=by
        )
        for on, state, note in told.heard:
            move_onward_referral(onward=onward, state=state, on=on, note=note, by=by)
        if told.by_link:
            _answered_by_link(send_agency_link(onward=onward, by=by), days)


def _answered_by_link(link: AgencyLink, days: Days) -> None:
    """The agency put them on its list this morning."""
    open_agency_link(secret=link.secret, place="demo")
    answer_by_link(
        secret=link.secret,
        place="demo",
        state=OnwardState.WAITING,
        note="Second on the list. He should ring us on Fridays.",
        ask_again_date=days.ahead(24),
    )
