"""The reminders of many simulated days against an oracle: what is in force after each run, said in plain Python."""

import dataclasses
import datetime as dt
import random

import pytest
import time_machine
from django.utils import timezone

from liberations.services.sweeps import plan_reminders
from notifications.models import Message
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory
from tests.factories.prisons import ReleaseDateFactory
from tests.liberations.walks import LONDON, days, move, noon


@dataclasses.dataclass
class Walk:
    """The facts of one case as the oracle keeps them."""

    case: object
    day: dt.date
    recorded: dt.date
    mentor: object
    since: dt.date
    open: bool = True
    made: dict = dataclasses.field(default_factory=dict)

    def run(self, today):
        steps = set(self.case.programme.reminder_days)
        if self.open and today <= self.day and self.since <= today:
            passed = [step for step in steps if self.day - days(step) <= today]
            known = max(self.recorded, self.since)
            for step in passed:
                if self.day - days(step) >= known or step == min(passed):
                    self.made.setdefault((step, self.day, self.mentor.user_id), True)
        for step, day, user in self.made:
            if day >= today:
                self.made[step, day, user] = self.open and day == self.day and user == self.mentor.user_id

    def in_force(self):
        return {(self.case.pk, *key) for key, true in self.made.items() if true}


def change_something(walk, today, dice, mentors):
    """One thing that happens to people; the database and the oracle hear of it alike."""
    what = dice.choice(["forward", "back", "same day again", "mentor", "close", "reopen"])
    if what in ("forward", "back", "same day again"):
        shift = {"forward": -dice.randint(1, 21), "back": dice.randint(1, 21), "same day again": 0}[what]
        walk.day, walk.recorded = walk.day + days(shift), today
        move(walk.case, walk.day, on=today)
    elif what == "mentor":
        walk.mentor, walk.since = dice.choice([each for each in mentors if each != walk.mentor]), today
        walk.case.assignments.current().update(until_date=today)
        AssignmentFactory(case=walk.case, mentor=walk.mentor, from_date=today)
    else:
        walk.open = what == "reopen"
        walk.case.closed_date = None if walk.open else max(today, walk.case.opened_date)
        walk.case.save()


def moments(start, end, dice):
    """Two runs a day; three days down now and then; and the clock put back by two hours over midnight."""
    day, down = start, 0
    while day <= end:
        down = max(down - 1, 0) if down else (3 if dice.random() < 0.06 else 0)
        if not down:
            yield dt.datetime.combine(day, dt.time(1, 30), LONDON)
            late = dt.datetime.combine(day, dt.time(23, 30), LONDON)
            yield late
            if dice.random() < 0.2:
                yield dt.datetime.combine(day + days(1), dt.time(0, 45), LONDON)
                yield late
        day += days(1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seed", "start"),
    [(1, dt.date(2026, 10, 1)), (2, dt.date(2027, 2, 10)), (3, dt.date(2028, 2, 1))],
    ids=["clocks go back", "clocks go forward", "29 February"],
)
def test_reminders_of_many_days_equal_the_oracle(seed, start):
    dice = random.Random(seed)
    mentors = MentorFactory.create_batch(3)
    walks = []
    for distance in (0, 3, 15, 29, 45, 60, 85, 110):
        mentor, recorded = dice.choice(mentors), start - days(dice.randint(0, 40))
        case = CaseFactory(opened_date=recorded)
        ReleaseDateFactory(episode=case.episode, stated_date=start + days(distance), recorded_at=noon(recorded))
        AssignmentFactory(case=case, mentor=mentor, from_date=recorded)
        walks.append(Walk(case, start + days(distance), recorded, mentor, recorded))

    for moment in moments(start, start + days(75), dice):
        today = timezone.localdate(moment)
        for walk in walks:
            if dice.random() < 0.02 and today >= walk.since and today >= walk.recorded:
                change_something(walk, today, dice, mentors)
        with time_machine.travel(moment, tick=False):
            plan_reminders()
        for walk in walks:
            walk.run(today)
        in_force = Message.objects.in_force().values_list("subject_key", "offset_days", "liberation_date", "recipient")
        assert set(in_force) == set().union(*(walk.in_force() for walk in walks)), moment

    assert Message.objects.count() == sum(len(walk.made) for walk in walks)
