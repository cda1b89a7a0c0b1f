"""What the invented people said they would like of a mentor, and how much support some of them need.

Told through the services once the lives are, as it stands beside them and nothing in them hangs on it.
"""

from itertools import cycle

from accounts.enums import Role
from demo.days import Days
from demo.scene import OUR_TEAM, Scene
from demo.teller import OFFICE_HOUR
from mentoring.enums.matching import GenderWish, Need, Wish
from mentoring.models import Case
from mentoring.services.matching import judge_need, record_preference

# Of those who wait for a mentor and of those who have one by turns; nothing where nobody has asked them.
WISHES = (
    {"gender": GenderWish.NONE, "language_wish": Wish.NONE, "lived_experience": Wish.WANTED},
    {"gender": GenderWish.WOMAN, "language_wish": Wish.NONE, "lived_experience": Wish.NONE},
    {},
    {
        "gender": GenderWish.NONE,
        "language_wish": Wish.WANTED,
        "language": "pl",
        "lived_experience": Wish.NONE,
        "note": "Somebody I need not explain everything to.",
    },
    {"gender": GenderWish.MAN, "language_wish": Wish.NOT_ASKED, "lived_experience": Wish.NOT_ASKED},
)
NEEDS = (Need.HIGH, Need.USUAL, Need.NOT_JUDGED, Need.LIGHT)


def tell_matches(scene: Scene, days: Days) -> None:
    """Asked on the day they agreed, by whoever offered the service."""
    cases = Case.objects.open().filter(programme__team__name=OUR_TEAM).select_related("person").order_by("number")
    manager = next(user for user in scene.users.values() if user.role == Role.MANAGER and user.team.name == OUR_TEAM)
    for case, wishes, need in zip(cases, cycle(WISHES), cycle(NEEDS), strict=False):
        if wishes:
            at = days.moment(case.opened_date, OFFICE_HOUR)
            record_preference(case=case, asked_date=case.opened_date, by=scene.users["donna"], at=at, **wishes)
        if need != Need.NOT_JUDGED:
            judge_need(case=case, need=need, by=manager)
