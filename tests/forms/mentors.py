"""Forms of mentors: what they may do, who covers and who takes over."""

import datetime as dt

from tests import kinds
from tests.factories.prisons import PrisonFactory
from tests.forms.sent import DAY, Sent, in_days


def supervised(world):
    kinds.supervised_mentor(world)
    return {"note": "A hard visit."}


FORMS = {
    "liberations:absence_add": Sent(
        kinds.mentor,
        data=lambda world: {"from_date": in_days(5), "until_date": in_days(9), "kind": "leave"},
    ),
    "liberations:absence_call_off": Sent(kinds.absence),
    "liberations:absence_cover": Sent(
        kinds.absence, data=lambda world: {f"cover_{world.case.pk.hex}": world.prison_mentor.mentor.pk}
    ),
    "liberations:absence_end": Sent(kinds.absence, data=lambda world: {"until_date": in_days(50)}),
    "liberations:caseload_move": Sent(
        kinds.mentor, data=lambda world: {f"person_{world.case.pk.hex}": world.prison_mentor.mentor.pk}
    ),
    "liberations:handover_call_off": Sent(kinds.handover),
    "liberations:handover_done": Sent(kinds.handover, data=lambda world: {"without_meeting": "no-time"}),
    "liberations:handover_meeting": Sent(
        kinds.handover, data=lambda world: {"channel": "in-prison", "on_date": dt.date(2026, 12, 1)}
    ),
    "liberations:handover_plan": Sent(
        kinds.case,
        data=lambda world: {
            "to_mentor": world.prison_mentor.mentor.pk,
            "reason": "next-mentor",
            "together": "new",
            "channel": "in-prison",
            "on_date": dt.date(2026, 12, 1),
        },
    ),
    "liberations:handover_take_back": Sent(kinds.done_handover),
    "liberations:match_end": Sent(kinds.case, data=lambda world: {"reason": "persons-choice"}),
    "mentoring:clearance_add": Sent(kinds.mentor, data=lambda world: {"prison": PrisonFactory().pk, "from_date": DAY}),
    "mentoring:clearance_edit": Sent(kinds.clearance, data=lambda world: {"until_date": dt.date(2026, 12, 24)}),
    "mentoring:debrief_add": Sent(kinds.supervised_mentor, data=lambda world: {"note": "A hard visit."}),
    "mentoring:debrief_ask": Sent(by="community mentor", data=supervised),
    "mentoring:supervision_add": Sent(kinds.supervised_mentor),
    "mentoring:mentor_edit": Sent(kinds.mentor, data=lambda world: {"capacity": "17"}),
    "mentoring:mentor_set_up": Sent(kinds.mentor_to_be),
    "mentoring:supervision_settings": Sent(data=lambda world: {"supervision_weeks": "6"}),
    "mentoring:training_add": Sent(
        data=lambda world: {"kind": kinds.training_kind(world)[0], "mentors": [world.mentor.pk], "done_date": DAY}
    ),
    "mentoring:training_kind_add": Sent(by="administrator", data=lambda world: {"name": "First aid"}),
    "mentoring:training_kind_edit": Sent(kinds.training_kind, "administrator", lambda world: {"months_valid": "12"}),
    "mentoring:training_strike": Sent(kinds.training),
    "mentoring:own_profile_edit": Sent(by="community mentor", data=lambda world: {"languages": ["pl"]}),
    "mentoring:pvg_add": Sent(kinds.mentor, data=lambda world: {"from_date": DAY}),
    "mentoring:pvg_strike": Sent(kinds.pvg_membership),
}
