"""What has to be in place, case by case and kind by kind: a line for each, whether or not anything has been said of it.

Nothing is stored of what is due: a moved day, another lead time or a new kind shows at once, on every list.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case as Case_
from django.db.models import (
    CharField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from mentoring.enums.readiness import SETTLED, ItemOwner, ItemState, Standing
from mentoring.models import Case, FirstNight, ReadinessItem, ReadinessKind
from mentoring.readiness.standing import Clock
from mentoring.readiness.words import OWNER_TO_PERSON, said, tag_of

# What somebody has to look at, in the order of the figures.
COUNTED = (Standing.OVERDUE, Standing.DUE, Standing.ON_HOLD)


def lines(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    """A row for each of `cases` of people inside, and each kind in use of its programme.

    Annotated with `kind_key`, `kind_name`, `kind_position`, `leads`, `state`, `owner`, `hold_until`, `due_date` and
    `standing`; `Clock` says the last two word for word for one case.
    """

    def days(start, number):
        return ExpressionWrapper(start + number, output_field=DateField())

    day = F("ledger__liberation_date")
    by_lead = days(day, -F("kind__lead_days"))
    settled_in = days(F("opened_date"), F("programme__readiness_settle_days"))
    return (
        cases.filter(closed_date=None, episode__released_date=None)
        .annotate(
            ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True)),
            kind=FilteredRelation(
                "programme__readiness_kinds", condition=Q(programme__readiness_kinds__closed_date=None)
            ),
        )
        .annotate(item=FilteredRelation("readiness_items", condition=Q(readiness_items__kind=F("kind__pk"))))
        .annotate(
            kind_key=F("kind__pk"),
            kind_name=F("kind__name"),
            kind_position=F("kind__position"),
            leads=F("kind__leads"),
            state=Coalesce("item__state", Value(ItemState.NOT_ASKED)),
            # Empty while nobody has said otherwise.
            owner=Case_(When(item__owner__gt="", then=F("item__owner")), default=F("kind__owner")),
            hold_until=F("item__hold_until"),
            # Functions of the database pass over what is not known, so a day that is not known is asked for first.
            due_date=Case_(When(ledger__liberation_date__isnull=False, then=Least(Greatest(by_lead, settled_in), day))),
        )
        .filter(kind_key__isnull=False)
        .annotate(
            standing=Case_(
                When(state__in=sorted(SETTLED), then=Value(Standing.SETTLED)),
                When(hold_until__gte=today, then=Value(Standing.ON_HOLD)),
                When(due_date=None, then=Value(Standing.NO_DAY)),
                When(due_date__lt=today, then=Value(Standing.OVERDUE)),
                When(
                    due_date__lte=days(Value(today, output_field=DateField()), F("programme__readiness_due_days")),
                    then=Value(Standing.DUE),
                ),
                default=Value(Standing.LATER),
                output_field=CharField(),
            )
        )
    )


def counts(cases: QuerySet[Case], today: dt.date) -> dict[str, int]:
    """How many things are overdue, due and on hold over these cases. One query."""
    found = lines(cases, today).order_by().values("standing").annotate(things=Count("pk"))
    by_standing = dict(found.values_list("standing", "things"))
    return {standing.value: by_standing.get(standing, 0) for standing in COUNTED}


def with_standing(cases: QuerySet[Case], standing: Standing | str, today: dt.date) -> QuerySet[Case]:
    """Only cases with something that stands so."""
    return cases.filter(pk__in=lines(cases, today).filter(standing=standing).order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of one case, as its page shows it; `item` is None while nothing has been said of it."""

    kind: ReadinessKind
    item: ReadinessItem | None
    standing: Standing
    due_date: dt.date | None

    @property
    def state(self):
        return ItemState(self.item.state if self.item else ItemState.NOT_ASKED)

    @property
    def owner_name(self):
        return self.item.get_owner_display() if self.item and self.item.owner else self.kind.get_owner_display()

    @property
    def for_person(self):
        """Who sees to it, as the person would say it."""
        return OWNER_TO_PERSON[ItemOwner((self.item and self.item.owner) or self.kind.owner)]

    @property
    def in_use(self):
        return self.kind.closed_date is None

    @property
    def tag(self):
        """Kind and label of its status."""
        return tag_of(self.standing, self.state)

    @property
    def said(self):
        return said(self.item) if self.item else ""


@dataclass(frozen=True, slots=True)
class GettingReady:
    """Everything that has to be in place for one case: what leads first, then the rest, the most urgent of each first."""

    leading: list[Line]
    others: list[Line]
    night: FirstNight | None

    @property
    def lines(self):
        return [*self.leading, *self.others]

    def count(self, standing: Standing) -> int:
        return sum(1 for line in self.lines if line.standing == standing)

    @property
    def overdue(self):
        return self.count(Standing.OVERDUE)

    @property
    def due(self):
        return self.count(Standing.DUE)

    @property
    def on_hold(self):
        return self.count(Standing.ON_HOLD)

    @property
    def settled(self):
        return self.count(Standing.SETTLED)

    @property
    def not_asked(self):
        return [line for line in self.lines if line.state == ItemState.NOT_ASKED and line.in_use]


_URGENCY = (
    Standing.OVERDUE,
    Standing.DUE,
    Standing.LATER,
    Standing.NO_DAY,
    Standing.LEFT_OPEN,
    Standing.ON_HOLD,
    Standing.SETTLED,
)


def clock(case: Case, today: dt.date) -> Clock:
    """What the urgency of this case's things is measured by; a case of `with_liberation`, with programme and episode."""
    return Clock(
        today=today,
        liberation_day=case.liberation_day,
        released=case.episode.released_date is not None,
        opened_date=case.opened_date,
        due_days=case.programme.readiness_due_days,
        settle_days=case.programme.readiness_settle_days,
    )


def getting_ready(case: Case, today: dt.date) -> GettingReady:
    """The things of one case (see `clock`). Kinds that are not asked about any more show if something was said of them.

    Three queries.
    """
    items = {item.kind_id: item for item in case.readiness_items.order_by()}
    measure = clock(case, today)
    found = [
        line_of(kind, items.get(kind.pk), measure)
        for kind in ReadinessKind.objects.filter(programme=case.programme_id)
        if kind.closed_date is None or kind.pk in items
    ]
    found.sort(key=lambda line: (_URGENCY.index(line.standing), line.due_date or dt.date.max, line.kind.position))
    return GettingReady(
        # The first six keep their order, so that people find them by their place.
        leading=sorted((line for line in found if line.kind.leads), key=lambda line: line.kind.position),
        others=[line for line in found if not line.kind.leads],
        night=case.first_nights.current().select_related("recorded_by").first(),
    )


def line_of(kind: ReadinessKind, item: ReadinessItem | None, measure: Clock) -> Line:
    stands = item or ReadinessItem()
    standing = measure.standing(state=stands.state, lead_days=kind.lead_days, hold_until=stands.hold_until)
    return Line(kind, item, standing, measure.due_date(kind.lead_days))
