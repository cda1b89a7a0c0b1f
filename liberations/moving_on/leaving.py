"""Everything that hangs on a mentor who leaves: their people, with a proposal who might take each over, gates they were to be at
for others' people, and those they cover for."""

import dataclasses
import datetime as dt

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from liberations.enums import GateState
from liberations.models import GateLiberation
from mentoring.matching.facts import Facts, facts_of, to_match
from mentoring.matching.proposal import Proposal, propose
from mentoring.models import AbsenceCover, Assignment, Case, Meeting, Mentor, Promise


@dataclasses.dataclass(frozen=True)
class Leaving:
    """What has to go to somebody. `hidden` is how many of their people the reader may not open."""

    mentor: Mentor
    facts: Facts
    gates: list[GateLiberation]
    covers: list[AbsenceCover]
    hidden: int

    @property
    def is_empty(self):
        return not (self.facts.people or self.gates or self.covers or self.hidden)

    @property
    def people(self):
        """The keys of everybody named on the page."""
        cases = [person.case for person in self.facts.people] + [each.case for each in (*self.gates, *self.covers)]
        return list(dict.fromkeys(case.person_id for case in cases))

    def proposal(self, chosen=None) -> Proposal:
        return propose(self.facts, chosen)


def leaving(mentor: Mentor, user: User, today: dt.date) -> Leaving:
    """What hangs on the mentor, of the people `user` may open. Eight queries."""
    leading = Assignment.objects.lead().current().filter(mentor=mentor).values("case")
    theirs = Case.objects.open().filter(pk__in=leading)
    seen = to_match(_with_what_goes_along(theirs.visible_to(user), mentor).with_liberation().with_lead())
    cases = list(seen.select_related("episode__gate").order_by("liberation_day", "person__sort_name", "pk"))
    facts = facts_of(cases, team=mentor.user.team_id, on=today, without=[mentor.pk])
    gates = gates_still_named(mentor).visible_to(user).exclude(case__in=leading).select_related("case__person")
    covers = AbsenceCover.objects.standing().filter(mentor=mentor, until_date__gte=today, case__closed_date=None)
    covers = covers.filter(case__in=Case.objects.visible_to(user)).exclude(case__in=leading)
    return Leaving(
        mentor=mentor,
        facts=facts,
        gates=list(gates.order_by("pk")),
        covers=list(covers.select_related("case__person", "absence__mentor__user").order_by("from_date", "pk")),
        hidden=theirs.count() - len(cases),
    )


def gates_still_named(mentor: Mentor) -> QuerySet[GateLiberation]:
    """Gates that are still to come and that the mentor is named for."""
    return GateLiberation.objects.filter(
        mentor=mentor, state=GateState.PLANNED, case__closed_date=None, episode__released_date=None
    )


def people_with(mentor: Mentor) -> int:
    """How many open cases somebody leads."""
    return Assignment.objects.lead().current().filter(mentor=mentor, case__closed_date=None).count()


def people_of_staff(user: User) -> int:
    """The same of a member of staff, who may mentor nobody."""
    mentor = Mentor.objects.filter(user=user).first()
    return people_with(mentor) if mentor else 0


def _with_what_goes_along(cases: QuerySet[Case], mentor: Mentor) -> QuerySet[Case]:
    """Annotates what goes to the next mentor with the person: `visits` planned, `owed` promises, `gate_too`."""
    visits = Meeting.objects.planned().filter(case=OuterRef("pk"), mentor=mentor)
    owed = Promise.objects.open().filter(case=OuterRef("pk"), mentor=mentor)
    return cases.annotate(
        visits=_number(visits),
        owed=_number(owed),
        gate_too=Exists(gates_still_named(mentor).filter(episode=OuterRef("episode"))),
    )


def _number(rows):
    counted = rows.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
