"""Staff who know somebody outside their work, for the managers: and what of theirs has to go to somebody else."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from liberations.enums import GateDecision, GateState
from liberations.models import GateLiberation
from mentoring.models import AbsenceCover, Assignment, Handover, Meeting
from people.models import Person, PersonalConnection


def connections(user: User) -> QuerySet[PersonalConnection]:
    """Those about people whose record `user` may open, and so none of their own, with the person and the member of staff.

    Annotated with what the member of staff still holds: `leads` (a case they mentor), `visits` (how many contacts are planned with
    them), `gate` (the case whose gate they are to stand at), `covers` (an absence in which they cover for the person's mentor) and
    `takes_over` (a planned handover to them). One query.
    """
    today = timezone.localdate()
    theirs = {"mentor__user": OuterRef("user"), "case__person": OuterRef("person"), "case__closed_date": None}
    leads = Assignment.objects.lead().current().filter(**theirs)
    planned = Meeting.objects.planned().filter(**theirs).order_by().values("case__person").annotate(n=Count("pk"))
    covers = AbsenceCover.objects.standing().filter(**theirs, until_date__gte=today).order_by("from_date")
    handovers = Handover.objects.planned().filter(
        to_mentor__user=OuterRef("user"), case__person=OuterRef("person"), case__closed_date=None
    )
    goes = Q(mentor__user=OuterRef("user")) | Q(second__user=OuterRef("user"))
    about = {"case__person": OuterRef("person"), "case__closed_date": None}
    gates = GateLiberation.objects.filter(goes, **about, state=GateState.PLANNED, decision=GateDecision.WANTED)
    return (
        PersonalConnection.objects.filter(person__in=Person.objects.visible_to(user))
        .select_related("person", "user", "declared_by", "ended_by")
        .annotate(
            leads=Subquery(leads.values("case")[:1]),
            visits=Coalesce(Subquery(planned.values("n"), output_field=IntegerField()), 0),
            gate=Subquery(gates.values("case")[:1]),
            covers=Subquery(covers.values("absence")[:1]),
            takes_over=Subquery(handovers.values("pk")[:1]),
        )
    )
