"""Forms of getting ready for release."""

from mentoring.models import ReadinessKind
from tests import kinds, ready_kinds
from tests.factories.readiness import ReadinessKindFactory
from tests.forms.sent import Sent


def beside_another_kind(world):
    ReadinessKindFactory(programme=world.case.programme, position=30_001)
    return {"from": ReadinessKind.objects.exclude(position=30_001).get().position, "to": "down"}


def with_readiness_kind(world):
    _, kind = ready_kinds.readiness_kind_of_case(world)
    return {f"state_{kind}": "to-do"}


FORMS = {
    "mentoring:first_night": Sent(kinds.case, data=lambda world: {"lodging": "nowhere"}),
    "mentoring:readiness_kind_add": Sent(kinds.programme, "administrator", lambda world: {"name": "Glasses"}),
    "mentoring:readiness_kind_close": Sent(ready_kinds.readiness_kind, "administrator"),
    "mentoring:readiness_kind_edit": Sent(
        ready_kinds.readiness_kind, "administrator", lambda world: {"lead_days": "3"}
    ),
    "mentoring:readiness_kind_move": Sent(ready_kinds.readiness_kind, "administrator", beside_another_kind),
    "mentoring:readiness_kind_reopen": Sent(ready_kinds.closed_readiness_kind, "administrator"),
    "mentoring:readiness_kind_start": Sent(kinds.programme, "administrator"),
    "mentoring:refused_add": Sent(kinds.prison, "community mentor", lambda world: {"reason": "keys"}),
    "mentoring:refused_take_back": Sent(ready_kinds.refused_access),
    "mentoring:ready_ask": Sent(kinds.case, data=with_readiness_kind),
    "mentoring:ready_item": Sent(
        ready_kinds.readiness_kind_of_case, data=lambda world: {"state": "in-place", "evidence": "Card seen"}
    ),
    "mentoring:ready_take_back": Sent(ready_kinds.readiness_step),
}
