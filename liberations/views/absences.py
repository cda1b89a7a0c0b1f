"""Mentors who are away, and who covers: a manager at a desk; and what whoever covers has to know."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from liberations.forms.absences import AbsenceEndForm, AbsenceFilter, AbsenceForm, CoverForm
from liberations.moving_on.absences import (
    cover_facts,
    covers_by_case,
    covers_elsewhere,
    gates_elsewhere,
    people_of,
    proposed_covers,
)
from liberations.services import absences as services
from mentoring.models import Absence, Mentor
from mentoring.services.absences import record_absence

SORTS = {"mentor": ["mentor__user__name"], "from": ["from_date"], "until": ["until_date"], "people": ["-covered"]}


@requires(Permission.OPEN_RECORDS)
@require_safe
def absence_list(request):
    """Who is away now and to come: a manager's team, one's own, and those one covers in."""
    today = timezone.localdate()
    rows = Absence.objects.visible_to(request.user).with_numbers().select_related("mentor__user")
    filters = AbsenceFilter(request.GET, queryset=rows, request=request, today=today)
    page = sorted_page(request, filters.qs, sorts=SORTS, default="from")
    trail.listed(request, [])
    context = {"filter": filters, "page": page, "today": today, "is_manager": request.user.is_manager}
    return render(request, "liberations/absence_list.html", context)


@requires(Permission.ALLOCATE)
def absence_add(request, mentor_id):
    """The days a mentor is away."""
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user).select_related("user"), pk=mentor_id)
    form = AbsenceForm(request.POST or None, cancel_url=reverse("mentoring:mentor", args=[mentor.pk]))
    if request.method == "POST" and form.is_valid():
        try:
            absence = record_absence(mentor=mentor, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("liberations:absence_cover", absence.pk)
    return render(request, "liberations/absence_add.html", {"form": form, "mentor": mentor})


@requires(Permission.OPEN_RECORDS)
@require_safe
def absence(request, absence_id):
    """From when until when, and who covers for whom."""
    found = _absence(request, absence_id)
    today = timezone.localdate()
    cases = list(people_of(found, request.user).order_by("person__sort_name", "pk"))
    covers = covers_by_case(found)
    elsewhere = covers_elsewhere(found, request.user) if request.user.is_manager else []
    trail.listed(request, [case.person_id for case in (*cases, *(each.case for each in elsewhere))])
    context = {
        "absence": found,
        "rows": [(case, covers.get(case.pk)) for case in cases],
        "elsewhere": elsewhere,
        "to_come": sum(1 for cover in covers.values() if cover.mentor.user_id == request.user.pk),
        "is_manager": request.user.is_manager,
        "is_over": found.called_off_at is not None or found.until_date < today,
        "today": today,
    }
    return render(request, "liberations/absence.html", context)


@requires(Permission.ALLOCATE)
def absence_cover(request, absence_id):
    """Who covers for each of the mentor's people; proposed, and saved all together."""
    found = _absence(request, absence_id)
    today = timezone.localdate()
    facts = cover_facts(found, people_of(found, request.user), today)
    sent = request.POST if request.method == "POST" else None
    form = CoverForm(sent, facts=facts, initial_for={} if sent else proposed_covers(found, facts))
    if request.method == "POST" and form.is_valid():
        try:
            services.cover(absence=found, choices=form.choices(), by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Whoever covers has been told, and may open the records on these days.")
            return redirect(found)
    gates, elsewhere = gates_elsewhere(found, request.user), covers_elsewhere(found, request.user)
    shown = (*form.cases, *(each.case for each in (*gates, *elsewhere)))
    trail.listed(request, dict.fromkeys(case.person_id for case in shown))
    context = {"absence": found, "form": form, "gates": gates, "elsewhere": elsewhere, "today": today}
    return render(request, "liberations/absence_cover.html", context)


@requires(Permission.ALLOCATE)
def absence_end(request, absence_id):
    """Back sooner or later than planned."""
    found = _absence(request, absence_id)
    form = AbsenceEndForm(
        request.POST or None,
        initial={"until_date": found.until_date, "version": found.version},
        cancel_url=found.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.move_end(
                absence=found, until_date=given["until_date"], read_at_version=given["version"], by=request.user
            )
        except EditedMeanwhile:
            found.refresh_from_db()
            form.show_clash(now={"until_date": found.until_date}, version=found.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Whoever covers does so until then.")
            return redirect(found)
    return render(request, "liberations/absence_end.html", {"form": form, "absence": found})


@requires(Permission.ALLOCATE)
@require_POST
def absence_call_off(request, absence_id):
    """They are not away."""
    found = _absence(request, absence_id)
    services.call_off(absence=found, by=request.user)
    messages.success(request, f"Called off. {found.mentor} has their people, visits and gates back.")
    return redirect(found)


def _absence(request, absence_id):
    rows = Absence.objects.visible_to(request.user).select_related("mentor__user", "recorded_by")
    return get_object_or_404(rows, pk=absence_id)
