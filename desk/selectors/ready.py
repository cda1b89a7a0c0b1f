"""What has to be in place before the gate over a caseload: whom, what, by when, and how it stands."""

import datetime as dt

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from mentoring.models import Case, FirstNight, Mentor, ReadinessKind
from mentoring.readiness.lines import lines
from prisons.models import Prison


def ready_lines(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    """The lines of `cases` (readiness.lines) with the person, `kind_code`, the prison and the mentor beside each."""
    return (
        lines(cases, today)
        .annotate(
            stay=FilteredRelation("episode__stays", condition=Q(episode__stays__to_date=None)),
            kind_code=F("kind__code"),
            now_at=F("stay__prison_id"),
            now_at_name=F("stay__prison__name"),
        )
        .with_lead()
        .select_related("person")
    )


def with_nowhere_to_stay(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases of people inside for whom it is recorded that there is nowhere to stay yet."""
    nowhere = FirstNight.objects.nowhere().filter(case=OuterRef("pk"))
    return cases.filter(Exists(nowhere), closed_date=None, episode__released_date=None)


def choices(user: User, today: dt.date) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: things on the lists of the team's programmes, prisons and the team's mentors. One query."""

    def keyed(rows, what, key, label):
        key = Cast(key, CharField())
        return rows.order_by().annotate(what=Value(what), shown=F(label), key=key).values_list("what", "key", "shown")

    kinds = ReadinessKind.objects.filter(programme__team=user.team_id, closed_date=None)
    mentors = Mentor.objects.filter(user__team=user.team_id)
    sources = (
        keyed(kinds, "kind", "code", "name"),
        keyed(Prison.objects.open_on(today), "prison", "pk", "name"),
        keyed(mentors, "mentor", "pk", "user__name"),
    )
    found: dict[str, list[tuple[str, str]]] = {"kind": [], "prison": [], "mentor": []}
    # Two programmes that call one thing differently: the first name is as good as the other.
    for what, key, label in sources[0].union(*sources[1:]).order_by("shown"):
        if key not in dict(found[what]):
            found[what].append((key, label))
    return found
