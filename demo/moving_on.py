"""A mentor who goes on leave and is covered for, a handover with a meeting together, and what people say of their match."""

import datetime as dt

from django.db.models import Exists, OuterRef

from accounts.models import User
from demo.days import Days
from demo.scene import OUR_TEAM, Scene
from mentoring.enums.absences import AbsenceKind
from mentoring.enums.cases import MatchEnd
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.enums.meetings import Channel
from mentoring.models import Case, Meeting, Mentor
from mentoring.services.absences import cover_cases, record_absence
from mentoring.services.handovers import plan_handover
from mentoring.services.match_reviews import record_match_review

SAID = (
    ("He turns up when he says he will. I can talk to him.", MatchOutcome.KEEP),
    ("She does not let me off, and that is good.", MatchOutcome.KEEP),
    ("Nothing wrong with her. I would sooner talk to a man about it.", MatchOutcome.CHANGE),
)


def tell_moving_on(scene: Scene, days: Days) -> None:
    """Told through the services once the lives are, as nothing in them hangs on it."""
    manager = scene.users["morag"]
    cases = Case.objects.open().filter(programme__team__name=OUR_TEAM).with_liberation()
    _matches(cases, days)
    _leave(cases, _mentor(scene.users["isla"]), _mentor(scene.users["callum"]), days, by=manager)
    _handover(cases, scene, days, by=manager)


def _mentor(user: User) -> Mentor:
    return Mentor.objects.select_related("user").get(user=user)


def _led_by(cases, mentor: Mentor):
    return cases.filter(assignments__mentor=mentor, assignments__until_date=None).order_by("number")


def _matches(cases, days: Days) -> None:
    """Those who have met their mentor have been asked, but for the last of them."""
    met = Meeting.objects.two_way().filter(
        case=OuterRef("pk"), mentor=OuterRef("assignments__mentor"), on_date__gte=OuterRef("assignments__from_date")
    )
    asked = cases.filter(Exists(met), assignments__until_date=None).order_by("number").distinct()
    for case, (words, outcome) in zip(asked, SAID, strict=False):
        mentor = case.assignments.lead().current().get().mentor.user
        record_match_review(case=case, outcome=outcome, on_date=days.today, in_their_words=words, by=mentor)


def _leave(cases, away: Mentor, covering: Mentor, days: Days, *, by: User) -> None:
    """Two weeks from next Monday; one person is still to be covered for."""
    first = days.ahead(7 - days.today.weekday())
    last = first + dt.timedelta(days=11)
    absence = record_absence(mentor=away, from_date=first, until_date=last, kind=AbsenceKind.LEAVE, by=by)
    people = list(_led_by(cases, away))
    cover_cases(absence=absence, choices=[(case, covering) for case in people[:-1]], by=by)


def _handover(cases, scene: Scene, days: Days, *, by: User) -> None:
    """Somebody who asked for a mentor who speaks their language meets both mentors this week."""
    inside = _led_by(cases, _mentor(scene.users["amara"])).filter(
        episode__released_date=None, liberation_day__gt=days.ahead(10)
    )
    case = inside.last()
    if case is None:
        return
    plan_handover(
        case=case,
        to_mentor=_mentor(scene.users["callum"]),
        reason=MatchEnd.PERSONS_CHOICE,
        note="Would like to speak Polish with somebody.",
        new_meeting={"channel": Channel.IN_PRISON, "on_date": days.ahead(3)},
        by=by,
    )
