"""A proposal of mentors for many people at once: looked at, changed, and saved all of it or nothing."""

import uuid

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.shown import shown_key
from mentoring.forms.proposals import ProposalForm
from mentoring.matching.facts import facts_of, to_match
from mentoring.matching.proposal import FIRST, MOST_AT_ONCE, Proposal, propose
from mentoring.matching.urgency import BY_URGENCY, with_mentor_by
from mentoring.matching.weights import weights_of
from mentoring.models import Assignment, Case, Mentor
from mentoring.services.assignments import allocate_many


@requires(Permission.ALLOCATE)
def allocation_proposal(request):
    """The people ticked, those of the mentor in `?of=`, or the most urgent; nothing is saved until it is confirmed."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    of = _mentor(request, sent.get("of"))
    weights = weights_of(request.user.team_id)
    cases = _cases(request, sent, of, weights)
    without = [of.pk] if of else []
    facts = facts_of(cases, team=request.user.team_id, on=today, weights=weights, without=without)
    form = ProposalForm(request.POST if request.method == "POST" else None, facts=facts)
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        try:
            made = allocate_many(team=request.user.team, by=request.user, **form.decision())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
            form.data = _looked_at_again(form, facts)
        else:
            messages.success(request, "Saved. The mentors have been told.")
            return redirect("mentoring:allocation", made.pk)
    proposal = propose(facts, form.chosen() if form.is_bound else None)
    if not form.is_bound:
        form.start_with(proposal, request.GET.get("reason", ""))
    trail.listed(request, [person.case.person_id for person in facts.people])
    context = {"form": form, "of": of, "today": today, "rows": _rows(form, proposal), "shares": proposal.shares}
    return render(request, "mentoring/allocation_proposal.html", context)


def _mentor(request, key) -> Mentor | None:
    """The mentor whose people are to be moved, if the address names one of the team."""
    keys = _keys([key or ""])
    return Mentor.objects.visible_to(request.user).select_related("user").filter(pk__in=keys).first() if keys else None


def _cases(request, sent: QueryDict, of: Mentor | None, weights) -> list[Case]:
    """The cases it is about, the most urgent first: those named, else the mentor's, else those who wait."""
    cases = Case.objects.visible_to(request.user).open().filter(programme__team=request.user.team_id)
    if named := _keys(sent.getlist("case")):
        cases = cases.filter(pk__in=named)
    elif of:
        cases = cases.filter(pk__in=Assignment.objects.lead().current().filter(mentor=of).values("case"))
    else:
        cases = cases.unallocated()
    cases = with_mentor_by(to_match(cases.with_liberation().with_lead()), weights)
    return list(cases.order_by(*BY_URGENCY, "pk")[: MOST_AT_ONCE if named or of else FIRST])


def _keys(texts) -> list[uuid.UUID]:
    """The keys among what an address says; whatever else it says is passed over."""
    return [key for text in texts[:MOST_AT_ONCE] if (key := shown_key(text))]


def _looked_at_again(form, facts) -> QueryDict:
    """What was typed, with the mentors of now as those the page shows: saving again is a decision made with them in sight."""
    data = form.data.copy()
    for person in facts.people:
        data[f"seen_{person.case.pk.hex}"] = str(person.lead or "")
    return data


def _rows(form, proposal: Proposal):
    """Each person with the fields to fill in."""
    return [(row, form.fields_of(row.person)) for row in proposal.rows]
