"""A preview as plain lines, for the command: the words of the page, and nobody's name but staff's."""

from liberations.models import LiberationList
from liberations.weekly_list.previewing import KINDS, preview_counts, preview_rows, support_of
from liberations.weekly_list.words import line_of, what_will_happen, what_will_not


def preview_lines(liberation_list: LiberationList, user=None) -> list[str]:
    """Every row in the order of the spreadsheet, then those who are not on it, how many of each kind, and what applying does.

    As `user` may see it; None: everything.
    """
    rows = preview_rows(liberation_list, user)
    counts = preview_counts(rows)
    rows = list(
        rows.select_related("before_prison", "programme", "decided_by", "list__programme").order_by(
            "row_number", "before_date", "person__sort_name"
        )
    )
    support = support_of(row.person_id for row in rows if row.may_open)
    lines = [line_of(row, support.get(row.person_id, ())) for row in rows]
    lines += [f"{KINDS[kind]}: {count}" for kind, count in counts.kinds.items()]
    lines += [sentence for sentence in (what_will_happen(counts), what_will_not(counts)) if sentence]
    return [*lines, "Decide them under Prisons’ lists."] if counts.undecided else lines
