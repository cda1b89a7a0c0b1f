"""Can the mentor be at the gate? Answered in one press, on a phone; and somebody else chosen by a manager, at a desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import GateAnswer
from liberations.forms.gate_questions import GateAnswerForm, GateCoverForm
from liberations.models import GateQuestion
from liberations.replanning.bookings import cover_suggestions
from liberations.selectors import case_for_gate, gate_of, questions_about
from liberations.services.gate_questions import answer_gate_question, cover_gate
from mentoring.selectors.headers import person_header

# Where the buttons stand, and the way back there.
PAGES = {
    "notices": "notifications:list",
    "day": "desk:home",
    "gate": "liberations:gate",
    "changes": "liberations:replans",
    "cover": "liberations:gate_cover",
}


@requires(Permission.PLAN_GATES)
@require_POST
def gate_answer(request, question_id):
    """I'm going, or I can't."""
    question = get_object_or_404(GateQuestion.objects.visible_to(request.user).select_related("gate"), pk=question_id)
    form = GateAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Press “I’m going” or “I can’t”.")
        return redirect(_back(request, question))
    try:
        answered = answer_gate_question(question=question, by=request.user, **form.cleaned_data)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _thanks(request.user, answered))
    return redirect(_back(request, question))


@requires(Permission.ALLOCATE)
def gate_cover(request, case_id):
    """Choose who meets them instead. Doubts are shown and never forbid."""
    today = timezone.localdate()
    case = get_object_or_404(case_for_gate(request.user).filter(programme__team=request.user.team_id), pk=case_id)
    gate = gate_of(case)
    suggestions = cover_suggestions(case, today)
    form = GateCoverForm(
        request.POST or None, initial={"version": gate.version if gate else 0}, team=request.user.team_id
    )
    if request.method == "POST" and form.is_valid():
        try:
            cover_gate(
                case=case,
                mentor=form.cleaned_data["mentor"],
                read_at_version=form.cleaned_data["version"],
                by=request.user,
            )
        except EditedMeanwhile:
            gate.refresh_from_db()
            form.show_clash(now={"mentor": gate.mentor}, version=gate.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['mentor']} meets them now and has been asked to say so.")
            return redirect("liberations:gate", case.pk)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "case": case,
        "header": person_header(case.person, today, case=case),
        "gate": gate,
        "questions": questions_about(case),
        "form": form,
        "chosen": form["mentor"].value(),
        "suggestions": suggestions,
    }
    return render(request, "liberations/gate_cover.html", context)


def _thanks(user, question):
    name = "You are" if user.pk == question.mentor.user_id else f"{question.mentor.user.name} is"
    if question.answer == GateAnswer.GOING:
        return f"Saved: {name} going to the gate."
    return f"Saved: {name} not going to the gate. The managers have been told and choose somebody else."


def _back(request, question):
    name = PAGES.get(request.POST.get("back", ""), "liberations:gate")
    about_case = name.startswith("liberations:")
    return reverse(name, args=[question.gate.case_id] if about_case else [])
