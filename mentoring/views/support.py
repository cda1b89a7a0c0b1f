"""How mentors are looked after: supervision and debriefs, between the mentor and the supervisor."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from mentoring.forms.supervision import DebriefAskForm, DebriefForm, SupervisionForm
from mentoring.models import Mentor
from mentoring.selectors.mentor_pages import support_of
from mentoring.services import supervision


@requires(Permission.MENTOR_SUPPORT)
@require_safe
def mentor_support(request, mentor_id):
    """Supervisions and debriefs of which the reader is one of the two."""
    mentor = _mentor(request, mentor_id)
    context = {"mentor": mentor, "today": timezone.localdate(), **support_of(mentor, request.user)}
    return render(request, "mentoring/mentor_support.html", context)


@requires(Permission.MENTOR_SUPPORT)
def supervision_add(request, mentor_id):
    mentor = get_object_or_404(Mentor.objects.filter(supervisor=request.user).select_related("user"), pk=mentor_id)
    form = SupervisionForm(request.POST or None, cancel_url=_address(mentor))
    if request.method == "POST" and form.is_valid():
        try:
            supervision.record_supervision(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Supervision saved.")
            return redirect(_address(mentor))
    return render(request, "mentoring/supervision_add.html", {"form": form, "mentor": mentor})


@requires(Permission.MENTOR_SUPPORT)
def debrief_add(request, mentor_id):
    """Write down a talk; it is the one that was asked for, if one was."""
    mentor = _mentor(request, mentor_id)
    asked = mentor.debriefs.between(request.user).filter(on_date=None).first()
    form = DebriefForm(
        request.POST or None, initial={"new_id": asked.pk} if asked else None, cancel_url=_address(mentor)
    )
    if request.method == "POST" and form.is_valid():
        try:
            supervision.record_debrief(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Debrief saved. Only the two of you can read it.")
            return redirect(_address(mentor))
    return render(request, "mentoring/debrief_add.html", {"form": form, "mentor": mentor, "asked": asked})


@requires(Permission.MENTOR_SUPPORT)
def debrief_ask(request):
    """A mentor asks their supervisor for a talk."""
    mentor = Mentor.objects.select_related("user", "supervisor").filter(user=request.user).first()
    if mentor is None:
        return redirect("mentoring:my_profile")
    form = DebriefAskForm(request.POST or None, cancel_url=_address(mentor))
    if request.method == "POST" and form.is_valid():
        try:
            supervision.ask_debrief(mentor=mentor, note=form.cleaned_data["note"], by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{mentor.supervisor} has been told that you would like to talk.")
            return redirect(_address(mentor))
    return render(request, "mentoring/debrief_ask.html", {"form": form, "mentor": mentor})


def _mentor(request, mentor_id):
    """A mentor the reader supports: themselves, or somebody they supervise."""
    rows = Mentor.objects.supported_by(request.user).select_related("user", "supervisor")
    return get_object_or_404(rows, pk=mentor_id)


def _address(mentor):
    return reverse("mentoring:mentor_support", args=[mentor.pk])
