"""Forms of accounts, teams and staff."""

from tests import kinds
from tests.forms.sent import Sent


def with_calendar_link(world):
    kinds.calendar_link(world)
    return {}


FORMS = {
    "accounts:account": Sent(data=lambda world: {"phone": "0141 496 0001"}),
    "accounts:calendar_make": Sent(by="community mentor", data=lambda world: {"new_id": world.team.pk}),
    "accounts:calendar_stop": Sent(by="community mentor", data=with_calendar_link),
    "accounts:staff_add": Sent(
        by="administrator",
        data=lambda world: {
            "name": "New Mentor",
            "email": f"{world.team.pk}@throughgate.example",
            "role": "community-mentor",
            "team": world.team.pk,
        },
    ),
    "liberations:staff_edit": Sent(kinds.member_of_staff, "administrator", lambda world: {"name": "Another Name"}),
    "liberations:staff_deactivate": Sent(kinds.member_of_staff, "administrator"),
    "accounts:staff_reactivate": Sent(kinds.deactivated_staff, "administrator"),
    "accounts:team_add": Sent(by="administrator", data=lambda world: {"name": f"Team {world.team.pk}"}),
    "accounts:team_edit": Sent(kinds.empty_team, "administrator", lambda world: {"name": f"Other {world.team.pk}"}),
    "accounts:team_close": Sent(kinds.empty_team, "administrator"),
    "accounts:team_reopen": Sent(kinds.closed_team, "administrator"),
}
