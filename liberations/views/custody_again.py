"""Back in custody: one press from the record, and the answer of the mentor they had."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from liberations.forms.custody_again import CustodyAgainForm
from liberations.services.custody_again import answer_return, return_to_custody, take_back_return
from mentoring.enums.cases import OfferedAgain
from mentoring.models import CustodyAgain
from mentoring.selectors.headers import cases_with_header, person_header


@requires(Permission.RECORD_RELEASE_DATES)
def custody_again(request, case_id):
    """They are back in custody: the support goes on, or is offered anew where it ended long ago."""
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    today = timezone.localdate()
    on_it = case.goes_on(today)
    last = case.episode.stays.order_by("from_date").last()
    form = CustodyAgainForm(
        request.POST or None,
        initial={"prison": last.prison_id if last else None},
        offers_anew=not on_it,
        cancel_url=case.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        # Asked before: what fails after the work is done would be told as if nothing had been done. One taken up again waits.
        has_mentor = case.assignments.lead().current().exists()
        try:
            again = return_to_custody(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(again, has_mentor))
            asks_me = again.offered_to and again.offered_to.user_id == request.user.pk
            return redirect(again if asks_me else case)
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": person_header(case.person, today, case=case), "case": case, "goes_on": on_it, "form": form}
    return render(request, "liberations/custody_again.html", context)


def _said(again, has_mentor):
    if not again.goes_on:
        return "Saved. Support ended long ago, so it is offered anew: a referral waits for a decision."
    if again.offered_to:
        return f"Saved. Support goes on, and {again.offered_to} is asked first to be their mentor again."
    if has_mentor:
        return "Saved. Support goes on with the same mentor. Ask the prison for the date of release."
    return "Saved. Support goes on. They have no mentor now and wait in the queue for one."


@requires(Permission.RECORD_CONTACTS)
def custody_again_answer(request, again_id):
    """The mentor they had says whether they are their mentor again. Until a yes the page names nobody."""
    rows = CustodyAgain.objects.answered_by(request.user).select_related("case__person", "offered_to__user")
    again = get_object_or_404(rows, pk=again_id)
    if request.method == "POST":
        return _answer(request, again)
    trail.viewed(request, subject=again, person=again.case.person)
    former = again.case.assignments.lead().filter(mentor=again.offered_to).last()
    theirs = again.offered_to.user_id == request.user.pk
    return render(
        request, "liberations/custody_again_answer.html", {"again": again, "former": former, "theirs": theirs}
    )


def _answer(request, again):
    answer = request.POST.get("answer")
    if answer not in OfferedAgain.values:
        messages.error(request, "Press one of the two buttons.")
        return redirect(again)
    try:
        answer_return(again=again, answer=answer, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect(again)
    if answer == OfferedAgain.YES:
        messages.success(request, "Thank you. The record is open again; plan the first visit.")
        return redirect(again.case)
    messages.success(request, "Thank you for saying so. The manager finds somebody else.")
    return redirect("desk:home")


@requires(Permission.RECORD_RELEASE_DATES)
@require_POST
def custody_again_take_back(request, again_id):
    """They are not back in custody after all."""
    rows = CustodyAgain.objects.visible_to(request.user).select_related("case__person")
    again = get_object_or_404(rows, pk=again_id)
    try:
        take_back_return(again=again, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. The record is about their release again.")
    return redirect(again.case)
