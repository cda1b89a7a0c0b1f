"""The stage the invented lives play on: two teams and their staff, programmes, partner agencies, gates and a local holiday."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import Team, User
from audit import trail
from audit.enums import Verb
from demo.days import FRIDAY, Days
from demo.logins import LOGINS, PASSWORD
from mentoring.models import Mentor, PrisonClearance
from people.enums import Sex
from prisons.enums import Jurisdiction, SentenceBand
from prisons.models import LocalAuthority, Prison
from prisons.services.holidays import add_holiday
from prisons.services.prisons import PRISON_FIELDS, edit_prison
from referrals.enums import ServiceKind
from referrals.models import Agency, Programme, Service

OUR_TEAM = "Harbour Mentoring"
OTHER_TEAM = "Northlight Throughcare"
GLASGOW = "Glasgow City"

# First name in the address: name, role, team, work phone.
STAFF = {
    "amara": ("Amara Okafor", Role.COMMUNITY_MENTOR, OUR_TEAM, "07700 900118"),
    "callum": ("Callum Reid", Role.COMMUNITY_MENTOR, OUR_TEAM, "07700 900126"),
    "isla": ("Isla McBride", Role.COMMUNITY_MENTOR, OUR_TEAM, "07700 900134"),
    "donna": ("Donna Fraser", Role.PRISON_MENTOR, OUR_TEAM, "07700 900142"),
    "yusuf": ("Yusuf Khan", Role.PRISON_MENTOR, OUR_TEAM, "07700 900159"),
    "morag": ("Morag Sinclair", Role.MANAGER, OUR_TEAM, "0141 496 0101"),
    "priya": ("Priya Nair", Role.ADMINISTRATOR, None, "0141 496 0102"),
    "ewan": ("Ewan Baird", Role.AUDITOR, None, "0141 496 0103"),
    "tomasz": ("Tomasz Wilk", Role.MANAGER, OTHER_TEAM, "01463 496 010"),
    "eilidh": ("Eilidh Grant", Role.COMMUNITY_MENTOR, OTHER_TEAM, "07700 900167"),
}
# Capacity, languages (codes), areas of return covered, prisons they are cleared for.
MENTORS = {
    "amara": (20, ("en", "fr"), (GLASGOW, "North Lanarkshire", "East Dunbartonshire"), ("BAR", "LOW", "STI")),
    "callum": (20, ("en", "pl"), (GLASGOW, "Renfrewshire", "Inverclyde"), ("BAR", "GRE", "POL", "ADD")),
    "isla": (12, ("en", "gd"), ("South Lanarkshire", "West Lothian", "Falkirk"), ("ADD", "EDI", "STI", "LOW")),
    "donna": (8, ("en",), (GLASGOW,), ("BAR", "LOW", "GRE")),
    "yusuf": (8, ("en", "ur", "pa"), (GLASGOW, "South Lanarkshire"), ("POL", "STI", "ADD", "EDI")),
    "eilidh": (16, ("en",), ("Highland", "Moray", "Perth and Kinross"), ("INV", "PER")),
}
PROGRAMMES = {
    OUR_TEAM: (
        "Steps Home",
        ("BAR", "LOW", "GRE", "ADD", "EDI", "POL", "STI", "KIL"),
        (
            GLASGOW,
            "North Lanarkshire",
            "South Lanarkshire",
            "East Dunbartonshire",
            "West Dunbartonshire",
            "East Renfrewshire",
            "Renfrewshire",
            "Inverclyde",
            "West Lothian",
            "Falkirk",
        ),
        240,
    ),
    OTHER_TEAM: ("Northlight", ("INV", "PER", "GRA"), ("Highland", "Moray", "Perth and Kinross"), 60),
}
HARBOUR_HOMES = "Harbour Homes"
OPEN_DOOR = "Open Door Recovery"
CLYDE_MONEY = "Clyde Money Advice"
# Invented partner agencies: phone, notes, and what they offer (name, kind, who may go, weeks to wait, hours, address).
AGENCIES = {
    HARBOUR_HOMES: (
        "0141 496 0140",
        "Ask for the duty worker. A call before noon gets an answer the same day.",
        (
            (
                "First nights",
                ServiceKind.ACCOMMODATION,
                "Anyone leaving prison with nowhere to stay that night.",
                0,
                "Every day, 8am to 10pm",
                "14 Wherry Lane, Glasgow",
            ),
            (
                "Shared flats",
                ServiceKind.ACCOMMODATION,
                "Over 18, with a local connection to Glasgow or Renfrewshire.",
                6,
                "Monday to Friday, 9am to 5pm",
                "14 Wherry Lane, Glasgow",
            ),
        ),
    ),
    CLYDE_MONEY: (
        "0141 496 0155",
        "They see people in Barlinnie on Tuesdays.",
        (
            (
                "Benefits before the gate",
                ServiceKind.MONEY,
                "From four weeks before liberation.",
                1,
                "Monday to Thursday, 10am to 4pm",
                "3 Ropework Court, Glasgow",
            ),
        ),
    ),
    OPEN_DOOR: (
        "0141 496 0162",
        "Prescriptions need two working days' notice from the prison.",
        (
            (
                "Same-day prescribing",
                ServiceKind.SUBSTANCES,
                "Already on a prescription in prison.",
                0,
                "Monday to Friday, 9am to 4:30pm",
                "Unit 2, Lantern Yard, Glasgow",
            ),
            (
                "Walk and talk",
                ServiceKind.MENTAL_HEALTH,
                "Anyone; no diagnosis needed.",
                2,
                "Wednesdays, 1pm",
                "Meets at Lantern Yard, Glasgow",
            ),
        ),
    ),
    "Bridgewater Skills": (
        "0141 496 0179",
        "They will ask about driving licence and site card first.",
        (
            (
                "Into work",
                ServiceKind.WORK,
                "Out of prison for less than a year.",
                3,
                "Monday to Friday, 9am to 5pm",
                "60 Bridgewater Road, Motherwell",
            ),
        ),
    ),
    "Kinfolk": (
        "0141 496 0187",
        "Happy to ring a family member first, with the person's agreement.",
        (
            (
                "Coming home together",
                ServiceKind.FAMILY,
                "The family lives in the west of Scotland.",
                2,
                "Evenings and Saturdays",
                "9 Orchard Wynd, Hamilton",
            ),
        ),
    ),
}
# What a mentor needs at the gate. Invented, and each says so: these are real places.
GATES = {
    "BAR": (
        "Main gate, Lee Avenue side",
        "0141 496 0171",
        "Wait by the low wall opposite the main door. Most people come out between 8:30am and 9:30am.",
    ),
    "LOW": (
        "Visitor centre entrance",
        "0141 496 0172",
        "Wait in the visitor centre; the desk rings when they are on their way.",
    ),
    "STI": ("Front door", "0141 496 0173", "Ring at the front door and say who you are here for."),
    "ADD": ("Main entrance", "0141 496 0174", "There are benches inside the first door. From 8am."),
    "POL": ("Main gate", "0141 496 0175", "Wait in the car park on the left; there is a shelter."),
}
INVENTED = " (Invented for the demonstration: ask the prison.)"
IF_NOBODY = "Ask at the gate desk for the liberations officer. Wait an hour, then ring the hall, then your manager."
VISITS = "Book by noon the day before. Private rooms are few: ask for one by name."


@dataclass(frozen=True)
class Scene:
    """What lives are told with: staff and mentors by first name, prisons by code, areas and partner agencies by name, the rest by team's key.

    `holiday` is a Friday on which offices in Glasgow are closed.
    """

    users: dict[str, User]
    mentors: dict[str, Mentor]
    prisons: dict[str, Prison]
    areas: dict[str, LocalAuthority]
    programmes: dict[uuid.UUID, Programme]
    managers: dict[uuid.UUID, User]
    agencies: dict[str, Agency]
    holiday: dt.date | None = None

    def programme_of(self, worker: str) -> Programme:
        return self.programmes[self.users[worker].team_id]

    def manager_of(self, worker: str) -> User:
        return self.managers[self.users[worker].team_id]


def set_scene(days: Days) -> Scene:
    """Make everything but the people. Run with reference data loaded; the caller holds the transaction."""
    prisons = {prison.code: prison for prison in Prison.objects.all()}
    areas = {area.name: area for area in LocalAuthority.objects.all()}
    with trail.written("set_demo_scene", Verb.CREATED, by=None) as entry:
        teams = {name: Team.objects.create(name=name) for name in (OUR_TEAM, OTHER_TEAM)}
        users = _staff(teams)
        mentors = _mentors(users, prisons, areas, from_date=days.today - dt.timedelta(days=400))
        programmes = {teams[name].pk: _programme(teams[name], prisons, areas) for name in PROGRAMMES}
        agencies = _agencies(teams, areas)
        entry.after = {"staff": len(users), "agencies": len(AGENCIES) + 1}
    for code, (address, phone, arrangements) in GATES.items():
        prison = prisons[code]
        gate = {
            "gate_address": address,
            "gate_phone": phone,
            "gate_arrangements": arrangements + INVENTED,
            "if_nobody": IF_NOBODY + INVENTED,
        }
        edit_prison(
            prison=prison,
            read_at_version=prison.version,
            details={name: getattr(prison, name) for name in PRISON_FIELDS}
            | gate
            | {"visiting_arrangements": VISITS + INVENTED},
            aliases=[alias.name for alias in prison.aliases.all()],
            by=users["priya"],
        )
    managers = {user.team_id: user for user in users.values() if user.is_manager}
    holiday = _local_holiday(areas[GLASGOW], days, users["priya"])
    return Scene(users, mentors, prisons, areas, programmes, managers, agencies, holiday)


def _staff(teams) -> dict[str, User]:
    hashed = make_password(PASSWORD)
    users = {}
    for login in LOGINS:
        key = login.email.partition("@")[0]
        name, role, team, phone = STAFF[key]
        users[key] = User.objects.create(
            name=name,
            email=login.email,
            role=role,
            team=teams.get(team),
            phone=phone,
            password=hashed,
            # Switched on when all is told: what is long past is in nobody's post.
            email_notices=False,
        )
    return users


def _mentors(users, prisons, areas, *, from_date) -> dict[str, Mentor]:
    mentors = {}
    for key, (capacity, languages, covered, cleared) in MENTORS.items():
        mentors[key] = Mentor.objects.create(user=users[key], capacity=capacity, languages=list(languages))
        mentors[key].areas.set([areas[name] for name in covered])
        PrisonClearance.objects.bulk_create(
            PrisonClearance(mentor=mentors[key], prison=prisons[code], from_date=from_date) for code in cleared
        )
    return mentors


def _programme(team, prisons, areas) -> Programme:
    name, codes, covered, places = PROGRAMMES[team.name]
    programme = Programme.objects.create(
        name=name,
        team=team,
        sexes=[Sex.FEMALE, Sex.MALE],
        sentence_bands=[SentenceBand.UNDER_12_MONTHS, SentenceBand.FROM_1_TO_4_YEARS],
        takes_remand=True,
        contract_places=places,
    )
    programme.prisons.set([prisons[code] for code in codes])
    programme.areas.set([areas[area] for area in covered])
    return programme


def _agencies(teams, areas) -> dict[str, Agency]:
    agencies = {}
    Agency.objects.create(name=OTHER_TEAM, phone="01463 496 010", team=teams[OTHER_TEAM])
    for name, (phone, notes, offers) in AGENCIES.items():
        agency = agencies[name] = Agency.objects.create(name=name, phone=phone, notes=notes)
        for service, kind, threshold, weeks, hours, address in offers:
            offered = Service.objects.create(
                agency=agency,
                name=service,
                kind=kind,
                threshold=threshold,
                waiting_weeks=weeks,
                opening_hours=hours,
                address=address,
            )
            if kind == ServiceKind.ACCOMMODATION:
                offered.areas.set([areas[GLASGOW], areas["Renfrewshire"]])
    return agencies


def _local_holiday(area: LocalAuthority, days: Days, administrator: User) -> dt.date:
    """A Friday about five weeks ahead on which Glasgow's offices are closed, after a Thursday that is an ordinary day."""
    friday = days.today + dt.timedelta(days=35 + (FRIDAY - days.today.weekday()) % 7)
    while not (days.is_lawful(friday) and days.is_lawful(friday - dt.timedelta(days=1))):
        friday += dt.timedelta(days=7)
    add_holiday(
        new_id=uuid.uuid4(),
        jurisdiction=Jurisdiction.SCOTLAND,
        local_authority=area,
        first_day=friday,
        name="Local holiday",
        source="Invented for the demonstration",
        by=administrator,
    )
    return friday
