"""A crowd of invented people with teams and mentors enough for them: 40 open cases each, one large team, many ordinary ones."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from accounts.enums import Role
from accounts.models import Team, User
from demo.days import ONE_DAY, Days
from demo.logins import PASSWORD
from demo.scale.courses import COURSES, Course
from demo.scale.names import FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES, MENTOR_NAMES, TEAM_NAMES
from demo.scale.walking import Walker, liberation, referral_only, walk
from demo.scene import CLYDE_MONEY, HARBOUR_HOMES, OPEN_DOOR, Scene
from demo.steps import Life, Who
from mentoring.models import Mentor
from mentoring.services.readiness_kinds import start_standard_list
from people.enums import Sex
from people.models import Identifier
from prisons.models import LocalAuthority, Prison
from referrals.models import Agency, Programme

CROWD_ADDRESS = "@crowd.throughgate.example"
CASES_PER_MENTOR = 40
LARGE_TEAM = 5000
ORDINARY_TEAM = 12 * CASES_PER_MENTOR
# Of six people five have support now; the sixth is a referral, or somebody whose support has ended.
ONE_NOT_OPEN_IN = 6
# One open case in so many waits for a mentor.
ONE_UNALLOCATED_IN = 60
MENS_PRISONS = ("BAR", "LOW", "ADD", "EDI", "KIL", "GRE", "PER", "GLE", "INV", "DUM")
WOMENS_PRISONS = ("STI", "EDI")
SHARES = ((HARBOUR_HOMES,), (CLYDE_MONEY, OPEN_DOOR), (), (OPEN_DOOR,))
# Steps that share no factor with what they walk through, so that neighbours differ and nothing repeats early.
NUMBER_STEP, NUMBERS = 7919, 1_000_000
GOLDEN = 0.6180339887498949


@dataclass
class Desk:
    """A team's staff, by their keys in the scene, and how many open cases it is to have."""

    prison_mentor: str
    mentors: list[str]
    open_cases: int


@dataclass
class Crowd:
    """`lives()` gives them one by one; the same people every time for one day and size."""

    people: int
    days: Days
    scene: Scene = field(init=False)
    desks: list[Desk] = field(init=False)

    def __post_init__(self):
        self.scene, self.desks = _crowd_scene(self.people)
        self._areas = list(self.scene.areas)

    def lives(self) -> Iterator[Life]:
        numbers = _free_numbers()
        places = iter(range(self.people))
        for desk in self.desks:
            opened = 0
            while opened < desk.open_cases:
                place = next(places)
                is_open = place % ONE_NOT_OPEN_IN != ONE_NOT_OPEN_IN - 1
                mentor = desk.mentors[min(opened // CASES_PER_MENTOR, len(desk.mentors) - 1)]
                yield self._life(place, desk, mentor, next(numbers), is_open=is_open)
                opened += is_open
        for place in places:
            yield self._life(place, self.desks[-1], self.desks[-1].mentors[-1], next(numbers), is_open=False)

    def _life(self, place: int, desk: Desk, mentor: str, number: str, *, is_open: bool) -> Life:
        course = COURSES[place % len(COURSES)]
        who = _who(place, self.days.today)
        area = self._areas[place * 5 % len(self._areas)]
        prisons = WOMENS_PRISONS if who.sex == Sex.FEMALE else MENS_PRISONS
        walker = Walker(
            place=place,
            course=course,
            days=self.days,
            prison=prisons[place // 3 % len(prisons)],
            next_prison=prisons[(place // 3 + 1) % len(prisons)],
            area=area,
            mentor=mentor,
            share_with=SHARES[place % len(SHARES)],
        )
        turn = place * GOLDEN % 1
        allocated = place % ONE_UNALLOCATED_IN != 0
        raw = self.days.today + _ahead(course, turn, is_open=is_open, place=place, allocated=allocated) * ONE_DAY
        out, told = liberation(walker, raw, self.scene.areas[area].pk)
        if not is_open and place // ONE_NOT_OPEN_IN % 2:
            steps = referral_only(walker, out, told)
        else:
            steps = walk(walker, out, told, allocated=allocated or not is_open)
        return Life(who, number, desk.prison_mentor, tuple(steps))


def _ahead(course: Course, turn: float, *, is_open: bool, place: int, allocated: bool) -> int:
    """In how many days they are let out, negative when they have been. `turn` from 0 to 1 is where on the course they are."""
    ends = course.ends[0]
    if not is_open:
        if place // ONE_NOT_OPEN_IN % 2:
            # A referral: offered by now at the latest, not yet due to agree.
            return course.agreed - 1 - int(turn * 3)
        return -ends - 7 - int(turn * 300)
    if not allocated:
        # Agreed within the last days.
        return course.agreed - 3 - int(turn * 3)
    first, last = course.agreed - 8, 4 - ends
    return first - int(turn * (first - last))


def _who(place: int, today: dt.date) -> Who:
    female = place % 7 == 3
    given = FEMALE_NAMES if female else MALE_NAMES
    first = given[place * 13 % len(given)]
    return Who(
        first,
        FAMILY_NAMES[(place * 29 + place // len(FAMILY_NAMES)) % len(FAMILY_NAMES)],
        today - (19 * 365 + place * 101 % (44 * 365)) * ONE_DAY,
        Sex.FEMALE if female else Sex.MALE,
        known_as=first[:3] if place % 11 == 0 else "",
        phone=f"07700 900{place % 1000:03d}" if place % 3 else "",
    )


def _free_numbers() -> Iterator[str]:
    taken = set(Identifier.objects.values_list("value", flat=True))
    numbers = (f"{place * NUMBER_STEP % NUMBERS:06d}" for place in itertools.count(1))
    return (number for number in numbers if number not in taken)


def _team_sizes(open_cases: int) -> Iterator[int]:
    large = min(LARGE_TEAM, max(open_cases // 2, 1))
    yield large
    rest = open_cases - large
    while rest > 0:
        yield min(ORDINARY_TEAM, rest)
        rest -= ORDINARY_TEAM


def _crowd_scene(people: int) -> tuple[Scene, list[Desk]]:
    open_cases = people - people // ONE_NOT_OPEN_IN
    hashed = make_password(PASSWORD)
    users: dict[str, User] = {}
    programmes, managers, desks = {}, {}, []
    staff = itertools.count()

    def employ(key: str, role: Role, team: Team, address: str) -> str:
        number = next(staff)
        name = f"{MENTOR_NAMES[number % len(MENTOR_NAMES)]} {FAMILY_NAMES[number * 17 % len(FAMILY_NAMES)]}"
        email = f"{address}{CROWD_ADDRESS}"
        users[key] = User(name=name, email=email, role=role, team=team, password=hashed, email_notices=False)
        return key

    teams = []
    for count, size in enumerate(_team_sizes(open_cases), start=1):
        team = Team(name=f"{TEAM_NAMES[count % len(TEAM_NAMES)]} {count}")
        teams.append(team)
        manager = employ(f"manager-{count}", Role.MANAGER, team, f"manager{count}")
        managers[team.pk] = users[manager]
        prison_mentor = employ(f"prison-{count}", Role.PRISON_MENTOR, team, f"prison{count}")
        mentors = [
            employ(f"mentor-{count}-{turn}", Role.COMMUNITY_MENTOR, team, f"mentor{count}.{turn}")
            for turn in range(1, -(-size // CASES_PER_MENTOR) + 1)
        ]
        desks.append(Desk(prison_mentor, mentors, size))
        programmes[team.pk] = Programme(name=f"Steps Home, {team.name}", team=team, contract_places=size + size // 5)
    Team.objects.bulk_create(teams)
    Programme.objects.bulk_create(programmes.values())
    for programme in programmes.values():
        start_standard_list(programme=programme, by=None)
    User.objects.bulk_create(users.values())
    mentors = {key: Mentor(user=user, capacity=CASES_PER_MENTOR) for key, user in users.items() if not user.is_manager}
    Mentor.objects.bulk_create(mentors.values())
    prisons = {prison.code: prison for prison in Prison.objects.all()}
    areas = {area.name: area for area in LocalAuthority.objects.all()}
    agencies = {name: Agency.objects.get_or_create(name=name)[0] for name in sorted(set().union(*SHARES))}
    return Scene(users, mentors, prisons, areas, programmes, managers, agencies), desks
