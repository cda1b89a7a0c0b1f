from liberations.models.follow_ups import FollowUp
from liberations.models.gates import GateLiberation
from liberations.models.lists import LiberationList, ListRow
from liberations.models.schemes import Scheme, SchemeMember, SchemeTranche

__all__ = ["FollowUp", "GateLiberation", "LiberationList", "ListRow", "Scheme", "SchemeMember", "SchemeTranche"]
