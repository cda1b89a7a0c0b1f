"""How things are after release, asked at set weeks on a phone or at a desk; small wins; whom to ask next."""

from django.contrib import messages
from django.http import Http404
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
from mentoring.enums.outcomes import OutcomeTopic
from mentoring.forms.outcomes import ReadingFilter, ReadingForm, SmallWinForm
from mentoring.models import Case, Mentor, SmallWin
from mentoring.outcomes.readings import reading_name
from mentoring.selectors.endings import after_release_url
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.selectors.outcomes import after_release, answers_of, reading_due, small_wins
from mentoring.services.mistakes import strike_small_win
from mentoring.services.outcomes import add_small_win, record_outcomes

SORTS = {
    "due": ["reading_due", "person__sort_name"],
    "name": ["person__sort_name"],
    "mentor": ["lead_name", "reading_due"],
}
COLUMNS = (
    "Reference",
    "Given names",
    "Family name",
    "Released",
    "Reading",
    "What",
    "Answer",
    "Since",
    "True of",
    "How we know",
)


@requires(Permission.OPEN_RECORDS)
@require_safe
def outcome_list(request):
    """Whom to ask how things are, the longest due first."""
    rows = _due(request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="due")
    trail.listed(request, [case.person_id for case in page])
    context = {
        "filter": rows,
        "page": page,
        "today": timezone.localdate(),
        "export_url": reverse("mentoring:outcome_export"),
        "may_export": request.user.may(Permission.EXPORT),
    }
    return render(request, "mentoring/outcome_list.html", context)


@requires(Permission.EXPORT)
@require_safe
def outcome_export(request):
    """Every answer that counts, of all the people one may open, as a CSV file."""
    rows = list(answers_of(request.user))
    trail.listed(request, {row.case.person_id for row in rows}, verb=Verb.EXPORTED)
    return csv_response(f"outcomes-{timezone.localdate().isoformat()}", COLUMNS, map(_cells, rows))


@requires(Permission.OPEN_RECORDS)
@require_safe
def outcomes(request, case_id):
    """Everything known of how things are after the present release, reading by reading; small wins."""
    case, header = _case(request, case_id)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": header,
        "case": case,
        "today": header.today,
        "known": after_release(case, header.today),
        "topics": OutcomeTopic,
        "wins": small_wins(case),
        "may_write": request.user.may(Permission.RECORD_CONTACTS),
        "back_url": after_release_url(case),
    }
    return render(request, "mentoring/outcomes.html", context)


@requires(Permission.RECORD_CONTACTS)
def outcomes_record(request, case_id, week):
    """One reading: a question for each topic."""
    case, header = _case(request, case_id)
    known = after_release(case, header.today)
    reading = next((each for each in known.readings if each.week == week), None)
    if reading is None:
        raise Http404
    back = reverse("mentoring:outcomes", args=[case.pk])
    form = ReadingForm(
        request.POST or None,
        initial={"version": known.version(week)},
        known=reading.answers,
        before=known.before(week),
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_outcomes(case=case, week=week, by=request.user, **form.said())
        except EditedMeanwhile:
            fresh = after_release(case, header.today)
            now = next(each for each in fresh.readings if each.week == week).answers
            form.show_clash(now={topic: row.answer for topic, row in now.items()}, version=fresh.version(week))
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. What is still open can be answered another day.")
            return redirect(back)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": header,
        "case": case,
        "reading": reading,
        "form": form,
        "today": header.today,
        "back_url": back,
    }
    return render(request, "mentoring/outcomes_record.html", context)


@requires(Permission.RECORD_CONTACTS)
def small_win_add(request, case_id):
    """Write down something that went well."""
    case, header = _case(request, case_id)
    form = SmallWinForm(request.POST or None, cancel_url=after_release_url(case))
    if request.method == "POST" and form.is_valid():
        try:
            add_small_win(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Well done to them. It stands on the record.")
            return redirect(after_release_url(case))
    trail.viewed(request, subject=case, person=case.person)
    context = {"header": header, "case": case, "form": form, "back_url": after_release_url(case)}
    return render(request, "mentoring/small_win_add.html", context)


@requires(Permission.RECORD_CONTACTS)
@require_POST
def small_win_strike(request, win_id):
    """It was entered by mistake, or is put back."""
    win = get_object_or_404(SmallWin.objects.visible_to(request.user).select_related("case__person"), pk=win_id)
    struck = request.POST.get("struck") != "no"
    strike_small_win(win=win, struck=struck, by=request.user)
    messages.success(request, "Taken off the record." if struck else "Back on the record.")
    return redirect("mentoring:outcomes", case_id=win.case_id)


def _case(request, case_id):
    case = get_object_or_404(cases_with_header().visible_to(request.user), pk=case_id)
    return case, person_header(case.person, timezone.localdate(), case=case)


def _due(request):
    cases = Case.objects.visible_to(request.user).with_lead().select_related("person", "programme", "episode")
    mentors = Mentor.objects.visible_to(request.user).select_related("user") if request.user.is_manager else None
    return ReadingFilter(request.GET, queryset=reading_due(cases, timezone.localdate()), mentors=mentors)


def _cells(row):
    person, case = row.case.person, row.case
    return (
        case.reference,
        person.given_names,
        person.family_name,
        row.episode.released_date,
        reading_name(row.week),
        row.get_topic_display(),
        row.get_answer_display(),
        row.since_date or "",
        row.on_date,
        row.get_source_display(),
    )
