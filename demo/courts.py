"""A mentor in prison who packs, somebody who looks for work with the help of another, and a day in court with a summary that waits for the manager."""

import datetime as dt

from demo.days import Days
from demo.scene import OUR_TEAM, Scene
from mentoring.enums.cases import FurtherRole
from mentoring.models import Case, Mentor
from mentoring.services.court_summaries import ask_approval, start_summary
from mentoring.services.courts import add_court_date
from mentoring.services.further_roles import give_further_role


def tell_courts(scene: Scene, days: Days) -> None:
    """Told through the services once the lives are."""
    _packs_in_prison(scene)
    amara, isla = scene.users["amara"], scene.users["isla"]
    out = Case.objects.open().filter(
        programme__team__name=OUR_TEAM,
        assignments__mentor__user=amara,
        assignments__until_date=None,
        episode__released_date__isnull=False,
    )
    case = out.order_by("number").first()
    if case is None:
        return
    give_further_role(
        case=case,
        mentor=Mentor.objects.get(user=isla),
        further_role=FurtherRole.EMPLOYMENT,
        note="Looks for work in kitchens with them.",
        by=scene.users["morag"],
    )
    court_date = add_court_date(
        case=case,
        court="Glasgow Sheriff Court",
        on_date=days.ahead(9),
        at_time=dt.time(10),
        what_for="Review of an order",
        goes_along=Mentor.objects.get(user=amara),
        by=amara,
    )
    ask_approval(summary=start_summary(court_date=court_date, by=amara), by=amara)


def _packs_in_prison(scene: Scene) -> None:
    """A mentor in prison goes on seeing somebody who has a community mentor by now, and packs for them."""
    inside = Case.objects.open().filter(
        programme__team__name=OUR_TEAM, assignments__until_date=None, episode__released_date=None
    )
    case = inside.with_liberation().order_by("liberation_day", "number").first()
    if case is not None:
        give_further_role(
            case=case,
            mentor=Mentor.objects.get(user=scene.users["donna"]),
            further_role=FurtherRole.PRISON,
            note="Sees them on the hall, and packs for them.",
            by=scene.users["morag"],
        )
