"""What the preview of a list shows, to whom: rows, counts, who will be told. About people whom the reader may not open it
shows what the list itself said and no more."""

import dataclasses
import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from liberations.enums import RowDifference
from liberations.models import LiberationList, ListRow
from liberations.models.lists import CHANGES_SOMETHING
from mentoring.models import Case
from people.models import Access, PersonalConnection

# Stands for the kind of change where the record is others' and the reader may not open it.
OTHERS = "others"
OTHERS_LABEL = "Others work with them"
KINDS = {**dict(RowDifference.choices), OTHERS: OTHERS_LABEL}
# Whoever mentors is told of these (liberations/notifications.py).
TOLD_OF = frozenset({RowDifference.BROUGHT_FORWARD, RowDifference.PUT_BACK, RowDifference.TRANSFER})


@dataclasses.dataclass(frozen=True, slots=True)
class Support:
    """One case of somebody on a list: whom it concerns now, or when it ended."""

    reference: str
    programme: str
    closed_date: dt.date | None
    mentors: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Counts:
    """How many rows there are, by what they would change and by what is to happen to them."""

    kinds: dict[str, int]
    changes: dict[str, int]
    undecided: int
    left_out: int

    @property
    def will_change(self) -> int:
        return sum(self.changes.values())


def preview_rows(liberation_list: LiberationList, user=None) -> QuerySet[ListRow]:
    """The rows as `user` may see them (None: everything, for the command), with `may_open`, and `shown`, `shown_also`,
    `shown_date`, `applies`: kind, second kind, date before and whether it would be applied, as far as they may be told."""
    rows = liberation_list.rows.all()
    if user is None:
        rows = rows.annotate(may_open=Value(True))
    else:
        access = Access.objects.in_force().held_by(user).filter(person=OuterRef("person"))
        rows = rows.annotate(may_open=Q(person=None) | Exists(access)).exclude(row_number=None, may_open=False)
        # Of somebody the reader knows outside their work not even what the prison says.
        rows = rows.filter(~Exists(PersonalConnection.objects.in_force().between(user, OuterRef("person"))))
    return rows.annotate(
        shown=Choose(
            When(Q(may_open=True) | Q(difference=RowDifference.DECIDE), then=F("difference")),
            default=Value(OTHERS),
            output_field=CharField(),
        ),
        shown_also=Choose(When(may_open=True, then=F("also")), default=Value(""), output_field=CharField()),
        shown_date=Choose(When(may_open=True, then=F("before_date"))),
        applies=Choose(When(Q(left_out=False) & (Q(shown=OTHERS) | CHANGES_SOMETHING), then=True), default=False),
    )


def preview_counts(rows: QuerySet[ListRow]) -> Counts:
    """One query."""
    kinds, changes, undecided, left_out = Counter(), Counter(), 0, 0
    groups = rows.order_by().values_list("shown", "shown_also", "left_out", "applies").annotate(Count("pk"))
    for shown, also, is_left_out, applies, count in groups:
        kinds[shown] += count
        if also:
            kinds[also] += count
        if applies:
            changes[shown] += count
        left_out += count if is_left_out else 0
        undecided += count if shown == RowDifference.DECIDE and not is_left_out else 0
    return Counts({kind: kinds[kind] for kind in KINDS if kinds[kind]}, dict(changes), undecided, left_out)


def support_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Support]]:
    """The cases of these people, the latest first, with the lead mentor and who is to stand at the gate. One query."""
    keys = {person for person in people if person}
    if not keys:
        return {}
    cases = (
        Case.objects.filter(person__in=keys)
        .with_lead()
        .annotate(
            gate=FilteredRelation("gates", condition=Q(gates__episode=F("episode"))),
            leads=_active("lead__mentor__user"),
            at_gate=_active("gate__mentor__user"),
        )
        .order_by(F("closed_date").desc(nulls_first=True), "-number")
        .values_list("person_id", "number", "programme__name", "closed_date", "leads", "at_gate")
    )
    found = defaultdict(list)
    for person, number, programme, closed_date, *mentors in cases:
        names = tuple(dict.fromkeys(name for name in mentors if name))
        found[person].append(Support(f"TG-{number}", programme, closed_date, names))
    return found


def told_of(row: ListRow, support: Sequence[Support]) -> list[str]:
    """The names of the mentors who are told when the row is applied: the lead mentor and who stands at the gate."""
    if row.difference not in TOLD_OF or row.left_out:
        return []
    return list(dict.fromkeys(name for case in support if case.closed_date is None for name in case.mentors))


def _active(user: str):
    return Choose(When(**{f"{user}__is_active": True}, then=F(f"{user}__name")))
