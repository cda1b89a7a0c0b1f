"""Passing somebody on to another mentor: planned by a manager, with a meeting of all three, and done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from liberations.forms.moving_on import HandoverDoneForm, HandoverFilter, HandoverForm, JointMeetingForm, second_key
from liberations.services import moving_on
from mentoring.forms.matches import MatchEndForm
from mentoring.models import Handover
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services import handovers

SORTS = {
    "name": ["case__person__sort_name"],
    "from": ["from_mentor__user__name", "case__person__sort_name"],
    "to": ["to_mentor__user__name", "case__person__sort_name"],
    "meeting": ["joint_meeting__on_date", "case__person__sort_name"],
    "planned": ["-planned_at"],
}
ROW = ("case__person", "case__programme", "from_mentor__user", "to_mentor__user", "joint_meeting", "settled_by")


@requires(Permission.OPEN_RECORDS)
@require_safe
def handover_list(request):
    """Handovers of the people one may open, those still planned first."""
    rows = Handover.objects.visible_to(request.user).select_related(*ROW)
    filters = HandoverFilter(request.GET, queryset=rows, request=request)
    page = sorted_page(request, filters.qs, sorts=SORTS, default="planned")
    trail.listed(request, [handover.case.person_id for handover in page])
    context = {"filter": filters, "page": page, "today": timezone.localdate()}
    return render(request, "liberations/handover_list.html", context)


@requires(Permission.ALLOCATE)
def handover_plan(request, case_id):
    """Who takes over, why, and when both meet the person together."""
    case = _case(request, case_id)
    lead = case.assignments.lead().current().select_related("mentor__user").first()
    back = reverse("mentoring:match", args=[case.pk])
    if lead is None:
        messages.info(request, "Nobody is their mentor now. Choose one.")
        return redirect("mentoring:allocate", case.pk)
    form = HandoverForm(request.POST or None, case=case, lead=lead.mentor, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            handover = _plan(case, form, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{handover.to_mentor} may open the record now, and both mentors have been told.")
            return redirect(handover)
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": person_header(case.person, timezone.localdate(), case=case), "case": case, "form": form}
    return render(request, "liberations/handover_plan.html", context)


@requires(Permission.OPEN_RECORDS)
@require_safe
def handover(request, handover_id):
    """How one handover stands, and what is next."""
    found = _handover(request, handover_id)
    trail.viewed(request, subject=found, person=found.case.person)
    return render(request, "liberations/handover.html", _shown(request, found))


@requires(Permission.RECORD_CONTACTS)
def handover_meeting(request, handover_id):
    """Book the meeting of both mentors with the person."""
    found = _handover(request, handover_id)
    form = JointMeetingForm(request.POST or None, cancel_url=found.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            handovers.plan_joint_meeting(handover=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The meeting stands in both mentors’ days.")
            return redirect(found)
    trail.viewed(request, subject=found, person=found.case.person)
    return render(request, "liberations/handover_meeting.html", _shown(request, found) | {"form": form})


@requires(Permission.ALLOCATE)
def handover_done(request, handover_id):
    """The next mentor takes over today."""
    found = _handover(request, handover_id)
    sent = request.POST if request.method == "POST" else None
    form = HandoverDoneForm(sent, handover=found, cancel_url=found.get_absolute_url())
    if request.method == "POST" and (form.is_valid() or found.is_done):
        try:
            moving_on.hand_over(handover=found, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.to_mentor} is their mentor now, with the visits that were planned.")
            return redirect(found)
    trail.viewed(request, subject=found, person=found.case.person)
    return render(request, "liberations/handover_done.html", _shown(request, found) | {"form": form})


@requires(Permission.ALLOCATE)
@require_POST
def handover_call_off(request, handover_id):
    """The mentor stays."""
    found = _handover(request, handover_id)
    try:
        handovers.call_off_handover(handover=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Called off. {found.from_mentor} stays the mentor.")
    return redirect(found)


@requires(Permission.ALLOCATE)
@require_POST
def handover_take_back(request, handover_id):
    """Everything as it was before, for everybody passed on in the same decision."""
    found = _handover(request, handover_id)
    try:
        moving_on.take_back(handover=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Taken back. {found.from_mentor} is the mentor again.")
    return redirect(found)


@requires(Permission.ALLOCATE)
def match_end(request, case_id):
    """The match ends, and the person waits for another mentor."""
    case = _case(request, case_id)
    back = reverse("mentoring:match", args=[case.pk])
    form = MatchEndForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            moving_on.part(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The match has ended. Choose who is to be their mentor now.")
            return redirect("mentoring:allocate", case.pk)
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": person_header(case.person, timezone.localdate(), case=case), "case": case, "form": form}
    return render(request, "liberations/match_end.html", context)


def _plan(case, form, *, by):
    given, meeting = form.cleaned_data, form.new_meeting()
    return handovers.plan_handover(
        case=case,
        to_mentor=given["to_mentor"],
        reason=given["reason"],
        note=given["note"],
        joint_meeting=form.joint_meeting,
        new_meeting=meeting and meeting | {"new_id": second_key(given["new_id"])},
        new_id=given["new_id"],
        by=by,
    )


def _case(request, case_id):
    cases = cases_with_header().visible_to(request.user).select_related("person", "programme", "episode")
    return get_object_or_404(cases.filter(programme__team=request.user.team_id), pk=case_id)


def _handover(request, handover_id):
    return get_object_or_404(Handover.objects.visible_to(request.user).select_related(*ROW), pk=handover_id)


def _shown(request, found):
    case = cases_with_header().get(pk=found.case_id)
    today = timezone.localdate()
    together = found.allocation_id and Handover.objects.filter(allocation=found.allocation_id).count()
    return {
        "handover": found,
        "case": case,
        "header": person_header(case.person, today, case=case),
        "may_decide": request.user.may(Permission.ALLOCATE),
        "others": (together or 1) - 1,
        "today": today,
    }
