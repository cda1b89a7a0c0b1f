"""Forms of liberation lists."""

from liberations.models import ListRow
from tests import kinds
from tests.forms.sent import Sent

FORMS = {
    "liberations:columns_forget": Sent(kinds.column_mapping),
    "liberations:list_columns": Sent(
        kinds.list_of_unknown_columns,
        data=lambda world: {"column_0": "number", "column_1": "name", "column_2": "liberation_date"},
    ),
    "liberations:list_apply": Sent(kinds.list_to_apply, data=lambda world: {"seen": "1"}),
    "liberations:list_discard": Sent(kinds.liberation_list),
    "liberations:list_undo": Sent(kinds.applied_list),
    "liberations:list_decide": Sent(kinds.doubtful_row, data=lambda world: {"answer": "new-person"}),
    "liberations:list_decision_undo": Sent(kinds.decided_row),
    "liberations:list_rows": Sent(
        lambda world: kinds.doubtful_row(world)[:1],
        data=lambda world: {"leave": ListRow.objects.get(list__team=world.team).pk},
    ),
}
