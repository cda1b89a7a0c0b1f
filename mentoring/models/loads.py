"""What each person weighs in a mentor's caseload, in SQL; `mentoring.matching.weights` says the same in words."""

import datetime as dt
from decimal import Decimal

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models import Case as Case_
from django.db.models.functions import Coalesce, Round

from mentoring.enums.matching import Need, Phase
from mentoring.models.cases import Assignment
from mentoring.models.matching import CaseloadWeights

WEIGHT = DecimalField(max_digits=8, decimal_places=1)


def weighed(assignments, on: dt.date):
    """Annotates `phase`, `where` (area the mentor has to go to), `is_far` and `weight` to one decimal place on the day.

    `assignments` is a queryset of Assignment; the settings are those of the mentor's team.
    """
    theirs = Assignment.objects.filter(pk=OuterRef("pk"), mentor__areas__isnull=False)
    return (
        assignments.annotate(
            weigh_ledger=FilteredRelation(
                "case__episode__release_dates", condition=Q(case__episode__release_dates__is_current=True)
            ),
            weigh_stay=FilteredRelation("case__episode__stays", condition=Q(case__episode__stays__to_date=None)),
        )
        .annotate(
            phase=_phase(on),
            where=Case_(
                When(case__episode__released_date=None, then=F("weigh_stay__prison__area")),
                default=F("case__episode__return_area"),
            ),
        )
        .annotate(
            is_far=ExpressionWrapper(
                Q(where__isnull=False) & Exists(theirs) & ~Exists(theirs.filter(mentor__areas=OuterRef("where"))),
                output_field=BooleanField(),
            )
        )
        .annotate(weight=Round(_of_need() * _of_phase() * _of_travel(), precision=1, output_field=WEIGHT))
    )


def load_of(mentor: str, on: dt.date):
    """The weighted load carried on the day, as an annotation; `mentor` names the field of the row that holds their key."""
    leading = Assignment.objects.filter(mentor=OuterRef(mentor), case__closed_date=None).lead().current().order_by()
    sums = weighed(leading, on).values("mentor").annotate(load=Sum("weight")).values("load")
    return Coalesce(Subquery(sums), Value(Decimal(0)), output_field=WEIGHT)


def _phase(on):
    near = ExpressionWrapper(Value(on, DateField()) + _setting("near_days"), output_field=DateField())
    first = ExpressionWrapper(Value(on, DateField()) - _setting("first_days"), output_field=DateField())
    return Case_(
        When(case__episode__released_date__gte=first, then=Value(Phase.FIRST)),
        When(case__episode__released_date__isnull=False, then=Value(Phase.LATER)),
        When(weigh_ledger__liberation_date=None, then=Value(Phase.UNKNOWN)),
        When(weigh_ledger__liberation_date__gt=near, then=Value(Phase.AHEAD)),
        default=Value(Phase.NEAR),
        output_field=CharField(),
    )


def _of_need():
    return Case_(
        When(case__need=Need.LIGHT, then=_setting("need_light")),
        When(case__need=Need.HIGH, then=_setting("need_high")),
        default=_setting("need_usual"),
    )


def _of_phase():
    return Case_(
        When(phase=Phase.AHEAD, then=_setting("phase_ahead")),
        When(phase=Phase.FIRST, then=_setting("phase_first")),
        When(phase=Phase.LATER, then=_setting("phase_later")),
        default=_setting("phase_near"),
    )


def _of_travel():
    return Case_(When(is_far=True, then=_setting("travel_far")), default=Value(Decimal(1)))


def _setting(name):
    field = CaseloadWeights._meta.get_field(name)
    chosen = F(f"mentor__user__team__caseload_weights__{name}")
    return Coalesce(chosen, Value(field.default, output_field=field.clone()), output_field=field.clone())
