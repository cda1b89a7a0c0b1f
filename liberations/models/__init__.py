from liberations.models.applied_rows import AppliedRow
from liberations.models.column_mappings import ColumnMapping
from liberations.models.follow_ups import FollowUp
from liberations.models.gates import GateLiberation
from liberations.models.list_files import ListFile
from liberations.models.lists import LiberationList, ListRow
from liberations.models.schemes import Scheme, SchemeMember, SchemeTranche

__all__ = [
    "AppliedRow",
    "ColumnMapping",
    "FollowUp",
    "GateLiberation",
    "LiberationList",
    "ListFile",
    "ListRow",
    "Scheme",
    "SchemeMember",
    "SchemeTranche",
]
