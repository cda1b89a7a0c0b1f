"""Early-release schemes: a manager at a desk, on the day of the announcement."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from core.shown import shown_number
from liberations.early_release.selectors import members, mentors_of, numbers_of, tally
from liberations.enums import SchemeDecision, SchemeState
from liberations.forms.schemes import STAYS, MemberFilter, NewSchemeForm, SchemeFilter, SchemeForm, SchemeTermsForm
from liberations.models import Scheme, SchemeMember
from liberations.services import schemes as services
from prisons.enums import Confidence, DateSource

PEOPLE_A_PAGE = 50
SCHEME_SORTS = {
    "name": ["name", "-made_at"],
    "state": ["state", "-made_at"],
    "people": ["shifting", "-made_at"],
    "made": ["made_at"],
}
MEMBER_SORTS = {
    "name": ["episode__person__sort_name"],
    "prison": ["prison_name", "episode__person__sort_name"],
    "before": ["before_date", "episode__person__sort_name"],
    "after": ["after_date", "episode__person__sort_name"],
}
COLUMNS = (
    "Given names",
    "Family name",
    "Prison number",
    "Prison",
    "Day before",
    "Day after",
    "Shifts",
    "Left as they are because",
    "Decided by a person",
    "Mentors concerned",
)


@requires(Permission.TAKE_REFERRALS)
@require_safe
def scheme_list(request):
    """The schemes of the team, newest first."""
    rows = (
        Scheme.objects.visible_to(request.user)
        .select_related("made_by")
        .annotate(shifting=Count("members", filter=SchemeMember.objects.all().shifting("members__")))
    )
    filterset = SchemeFilter(request.GET, queryset=rows)
    page = sorted_page(request, filterset.qs, sorts=SCHEME_SORTS, default="-made")
    context = {"filter": filterset, "page": page, "may_shift": request.user.may(Permission.SHIFT_DATES)}
    return render(request, "liberations/scheme_list.html", context)


@requires(Permission.SHIFT_DATES)
def scheme_add(request):
    """Choose whom a scheme is for and how their days shift. Nothing shifts yet."""
    form = NewSchemeForm(
        request.POST or None,
        team=request.user.team_id,
        initial={"source": DateSource.ANNOUNCEMENT, "confidence": Confidence.PROVISIONAL},
        cancel_url=reverse("liberations:scheme_list"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_scheme(new_id=form.cleaned_data["new_id"], by=request.user, **form.terms())
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("liberations:scheme", made.pk)
    return render(request, "liberations/scheme_add.html", {"form": form})


@requires(Permission.SHIFT_DATES)
def scheme_edit(request, scheme_id):
    """Change a draft: the preview is made anew."""
    row = _scheme(request, scheme_id)
    here = reverse("liberations:scheme", args=[row.pk])
    form = SchemeForm(
        request.POST or None,
        team=request.user.team_id,
        initial={**SchemeTermsForm.as_shown(row), "version": row.version},
        cancel_url=here,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_scheme(
                scheme=row, read_at_version=form.cleaned_data["version"], by=request.user, **form.terms()
            )
        except EditedMeanwhile:
            row = _scheme(request, scheme_id)
            form.show_clash(now=SchemeTermsForm.as_shown(row), version=row.version)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(here)
    return render(request, "liberations/scheme_edit.html", {"form": form, "scheme": row})


@requires(Permission.SHIFT_DATES)
@require_safe
def scheme(request, scheme_id):
    """Everybody in a scheme: before and after, which mentors it concerns, and why some stay as they are."""
    row = _scheme(request, scheme_id)
    filterset = MemberFilter(request.GET, queryset=members(row, request.user))
    page = sorted_page(request, filterset.qs, sorts=MEMBER_SORTS, default="before", per_page=PEOPLE_A_PAGE)
    mentors = mentors_of([member.episode_id for member in page])
    for member in page:
        member.mentors = mentors.get(member.episode_id, [])
    counts = tally(row, request.user)
    here = reverse("liberations:scheme", args=[row.pk])
    trail.listed(request, [member.episode.person_id for member in page], after={"scheme": row})
    context = {
        "scheme": row,
        "filter": filterset,
        "page": page,
        "tally": counts,
        "counters": [
            (counts.shifts, f"{here}?show=shifts", "Days shift" if row.is_draft else "Days shifted"),
            (counts.stays, f"{here}?show={STAYS}", "Stay as they are"),
        ],
        "states": SchemeState,
        "today": timezone.localdate(),
    }
    return render(request, "liberations/scheme.html", context)


@requires(Permission.EXPORT)
@requires(Permission.SHIFT_DATES)
@require_safe
def scheme_export(request, scheme_id):
    """The same list as a CSV file, all pages, same filters."""
    row = _scheme(request, scheme_id)
    shown = list(MemberFilter(request.GET, queryset=members(row, request.user)).qs.order_by("before_date", "pk"))
    people = [member.episode.person_id for member in shown]
    mentors, numbers = mentors_of([member.episode_id for member in shown]), numbers_of(people)
    trail.listed(request, people, after={"scheme": row}, verb=Verb.EXPORTED)
    lines = (_cells(member, numbers, mentors) for member in shown)
    return csv_response(f"early-release-{timezone.localdate().isoformat()}", COLUMNS, lines)


@requires(Permission.SHIFT_DATES)
@require_POST
def scheme_member(request, scheme_id, member_id):
    """Take somebody in or leave them out: the button says which, so that pressed twice it is pressed once."""
    row = _scheme(request, scheme_id)
    member = get_object_or_404(row.members.visible_to(request.user).select_related("scheme"), pk=member_id)
    decision = SchemeDecision.IN if request.POST.get("decision") == SchemeDecision.IN else SchemeDecision.OUT
    try:
        services.decide_member(member=member, decision=decision, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('liberations:scheme', args=[row.pk])}{_query(request)}#member-{member.pk}")


@requires(Permission.SHIFT_DATES)
@require_POST
def scheme_apply(request, scheme_id):
    """Shift every date the preview shows."""
    seen = shown_number(request.POST.get("version", ""))
    done = "The dates are shifted, and those concerned are told."
    return _do(request, scheme_id, services.apply_scheme, done, read_at_version=seen)


@requires(Permission.SHIFT_DATES)
@require_POST
def scheme_undo(request, scheme_id):
    """Put the former dates back."""
    return _do(request, scheme_id, services.undo_scheme, "The former dates are back, and those concerned are told.")


@requires(Permission.SHIFT_DATES)
@require_POST
def scheme_discard(request, scheme_id):
    """Throw a draft away."""
    return _do(request, scheme_id, services.discard_scheme, "The scheme is thrown away. Nothing has changed.")


def _do(request, scheme_id, service, done, **seen):
    row = _scheme(request, scheme_id)
    try:
        service(scheme=row, by=request.user, **seen)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("liberations:scheme", row.pk)


def _scheme(request, scheme_id):
    rows = Scheme.objects.visible_to(request.user).with_prison_names()
    known = ("programme", "liberation_list__prison", "made_by", "applied_by", "undone_by")
    return get_object_or_404(rows.select_related(*known), pk=scheme_id)


def _query(request):
    """The filters the page was looked at with; the form brings them along."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def _cells(member, numbers, mentors):
    person = member.episode.person
    return (
        person.given_names,
        person.family_name,
        numbers.get(person.pk, ""),
        member.prison_name,
        member.before_date,
        member.after_date,
        "yes" if member.shifts else "no",
        "; ".join(member.reasons),
        member.get_decision_display(),
        ", ".join(mentors.get(member.episode_id, [])),
    )
