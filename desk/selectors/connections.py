"""Staff who know somebody outside their work, for the managers: and what of theirs has to go to somebody else."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from liberations.enums import GateDecision, GateState
from liberations.models import GateLiberation
from mentoring.models import Assignment, Meeting
from people.models import Person, PersonalConnection


def connections(user: User) -> QuerySet[PersonalConnection]:
    """Those about people whose record `user` may open, and so none of their own, with the person and the member of staff.

    Annotated with what the member of staff still holds: `leads` (a case they mentor), `visits` (how many contacts are planned with
    them) and `gate` (the case whose gate they are to stand at). One query.
    """
    theirs = {"mentor__user": OuterRef("user"), "case__person": OuterRef("person"), "case__closed_date": None}
    leads = Assignment.objects.lead().current().filter(**theirs)
    planned = Meeting.objects.planned().filter(**theirs).order_by().values("case__person").annotate(n=Count("pk"))
    gates = GateLiberation.objects.filter(**theirs, state=GateState.PLANNED, decision=GateDecision.WANTED)
    return (
        PersonalConnection.objects.filter(person__in=Person.objects.visible_to(user))
        .select_related("person", "user", "declared_by", "ended_by")
        .annotate(
            leads=Subquery(leads.values("case")[:1]),
            visits=Coalesce(Subquery(planned.values("n"), output_field=IntegerField()), 0),
            gate=Subquery(gates.values("case")[:1]),
        )
    )
